#!/usr/bin/env python3
"""A million requests with faults and stubs armed: memory stays flat, and no descriptor is left behind.

    Tests/Benchmarks/faults.py [--force] [--binary PATH]

Needs a release binary (--binary, UNDERSTUDY or .build/release/understudy) and wrk. Every kind of fault is
armed at once, each for a share of the requests: wrong status, delays, resets, ends in every place, drips
and hangs; so about one connection in twenty requests breaks and is made anew. The requests are counted by
the mock's own journal, since a client does not count what it got no answer to. Takes one to three minutes.

Exits 0 when every bar is met, 1 when one is missed, 2 when there is no verdict.
"""
import contextlib
import http.client
import json
import os
import shutil
import subprocess
import time

from measuring import HERE, Bar, Unmeasured, main, resident, understudy
from workqueue import BASE, GET, HEADERS

WARM_UP = 250_000
MILLION = 1_000_000
SECONDS = 600

ROUTE = 'GET /jobs/{id}'
FAULTS = [
    ({'status': 503, 'headers': {'Retry-After': '1'}}, 10),
    ({'status': 500, 'jsonBody': {'error': 'x' * 2_000}}, 2),
    ({'delay': {'uniform': ['1ms', '3ms']}}, 3),
    ({'delay': {'lognormal': {'median': '1ms', 'sigma': 1, 'max': '20ms'}}}, 1),
    ({'fault': 'reset'}, 0.5),
    ({'fault': 'reset', 'served': True, 'delay': '1ms'}, 0.5),
    ({'fault': 'close-before-head'}, 0.5),
    ({'fault': 'close-after-head'}, 0.5),
    ({'fault': {'close-after-bytes': 100}}, 0.5),
    ({'fault': {'wrong-length': 10}}, 0.5),
    ({'fault': {'wrong-length': -10}}, 0.5),
    ({'fault': 'broken-chunk'}, 0.5),
    ({'fault': 'malformed-body'}, 0.5),
    ({'fault': 'garbage'}, 0.5),
    ({'fault': {'hang': '5ms'}}, 0.2),
    ({'fault': {'drip': {'bytes': 100, 'every': '1ms'}}}, 0.5),
    ({'fault': {'dribble': {'pieces': 3, 'over': '3ms'}}}, 0.5),
]
STUBS = 200


def call(server, method, path, body=None):
    """An admin call on the service's own port: status and JSON."""
    with contextlib.closing(http.client.HTTPConnection('127.0.0.1', server.ports['workqueue'])) as port:
        port.request(method, '/__admin' + path, json.dumps(body) if body else None)
        response = port.getresponse()
        return response.status, json.loads(response.read())


def arm(server):
    """Every kind of fault, and stubs that no request meets; how many stubs."""
    for seed, (fault, share) in enumerate(FAULTS):
        status, answer = call(server, 'POST', '/faults', {'on': ROUTE, **fault, 'percentage': share, 'seed': seed})
        if status != 201:
            raise Unmeasured(f'{fault}: {answer}')
    for number in range(STUBS):
        status, answer = call(server, 'POST', '/mappings', {
            'request': {'method': 'GET', 'urlPath': f'{BASE}/other/{number}'},
            'response': {'status': 200, 'body': 'stub', 'fixedDelayMilliseconds': 1}})
        if status == 404:
            return 0
        if status != 201:
            raise Unmeasured(f'stub: {answer}')
    return STUBS


def served(server):
    """Requests that the journal has seen."""
    meta = call(server, 'GET', '/requests?limit=1')[1]['meta']
    return meta['total'] + meta['dropped']


def descriptors(server):
    """Descriptors that the server has open."""
    return len(os.listdir(f'/proc/{server.process.pid}/fd'))


def load(server, goal):
    """wrk, whatever it says of errors, until the mock was asked so often."""
    command = ['wrk', '-t1', '-c64', '-d10s', '-s', str(HERE / 'load.lua')]
    for name, value in HEADERS.items():
        command += ['-H', f'{name}: {value}']
    command += [f'http://127.0.0.1:{server.ports["workqueue"]}{GET.path}', '--', 'GET']
    deadline = time.monotonic() + SECONDS
    while (count := served(server)) < goal:
        if time.monotonic() > deadline:
            raise Unmeasured(f'only {count} requests in {SECONDS} s')
        subprocess.run(command, capture_output=True, timeout=60)
        if server.process.poll() is not None:
            raise Unmeasured(f'the server has ended with {server.process.returncode}')
    return count


def settled(server, wanted):
    """Descriptors, once those of the last connections are gone."""
    deadline = time.monotonic() + 15
    while (count := descriptors(server)) > wanted and time.monotonic() < deadline:
        time.sleep(0.1)
    return count


def measure(binary, check):
    """Measure, printing on the way; the bars."""
    with understudy(binary, 'workqueue') as server:
        stubs = arm(server)
        before = descriptors(server)
        first = load(server, WARM_UP)
        settled(server, before)
        warm = resident(server.process.pid)
        total = load(server, first + MILLION)
        left = settled(server, before)
        end = resident(server.process.pid)
        hits = sum(fault['hits'] for fault in call(server, 'GET', '/faults')[1]['faults'])
    print(f'{total} requests, {hits} of them hit by {len(FAULTS)} faults, {stubs} stubs armed; '
          f'{warm:.1f} MiB after {first}, {end:.1f} MiB at the end; {before} descriptors before, {left} after')
    check()
    return [Bar('requests behind the warm-up', (total - first) / 1e6, 'million', 'at least', 1),
            Bar('share that a fault hit', hits / total, '', 'at least', 0.15),
            Bar('growth over a million requests', end - warm, 'MiB', 'at most', 2),
            Bar('memory at the end', end, 'MiB', 'at most', 40),
            Bar('descriptors left behind', left - before, '', 'at most', 0)]


def needs():
    """What it is measured with."""
    if not shutil.which('wrk'):
        raise Unmeasured('needs wrk (Debian: apt-get install wrk)')
    return ['against: itself']


if __name__ == '__main__':
    main(__doc__, measure, needs)
