#!/usr/bin/env python3
"""Measures fresh worlds: how fast one comes, and whether anything of it stays when it has ended.

    Tests/Benchmarks/worlds.py [--force] [--binary PATH]

Needs a release binary (--binary, UNDERSTUDY or .build/release/understudy). Starts and ends a thousand
worlds of trove, each with its keystone, one after the other by the admin calls, and asks both ports of
each; then as many again, of which nothing may stay, and a hundred at once. Takes a few seconds on a
machine with nothing else to do, and refuses to measure on any other unless --force is given.

Exits 0 when every bar is met, 1 when one is missed, 2 when there is no verdict.
"""
import argparse
import contextlib
import http.client
import json
import os
import pathlib
import statistics
import sys
import tempfile
import time
import urllib.parse

sys.dont_write_bytecode = True
from bench import ROOT, Bar, Unmeasured, busy, met, resident, running, show, until

COUNT = 1_000
AT_ONCE = 100
WARM_UP = 50


@contextlib.contextmanager
def mocks(binary):
    """trove and keystone on free ports: the process, and a kept connection to the control port."""
    with tempfile.TemporaryDirectory() as folder:
        ready, log = pathlib.Path(folder, 'ready.json'), pathlib.Path(folder, 'log')
        command = [binary, 'serve', 'trove', '--port', '0', '--ready-file', str(ready)]
        with running(command, log) as process:
            until(ready.exists, process, log)
            control = json.loads(ready.read_text())['control']['url']
            with contextlib.closing(connection(control)) as control:
                yield process, control


def connection(url):
    """A connection to where a URL points."""
    return http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=5)


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


def measure(binary):
    """Measure everything, printing it on the way; the bars."""
    with mocks(binary) as (process, control):
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
    before, middle, after = found
    return [Bar('a fresh world, median', statistics.median(starts), 'ms', 'at most', 2),
            Bar('memory that 1,000 worlds leave', after[0] - middle[0], 'MiB', 'at most', 0.5),
            Bar('descriptors that worlds leave', max(after[1], left) - before[1], '', 'at most', 0),
            Bar('memory of a world', (full - after[0]) / AT_ONCE * 1024, 'KiB', 'at most', 64)]


def options():
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('--binary', default=os.environ.get('UNDERSTUDY', ROOT / '.build/release/understudy'))
    parser.add_argument('--force', action='store_true', help='measure on a busy machine too, and say so')
    return parser.parse_args()


def main():
    """Measure and report; the exit status."""
    opts = options()
    try:
        if not os.access(opts.binary, os.X_OK):
            raise Unmeasured(f'no {opts.binary} (make build, or name one with --binary or UNDERSTUDY)')
        why = busy()
        if why and not opts.force:
            raise Unmeasured(f'the machine is busy ({why}); try again when it is quiet, or use --force')
        if why:
            print(f'FORCED   on a busy machine ({why}): the figures are not to be trusted', flush=True)
        bars = measure(os.path.abspath(opts.binary))
    except Unmeasured as reason:
        print(f'no verdict: {reason}', file=sys.stderr)
        return 2
    show(bars)
    return 0 if all(map(met, bars)) else 1


if __name__ == '__main__':
    sys.exit(main())
