#!/usr/bin/env python3
"""Measures the workqueue mock against nginx, its start and its memory; see measuring.py."""
import json
import statistics
import time

from measuring import (ROOT, Bar, Unmeasured, Workload, answers, body_of, compare, load, main, nginx,
                       resident, table, understudy)

STARTS = 20
MILLION = 1_000_000
MEMORY_SECONDS = 75

BASE = '/workqueue/api/v1.0'
TOKEN = json.loads((ROOT / 'fixtures/workqueue/service.json').read_text())['tokens']['alice']
HEADERS = {'X-Token': TOKEN, 'Content-Type': 'application/json'}

GET = Workload('workqueue', 'GET', BASE + '/jobs/12345', HEADERS, None)
POST = Workload('workqueue', 'POST', BASE + '/jobs', HEADERS,
                '{"src_siteid": 12, "src_filepath": "somefile", "type": "0"}')


def against_nginx(binary, workload):
    """The medians of both servers for a workload."""
    with understudy(binary, 'workqueue') as server:
        bodies = [(each, body_of(server, each)) for each in (GET, POST)]
    with nginx(bodies) as theirs, understudy(binary, 'workqueue') as ours:
        return compare({'nginx': (theirs, workload), 'understudy': (ours, workload)})


def start_times(binary):
    """Milliseconds from spawning to the first 200, many times."""
    times = []
    for _ in range(STARTS):
        began = time.perf_counter()
        with understudy(binary) as server:
            while not answers(server, GET):
                time.sleep(0.0002)
                if time.perf_counter() - began > 10:
                    raise Unmeasured('understudy says it is ready and does not answer')
            times.append((time.perf_counter() - began) * 1000)
    return times


def memory(binary):
    """Resident MiB at rest, after a million GETs and after half a million more."""
    with understudy(binary) as server:
        time.sleep(0.5)
        pid, count, deadline = server.process.pid, 0, time.monotonic() + MEMORY_SECONDS
        found = [resident(pid)]
        for goal in (MILLION, MILLION * 3 // 2):
            while count < goal:
                if time.monotonic() > deadline:
                    raise Unmeasured(f'only {count} GETs in {MEMORY_SECONDS} s, too few to judge memory')
                count += load(server, GET, 2)['requests']
            found.append(resident(pid))
    return found


def measure(binary, check):
    """Measure everything, printing tables on the way; the bars."""
    get = table(f'GET {GET.path}', against_nginx(binary, GET))
    check()
    post = table(f'POST {POST.path}', against_nginx(binary, POST))
    check()
    starts = start_times(binary)
    start = statistics.median(starts)
    print(f'\nstart of all services to first answer: median {start:.1f} ms of {STARTS} '
          f'(from {min(starts):.1f} to {max(starts):.1f})', flush=True)
    idle, million, more = memory(binary)
    print(f'memory: {idle:.1f} MiB at rest, {million:.1f} after 1.0 M GETs, {more:.1f} after 1.5 M')
    check()
    return [Bar('GET CPU per request', get.cpu, 'x nginx', 'at most', 1.3),
            Bar('GET rate', get.rate, 'x nginx', 'at least', 0.8),
            Bar('GET p99', get.p99, 'x nginx', 'at most', 1.3),
            Bar('POST CPU per request', post.cpu, 'x nginx', 'at most', 2.2),
            Bar('start to first answer', start, 'ms', 'at most', 15),
            Bar('memory at rest', idle, 'MiB', 'at most', 20),
            Bar('memory after a million GETs', million, 'MiB', 'at most', 40),
            Bar('growth over half a million more', more - million, 'MiB', 'at most', 1)]


if __name__ == '__main__':
    main(__doc__, measure)
