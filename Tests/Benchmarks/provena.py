#!/usr/bin/env python3
"""Measures a dataset against nginx, and a page of 10,000 datasets against one of 100; see measuring.py."""
import json
import pathlib
import shutil
import tempfile

from measuring import ROOT, Bar, Unmeasured, Workload, body_of, compare, main, nginx, table, understudy

FEW, MANY = 100, 10_000
PAGE = 20

TOKEN = json.loads((ROOT / 'fixtures/provena/service.json').read_text())['tokens']['alice']
DATASETS = json.loads((ROOT / 'fixtures/provena/datasets.json').read_text())
HEADERS = {'Authorization': f'Bearer {TOKEN}'}
FETCH = Workload(
    'provena', 'GET', f'/registry/items/fetch-dataset?handle_id={DATASETS[0]["id"]}', HEADERS, None)
LIST = Workload(
    'provena', 'POST', '/registry/items/list', HEADERS | {'Content-Type': 'application/json'},
    json.dumps({'sort_by': {'sort_type': 'UPDATED_TIME'}, 'page_size': PAGE}))


def fixtures_with(number, folder):
    """Fixtures with so many datasets."""
    provena = pathlib.Path(folder, 'provena')
    shutil.copytree(ROOT / 'fixtures/provena', provena)
    first = DATASETS[0]
    records = [dict(first, id=f'10378.1/{3_000_000 + each}', updated_timestamp=first['created_timestamp'] + each)
               for each in range(number)]
    (provena / 'datasets.json').write_text(json.dumps(records))
    return folder


def count(server):
    """How many datasets a page shows."""
    shown = len(json.loads(body_of(server, LIST))['items'])
    if shown != PAGE:
        raise Unmeasured(f'{LIST.path} shows {shown} datasets, not {PAGE}')


def measure(binary, check):
    """Measure both; the bars."""
    with understudy(binary, 'provena') as ours:
        with nginx([(FETCH, body_of(ours, FETCH))]) as theirs:
            medians = compare({'nginx': (theirs, FETCH), 'understudy': (ours, FETCH)})
    against_nginx = table(f'GET {FETCH.path}', medians)
    check()
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        with understudy(binary, 'provena', '--fixtures', fixtures_with(FEW, few)) as small, \
                understudy(binary, 'provena', '--fixtures', fixtures_with(MANY, many)) as large:
            count(small)
            count(large)
            medians = compare({f'{FEW}': (small, LIST), f'{MANY:,}': (large, LIST)})
    of_many = table(f'POST {LIST.path}: {PAGE} of so many datasets', medians)
    check()
    return [Bar('dataset CPU per request', against_nginx.cpu, 'x nginx', 'at most', 2),
            Bar('of 10,000: CPU per page', of_many.cpu, 'x of 100', 'at most', 1.3)]


if __name__ == '__main__':
    main(__doc__, measure)
