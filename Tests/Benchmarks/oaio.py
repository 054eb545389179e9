#!/usr/bin/env python3
"""Measures a sync over 10,000 objects of oaio against one over 1,000, and what it takes of memory; see measuring.py."""
import json
import pathlib
import shutil
import tempfile

from measuring import ROOT, Bar, Unmeasured, Workload, body_of, compare, main, resident, table, understudy

FEW, MANY = 1_000, 10_000
MIB = 1024 * 1024
SESSION = json.loads((ROOT / 'fixtures/oaio/sessions.json').read_text())[0]
LIST = Workload(
    'oaio', 'GET', '/api/oaio_stampz/',
    {'Cookie': f'sessionid={SESSION["sessionid"]}', 'X-OAIO-user': repr(SESSION['username'].encode()),
     'X-OAIO-dvc': "b'bench'", 'X-OAIO-app': "b'bench'"}, None)


def fixtures_with(number, folder):
    """Fixtures with so many objects of the session's user."""
    oaio = pathlib.Path(folder, 'oaio')
    shutil.copytree(ROOT / 'fixtures/oaio', oaio)
    user = SESSION['username']
    stamps = [str(20260101000000000000 + each) for each in range(number)]
    (oaio / 'objects.json').write_text(json.dumps([
        {'oaio_id': f'bench\u2afb{user}\ufe6bbench\u2044{stamp}', 'creator': user, 'pid': 1_000 + place,
         'client_stamp': stamp, 'client_values': {'_name': f'object {place}', 'items': [place]},
         'csh_id': 'CshMock', 'device_id': 'bench', 'app_id': 'bench'}
        for place, stamp in enumerate(stamps)]))
    return folder


def listed(server, number):
    """The bytes of an answer, which must have so many objects."""
    body = body_of(server, LIST)
    if len(json.loads(body)) != number:
        raise Unmeasured(f'{LIST.path} lists {len(json.loads(body))} objects, not {number}')
    return len(body)


def measure(binary, check):
    """Measure both; the bars."""
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        with understudy(binary, 'oaio', '--fixtures', fixtures_with(FEW, few)) as small, \
                understudy(binary, 'oaio', '--fixtures', fixtures_with(MANY, many)) as large:
            before = resident(large.process.pid)
            listed(small, FEW)
            size = listed(large, MANY) / MIB
            growth = (resident(large.process.pid) - before) / size
            medians = compare({f'{FEW:,}': (small, LIST), f'{MANY:,}': (large, LIST)})
    ratio = table(f'GET {LIST.path}: a sync over so many objects', medians)
    print(f'an answer of {size:.1f} MiB made the server grow by {growth:.1f} times as much')
    check()
    return [Bar('sync over 10,000: CPU', ratio.cpu, 'x of 1,000', 'at most', 12),
            Bar('sync over 10,000: memory growth', growth, 'x the answer', 'at most', 3)]


if __name__ == '__main__':
    main(__doc__, measure)
