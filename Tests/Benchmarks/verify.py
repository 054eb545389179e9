#!/usr/bin/env python3
"""Measures `understudy verify` against the official Pact verifier, both as whole processes, on every
contract: the same files, the same mock, the same provider states before and after each interaction.

Needs no nginx and no wrk but the Python environment that `Tests/Interop/run.sh pact` makes; else as
measuring.py says.
"""
import os
import statistics
import subprocess
import time

from measuring import ROOT, ROUNDS, Bar, Unmeasured, main, understudy

PYTHON = ROOT / '.build/interop/pact/bin/python'
VERIFIER = ROOT / 'Tests/Interop/pact/verify.py'
TIMES_FASTER = 20


def against():
    """What is measured against, and how."""
    if not os.access(PYTHON, os.X_OK):
        raise Unmeasured(f'no {PYTHON}: run Tests/Interop/run.sh pact first')
    told = subprocess.run([PYTHON, '-m', 'pip', 'show', 'pact-python'], capture_output=True, text=True).stdout
    version = next((line.split(': ')[1] for line in told.splitlines() if line.startswith('Version: ')), '?')
    return [f'against: the verifier of pact-python {version}',
            f'method:  medians of {ROUNDS} alternating runs of whole processes after one of each']


def seconds(command):
    """How long a command takes that must succeed."""
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    took = time.perf_counter() - began
    if done.returncode != 0:
        raise Unmeasured(f'{command[0]} ended with {done.returncode}: {(done.stdout + done.stderr)[-500:]}')
    return took


def compare(binary, contract):
    """The medians of both on a contract."""
    with understudy(binary, contract.stem) as server:
        url = server.urls.get(f'{contract.stem}.handles_url', server.urls[contract.stem])
        commands = {
            'official': [PYTHON, VERIFIER, contract, url],
            'understudy': [binary, 'verify', contract, '--provider', url,
                           '--states', f'{url}/__admin/provider-states',
                           '--messages', f'{url}/__admin/messages']}
        runs = [{name: seconds(command) for name, command in commands.items()} for _ in range(ROUNDS + 1)]
    return {name: statistics.median(run[name] for run in runs[1:]) for name in commands}


def measure(binary, check):
    """Measure each contract; the bar is for all of them together."""
    medians = {contract.stem: compare(binary, contract) for contract in sorted((ROOT / 'contracts').glob('*.json'))}
    check()
    total = {name: sum(each[name] for each in medians.values()) for name in ('official', 'understudy')}
    print(f'\n{"verifying":20}{"official ms":>14}{"understudy ms":>16}{"times faster":>15}')
    for name, row in [*medians.items(), ('all', total)]:
        ratio = row['official'] / row['understudy']
        print(f'{name:20}{row["official"] * 1000:14.0f}{row["understudy"] * 1000:16.0f}{ratio:15.1f}')
    return [Bar('verify against the official verifier', total['official'] / total['understudy'], 'x faster',
                'at least', TIMES_FASTER)]


if __name__ == '__main__':
    main(__doc__, measure, against)
