#!/usr/bin/env python3
"""Measures large contracts: how long reading ten thousand interactions takes, how much memory, and
whether the last of them is found as fast as the first.

    Tests/Benchmarks/contracts.py [--force] [--binary PATH] [--keep FOLDER]

Needs a release binary (--binary, UNDERSTUDY or .build/release/understudy). Writes a contract, half of
whose paths are told by rules, and recordings of its first, middle and last interactions; reads, judges,
and, where the binary serves contracts, asks. --keep leaves the files in a folder. Takes half a minute on
a machine with nothing else to do, and refuses to measure on any other unless --force is given.

Exits 0 when every bar is met, 1 when one is missed, 2 when there is no verdict.
"""
import argparse
import contextlib
import http.client
import json
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from measuring import ROOT, Bar, Unmeasured, busy, met, show, understudy

COUNT = 10_000
EXCHANGES = 40_000
REQUESTS = 2_000
ROUNDS = 5
MIB = 1024  # of the kilobytes that the kernel counts memory in


# ---- what is measured -------------------------------------------------------------------------------

def paths(number):
    """An interaction's path and the rule for it; every other path is told as it is."""
    if number % 2:
        return f'/shop/v1/items/{number}', None
    return f'/shop/v1/things{number}/12/parts', f'/shop/v1/things{number}/\\d+/parts'


def matchers(**rule):
    """A list of one rule."""
    return {'combine': 'AND', 'matchers': [rule]}


def answer(number):
    """The body that an interaction is answered with."""
    return {'id': number, 'name': f'thing {number}', 'price': 1.5, 'tags': ['a', 'b'],
            'links': [{'rel': 'self', 'href': f'/shop/v1/items/{number}'}]}


def interaction(number):
    """One of many: each third adds something, the others read."""
    path, rule = paths(number)
    request = {'method': 'GET', 'path': path, 'headers': {'Authorization': ['Bearer token']}}
    rules = {'path': matchers(match='regex', regex=rule)} if rule else {}
    rules['header'] = {'Authorization': matchers(match='type')}
    if number % 3 == 0:
        request['method'] = 'POST'
        request['body'] = {'content': {'name': f'thing {number}'}, 'contentType': 'application/json'}
        rules['body'] = {'$.name': matchers(match='type')}
    body_rules = {'$.id': matchers(match='integer'), '$.links': matchers(match='type', min=1),
                  '$.name': matchers(match='type'), '$.price': matchers(match='decimal')}
    return {'type': 'Synchronous/HTTP', 'description': f'interaction {number}',
            'request': request | {'matchingRules': rules},
            'response': {'status': 200, 'headers': {'Content-Type': ['application/json']},
                         'body': {'content': answer(number), 'contentType': 'application/json'},
                         'matchingRules': {'body': body_rules}}}


def write_contract(file):
    """A contract of many interactions. Piece by piece: the kernel counts the memory that this program
    had when it started another as that one's, too."""
    with open(file, 'w') as out:
        out.write('{"consumer": {"name": "shop-client"}, "provider": {"name": "shop"}, "interactions": [\n')
        for number in range(COUNT):
            out.write((',\n' if number else '') + json.dumps(interaction(number), indent=2))
        out.write('\n], "metadata": {"pactSpecification": {"version": "4.0"}}}\n')


def write_recording(file, number, count):
    """The same exchange many times, as JSON lines."""
    request = interaction(number)['request']
    sent = {'method': request['method'], 'path': request['path'],
            'headers': {'Authorization': 'Bearer another', 'Content-Type': 'application/json'}}
    if 'body' in request:
        sent['body'] = {'name': 'another'}
    received = {'status': 200, 'headers': {'Content-Type': 'application/json'}, 'body': answer(number)}
    line = json.dumps({'request': sent, 'response': received}) + '\n'
    with open(file, 'w') as out:
        for _ in range(count):
            out.write(line)


def pair(numbers):
    """The first and the last of the interactions that are alike in all but their place."""
    alike = [number for number in numbers if number % 6 == 1]
    return alike[0], alike[-1]


# ---- measuring --------------------------------------------------------------------------------------

def run(binary, *arguments, code=0):
    """Seconds, seconds of processor, and MiB of one run, which must end with that code."""
    began = time.perf_counter()
    process = subprocess.Popen([binary, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    with process.stderr as errors:
        said = errors.read().decode()
    if process.returncode != code:
        raise Unmeasured(f'{" ".join(map(str, arguments))} ended with {process.returncode}: {said}')
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MIB


def reading(binary, file):
    """Medians of reading the contract with all its rules to play nothing of it, as a whole process."""
    nothing = ['verify', file, '--provider', 'http://127.0.0.1:1', '--filter', 'none is called like this']
    runs = [run(binary, *nothing, code=2) for _ in range(ROUNDS)]
    return [statistics.median(column) for column in zip(*runs)]


def judging(binary, folder, file):
    """Processor seconds that judging the first and the last interaction takes, in alternating rounds."""
    places = dict(zip(('first', 'last'), pair(range(COUNT))))
    for name, number in places.items():
        write_recording(folder / f'{name}.jsonl', number, EXCHANGES)
        write_recording(folder / f'{name}-one.jsonl', number, 1)
    taken = {name + ending: [] for name in places for ending in ('', '-one')}
    for _ in range(ROUNDS):
        for name, times in taken.items():
            times.append(run(binary, 'judge', file, '--transcripts', folder / f'{name}.jsonl')[1])
    # The difference of two times that are nearly alike: the least of each is the steadiest.
    return {name: min(taken[name]) - min(taken[name + '-one']) for name in places}


def serving(binary, file):
    """Milliseconds that asking for the first and the last interaction takes; None where contracts are
    not served."""
    try:
        with understudy(binary, str(file)) as server:
            ports = [port for name, port in server.ports.items() if name != 'control']
            with contextlib.closing(http.client.HTTPConnection('127.0.0.1', ports[0], timeout=5)) as connection:
                return asking(connection)
    except Unmeasured as problem:
        print(f'serve:   not measured ({str(problem).splitlines()[0][:160]})')
        return None


def asking(connection):
    """The same on a kept connection, in alternating rounds."""
    taken = {'first': [], 'last': []}
    for _ in range(ROUNDS):
        for name, number in zip(taken, pair(range(COUNT))):
            path, _ = paths(number)
            began = time.perf_counter()
            for _ in range(REQUESTS):
                connection.request('GET', path, headers={'Authorization': 'Bearer another'})
                response = connection.getresponse()
                response.read()
                if response.status != 200:
                    raise Unmeasured(f'GET {path} is answered with {response.status}')
            taken[name].append((time.perf_counter() - began) * 1000 / REQUESTS)
    return {name: statistics.median(times) for name, times in taken.items()}


def measure(binary, folder):
    """The bars."""
    file = folder / 'shop.json'
    write_contract(file)
    print(f'contract: {COUNT} interactions, {file.stat().st_size / 1e6:.1f} MB')
    wall, processor, memory = reading(binary, file)
    print(f'reading: {wall:.3f} s, {processor:.3f} s of processor, {memory:.1f} MiB')
    bars = [Bar('contract read', wall, 's', 'at most', 0.5), Bar('memory', memory, 'MiB', 'at most', 100)]
    for name, taken, unit in (('judged', judging(binary, folder, file), f's/{EXCHANGES}'),
                              ('served', serving(binary, file), 'ms')):
        if taken:
            print(f'{name}: first {taken["first"]:.3f} {unit}, last {taken["last"]:.3f} {unit}')
            bars.append(Bar(f'last {name} against first', taken['last'] / taken['first'], 'ratio', 'at most', 1.15))
    return bars


def main():
    """Measure and report; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--binary', default=os.environ.get('UNDERSTUDY', ROOT / '.build/release/understudy'))
    parser.add_argument('--force', action='store_true', help='measure on a busy machine too, and say so')
    parser.add_argument('--keep', type=pathlib.Path, metavar='FOLDER', help='leave the files there')
    opts = parser.parse_args()
    why = busy()
    if why and not opts.force:
        raise Unmeasured(f'the machine is busy ({why}); try again when it is quiet, or use --force')
    if why:
        print(f'FORCED   on a busy machine ({why}): the figures are not to be trusted', flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = opts.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        bars = measure(os.path.abspath(opts.binary), folder)
    show(bars)
    return 0 if all(map(met, bars)) else 1


if __name__ == '__main__':
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except (Unmeasured, OSError) as err:
        print(f'bench: {err}', file=sys.stderr)
        sys.exit(2)
