#!/usr/bin/env python3
"""Measures 10,000 stubs beside one: what each request costs, and how long they take to load.

    Tests/Benchmarks/stubs.py [--force] [--binary PATH]

Needs a release binary (--binary, UNDERSTUDY or .build/release/understudy) and wrk (Debian: wrk). Two
kinds of stubs: each with a path of its own, and all of one path, which differ only in the JSON body
that they want. Of each kind a server with one stub and a server with 10,000, in rounds that alternate;
asked are the first stub, the last one, and what none means. Then a million requests to stubs with
delays of 0 and scenarios armed, behind which memory must be what it was.

Exits 0 when every bar is met, 1 when one is missed, 2 when there is no verdict.
"""
import contextlib
import http.client
import json
import pathlib
import shutil
import subprocess
import tempfile
import time

from measuring import (Bar, Unmeasured, Workload, compare, load, main, resident, understudy)

COUNT = 10_000
SERVICE = 'stubs'
MORE = 1.15


def by_path(number):
    """A stub with a path of its own."""
    return {'request': {'method': 'GET', 'urlPath': f'/items/{number}'},
            'response': {'status': 200, 'jsonBody': {'number': number}}}


def by_body(number):
    """A stub that wants a body of its own."""
    return {'request': {'method': 'POST', 'urlPath': '/items',
                        'bodyPatterns': [{'equalToJson': {'kind': 'item', 'number': number}}]},
            'response': {'status': 200, 'jsonBody': {'number': number}}}


def ask_path(number):
    """A request to a path."""
    return Workload(SERVICE, 'GET', f'/items/{number}', {}, None, number < 0)


def ask_body(number):
    """A request with a body."""
    return Workload(SERVICE, 'POST', '/items', {}, json.dumps({'kind': 'item', 'number': number}),
                    number < 0)


KINDS = {'paths': (by_path, ask_path), 'bodies': (by_body, ask_body)}


@contextlib.contextmanager
def stubbed(binary, *stubs):
    """A server that is nothing but these stubs, and how long they took to load."""
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, SERVICE, 'mappings').mkdir(parents=True)
        with understudy(binary, str(pathlib.Path(folder, SERVICE))) as server:
            text = json.dumps({'mappings': stubs})
            connection = http.client.HTTPConnection('127.0.0.1', server.ports[SERVICE], timeout=30)
            with contextlib.closing(connection):
                began = time.perf_counter()
                connection.request('POST', '/__admin/mappings/import', text)
                response = connection.getresponse()
                answer = response.read()
                taken = time.perf_counter() - began
            if response.status != 200:
                raise Unmeasured(f'the stubs are refused: {answer.decode()[:300]}')
            yield server, taken


def compared(binary, kind):
    """The costs of one stub and of many, the rows printed; the bars."""
    stub, request = KINDS[kind]
    with (stubbed(binary, stub(1)) as (one, _),
          stubbed(binary, *(stub(number) for number in range(COUNT))) as (many, taken)):
        print(f'{COUNT} stubs by {kind} loaded in {taken:.3f} s, {resident(many.process.pid):.1f} MiB')
        found = compare({
            'one': (one, request(1)), 'first': (many, request(0)), 'last': (many, request(COUNT - 1)),
            'one, miss': (one, request(-1)), 'miss': (many, request(-1))})
    for name, sample in found.items():
        print(f'{kind:8}{name:12}{sample.cpu:9.2f} us CPU {sample.user:9.2f} us user {sample.rate:10.0f} req/s')
    bars = [Bar(f'{COUNT} stubs by {kind} loaded', taken, 's', 'at most', 0.3)]
    for name in ('first', 'last', 'miss'):
        bars.append(Bar(f'{name} of them by {kind}, CPU', found[name].cpu / found['one'].cpu, 'x one', 'at most', MORE))
    return bars


def million(binary):
    """A million requests with stubs of all kinds armed; the memory that stays."""
    stubs = [by_path(number) for number in range(100)]
    stubs.append({'request': {'urlPath': '/turn'}, 'scenarioName': 's', 'requiredScenarioState': 'Started',
                  'newScenarioState': 'b', 'response': {'body': 'a'}})
    stubs.append({'request': {'urlPath': '/turn'}, 'scenarioName': 's', 'requiredScenarioState': 'b',
                  'newScenarioState': 'Started', 'response': {'body': 'b'}})
    stubs.append({'request': {'urlPath': '/filled'}, 'response': {
        'body': '{{request.url}} {{randomValue type="UUID"}}', 'transformers': ['response-template']}})
    stubs.append({'request': {'urlPath': '/row'}, 'sequence': [{'body': '1'}, {'body': '2'}], 'cycles': True})
    paths = ['/items/7', '/turn', '/filled', '/row']
    with stubbed(binary, *stubs) as (server, _):
        requests, found = 0, []
        while requests < 1_000_000:
            for path in paths:
                requests += load(server, Workload(SERVICE, 'GET', path, {}, None), 2)['requests']
            found.append(resident(server.process.pid))
    print(f'{requests} requests: {found[0]:.1f} MiB after the first rounds, {found[-1]:.1f} MiB at the end')
    return Bar('memory that a million requests add', found[-1] - found[0], 'MiB', 'at most', 2)


def measure(binary, check):
    """Measure everything, printing it on the way; the bars."""
    bars = [bar for kind in KINDS for bar in compared(binary, kind)]
    bars.append(million(binary))
    check()
    return bars


def against():
    """What is measured with."""
    if not shutil.which('wrk'):
        raise Unmeasured('needs wrk (Debian: apt-get install wrk)')
    wrk = subprocess.run(['wrk', '-v'], capture_output=True, text=True).stdout.split(' [')[0].strip()
    return [f'against: one stub, loaded by {wrk} (-t1 -c64)']


if __name__ == '__main__':
    main(__doc__, measure, against)
