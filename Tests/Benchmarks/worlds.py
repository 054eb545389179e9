#!/usr/bin/env python3
"""Measures fresh worlds: how fast one comes, and whether anything of it stays when it has ended.

    Tests/Benchmarks/worlds.py [--force] [--binary PATH]

Needs a release binary (--binary, UNDERSTUDY or .build/release/understudy). Starts and ends a thousand
worlds of trove, each with its keystone, one after the other by the admin calls, and asks both ports of
each; then as many again, of which nothing may stay, and a hundred at once. Takes a few seconds on a
machine with nothing else to do, and refuses to measure on any other unless --force is given.

Exits 0 when every bar is met, 1 when one is missed, 2 when there is no verdict.
"""
import contextlib
import http.client
import json
import os
import statistics
import time
import urllib.parse

from measuring import Bar, Unmeasured, main, resident, understudy

COUNT = 1_000
AT_ONCE = 100
WARM_UP = 50


def connection(url):
    """A connection to where a URL points."""
    return http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=5)


def control_of(server):
    """A connection to be kept to the control port."""
    return contextlib.closing(connection(f'http://127.0.0.1:{server.ports["control"]}'))


def call(connection, method, path, body=None):
    """One call on a kept connection: the answer's JSON."""
    connection.request(method, '/__admin' + path, body)
    response = connection.getresponse()
    text = response.read()
    if response.status >= 300:
        raise Unmeasured(f'{method} {path} says {response.status}: {text.decode()}')
    return json.loads(text)


def start(control):
    """A new world, and the milliseconds until it was there."""
    began = time.perf_counter()
    world = call(control, 'POST', '/worlds', '{"service": "trove"}')
    return world, (time.perf_counter() - began) * 1000


def ask(world):
    """One request to each port."""
    for service in world['services'].values():
        with contextlib.closing(connection(service['url'])) as port:
            port.request('GET', '/')
            port.getresponse().read()


def round_trips(control, count):
    """Worlds that are started, asked and ended one after the other: milliseconds of starting and ending."""
    starts, ends = [], []
    for _ in range(count):
        world, taken = start(control)
        starts.append(taken)
        ask(world)
        began = time.perf_counter()
        call(control, 'DELETE', '/worlds/' + world['id'])
        ends.append((time.perf_counter() - began) * 1000)
    return starts, ends


def descriptors(process):
    """How many descriptors the process has open, once what is being closed is closed."""
    time.sleep(0.3)
    return len(os.listdir(f'/proc/{process.pid}/fd'))


def row(name, times):
    """Print the spread of some times."""
    ordered = sorted(times)
    print(f'{name:34}{statistics.median(times):8.3f} ms median {ordered[int(len(times) * 0.99)]:8.3f} ms p99 '
          f'{ordered[-1]:8.3f} ms most', flush=True)


def measure(binary, check):
    """Measure everything, printing it on the way; the bars."""
    with understudy(binary, 'trove') as server, control_of(server) as control:
        process = server.process
        print(f'memory at rest: {resident(process.pid):.1f} MiB')
        round_trips(control, WARM_UP)
        found = [(resident(process.pid), descriptors(process))]
        starts, ends = [], []
        for _ in range(2):
            for all_times, times in zip((starts, ends), round_trips(control, COUNT)):
                all_times += times
            found.append((resident(process.pid), descriptors(process)))
        row('a fresh world', starts)
        row('the end of one', ends)
        for name, (memory, open_files) in zip((WARM_UP, WARM_UP + COUNT, WARM_UP + 2 * COUNT), found):
            print(f'after {name:5} worlds: {memory:6.2f} MiB, {open_files} descriptors')
        worlds = [start(control) for _ in range(AT_ONCE)]
        row(f'a fresh world, of {AT_ONCE} at once', [taken for _, taken in worlds])
        full, held = resident(process.pid), descriptors(process)
        print(f'{AT_ONCE} at once: {full:.2f} MiB, {held} descriptors')
        for world, _ in worlds:
            call(control, 'DELETE', '/worlds/' + world['id'])
        left = descriptors(process)
    check()
    before, middle, after = found
    return [Bar('a fresh world, median', statistics.median(starts), 'ms', 'at most', 2),
            Bar('memory that 1,000 worlds leave', after[0] - middle[0], 'MiB', 'at most', 0.5),
            Bar('descriptors that worlds leave', max(after[1], left) - before[1], '', 'at most', 0),
            Bar('memory of a world', (full - after[0]) / AT_ONCE * 1024, 'KiB', 'at most', 64)]


if __name__ == '__main__':
    main(__doc__, measure)
