#!/usr/bin/env python3
"""Measures pages of Trove's instances: against nginx, and the last of 10,000; see measuring.py."""
import json
import pathlib
import shutil
import tempfile
import uuid

from measuring import ROOT, Bar, Unmeasured, Workload, body_of, compare, main, nginx, table, understudy

MANY = 10_000
PAGE = 20

TOKEN = json.loads((ROOT / 'fixtures/keystone/service.json').read_text())['tokens']['testuser']
INSTANCES = json.loads((ROOT / 'fixtures/trove/instances.json').read_text())
PATH = f'/v1.0/{INSTANCES[0]["project"]}/instances'


def page(query=''):
    """The workload that asks for a page."""
    return Workload('trove', 'GET', PATH + query, {'X-Auth-Token': TOKEN}, None)


def fixtures_with_many(folder):
    """Fixtures whose project has 10,000 instances; their ids in order."""
    trove = pathlib.Path(folder, 'trove')
    shutil.copytree(ROOT / 'fixtures/trove', trove)
    ids = sorted(str(uuid.UUID(int=number * 2 ** 108 + 1)) for number in range(MANY))
    records = [dict(INSTANCES[0], id=each, name=f'instance-{number}') for number, each in enumerate(ids)]
    (trove / 'instances.json').write_text(json.dumps(records))
    return ids


def count(server, workload):
    """How many instances a page shows."""
    shown = len(json.loads(body_of(server, workload))['instances'])
    if shown != PAGE:
        raise Unmeasured(f'{workload.path} shows {shown} instances, not {PAGE}')


def measure(binary, check):
    """Measure both; the bars."""
    first = page()
    with understudy(binary, 'trove') as ours:
        count(ours, first)
        with nginx([(first, body_of(ours, first))]) as theirs:
            medians = compare({'nginx': (theirs, first), 'understudy': (ours, first)})
    against_nginx = table(f'GET {first.path}: 20 of 30 instances', medians)
    check()
    with tempfile.TemporaryDirectory() as folder:
        ids = fixtures_with_many(folder)
        last = page(f'?marker={ids[-PAGE - 1]}')
        with understudy(binary, 'trove', '--fixtures', folder) as ours:
            count(ours, first)
            count(ours, last)
            medians = compare({'first page': (ours, first), 'last page': (ours, last)})
    of_many = table(f'GET {first.path}: pages of {MANY} instances', medians)
    check()
    return [Bar('page CPU per request', against_nginx.cpu, 'x nginx', 'at most', 2),
            Bar('last of 10,000: CPU per page', of_many.cpu, 'x first', 'at most', 1.3)]


if __name__ == '__main__':
    main(__doc__, measure)
