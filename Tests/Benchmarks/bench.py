#!/usr/bin/env python3
"""Measures understudy's workqueue mock against nginx on this machine, and its start and its memory.

    Tests/Benchmarks/bench.py [--force] [--binary PATH]

Needs nginx and wrk (Debian: nginx-light, wrk) and a release binary (--binary, UNDERSTUDY or
.build/release/understudy). nginx answers with the same bytes from memory, in rounds that alternate
with understudy's; the bars are ratios of medians from one run. Takes about two minutes on a machine
with nothing else to do, and refuses to measure on any other unless --force is given.

Exits 0 when every bar is met, 1 when one is missed, 2 when there is no verdict.
"""
import argparse
import collections
import contextlib
import http.client
import json
import os
import pathlib
import platform
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TICKS = os.sysconf('SC_CLK_TCK')
CORES = os.cpu_count()

ROUNDS = 3
ROUND_SECONDS = 4
WARM_UP_SECONDS = 2
STARTS = 20
MILLION = 1_000_000
MEMORY_SECONDS = 75
LEAST_IDLE = 0.9
MOST_LOAD = 1.5 * CORES
MOST_OTHERS = 0.1

BASE = '/workqueue/api/v1.0'
TOKEN = json.loads((ROOT / 'fixtures/workqueue/service.json').read_text())['tokens']['alice']

Workload = collections.namedtuple('Workload', 'method path body')
Sample = collections.namedtuple('Sample', 'cpu user system rate p99 memory wire')
Server = collections.namedtuple('Server', 'process port')
Bar = collections.namedtuple('Bar', 'name value unit word limit')

GET = Workload('GET', BASE + '/jobs/12345', None)
POST = Workload('POST', BASE + '/jobs', '{"src_siteid": 12, "src_filepath": "somefile", "type": "0"}')


class Unmeasured(Exception):
    """Why there is nothing to report."""


# ---- processes --------------------------------------------------------------------------------------

def parents():
    """The parent of every process on the machine."""
    found = {}
    for name in os.listdir('/proc'):
        if name.isdigit():
            with contextlib.suppress(OSError):
                found[int(name)] = int(stat_fields(name)[1])
    return found


def stat_fields(pid):
    """/proc/PID/stat from the state on; the name before it may hold spaces."""
    return pathlib.Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()


def tree(pid):
    """A process and all below it."""
    family, parent = [pid], parents()
    for member in family:
        family += [child for child in parent if parent[child] == member]
    return family


def cpu_seconds(pid):
    """User and system time of a process tree."""
    fields = [stat_fields(member) for member in tree(pid)]
    return [sum(int(f[i]) for f in fields) / TICKS for i in (11, 12)]


def resident(pid):
    """Resident memory of a process tree in MiB."""
    total = 0
    for member in tree(pid):
        for line in pathlib.Path(f'/proc/{member}/status').read_text().splitlines():
            if line.startswith('VmRSS:'):
                total += int(line.split()[1])
    return total / 1024


@contextlib.contextmanager
def running(command, log):
    """A server process, in a group of its own that is gone afterwards whatever happens."""
    with open(log, 'wb') as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(found, process, log, pause=0.0002):
    """Poll until found() gives something; it must come while the process lives."""
    deadline = time.monotonic() + 10
    while not (result := found()):
        if process.poll() is not None or time.monotonic() > deadline:
            raise Unmeasured(f'{process.args[0]} did not start: {pathlib.Path(log).read_text()[-500:]}')
        time.sleep(pause)
    return result


# ---- the two servers --------------------------------------------------------------------------------

@contextlib.contextmanager
def understudy(binary):
    """The mock on a free port, as soon as it says that it is ready."""
    with tempfile.TemporaryDirectory() as folder:
        ready, log = pathlib.Path(folder, 'ready.json'), pathlib.Path(folder, 'log')
        command = [binary, 'serve', 'workqueue', '--port', '0', '--ready-file', str(ready)]
        with running(command, log) as process:
            until(ready.exists, process, log)
            url = json.loads(ready.read_text())['services']['workqueue']['url']
            yield Server(process, int(url.rsplit(':', 1)[1]))


@contextlib.contextmanager
def nginx(bodies):
    """nginx with two workers, once it answers."""
    with tempfile.TemporaryDirectory() as folder:
        port, log = free_port(), pathlib.Path(folder, 'log')
        text = (HERE / 'nginx.conf.template').read_text().replace('@PORT@', str(port))
        for mark, body in zip(('@GET_BODY@', '@POST_BODY@'), bodies):
            text = text.replace(mark, quoted(body))
        pathlib.Path(folder, 'nginx.conf').write_text(text)
        command = [nginx_program(), '-p', folder + '/', '-c', folder + '/nginx.conf']
        with running(command, log) as process:
            until(lambda: answers(port), process, log)
            yield Server(process, port)


def nginx_program():
    """Debian keeps nginx where an ordinary user's PATH does not look."""
    return shutil.which('nginx', path=os.environ.get('PATH', '') + ':/usr/sbin:/usr/local/sbin')


def quoted(body):
    """A body as the inside of nginx's single quotes, where $ cannot be written."""
    if '$' in body:
        raise Unmeasured('the answer holds a $, which an nginx configuration cannot')
    return body.replace('\\', '\\\\').replace("'", "\\'")


def free_port():
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def ask(port, workload):
    """One request: status and body."""
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=5)
    try:
        connection.request(workload.method, workload.path, workload.body,
                           {'X-Token': TOKEN, 'Content-Type': 'application/json'})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def answers(port):
    """Whether the server answers a GET with 200 by now."""
    try:
        return ask(port, GET)[0] == 200
    except OSError:
        return False


def bodies_of(binary):
    """What understudy answers to both workloads."""
    with understudy(binary) as server:
        found = [ask(server.port, workload) for workload in (GET, POST)]
    if any(status != 200 for status, _ in found):
        raise Unmeasured(f'understudy does not answer with 200: {found}')
    return [body for _, body in found]


# ---- load -------------------------------------------------------------------------------------------

def load(server, workload, seconds):
    """Run wrk for some seconds; its tally."""
    command = ['wrk', '-t1', '-c64', f'-d{seconds}s', '-H', f'X-Token: {TOKEN}', '-s', str(HERE / 'load.lua'),
               f'http://127.0.0.1:{server.port}{workload.path}', '--', workload.method]
    command += [workload.body] if workload.body else []
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 20)
    if done.returncode != 0:
        raise Unmeasured('wrk failed: ' + done.stderr + done.stdout)
    tally = json.loads(done.stdout.splitlines()[-1])
    if any(tally['errors'].values()) or not tally['requests']:
        code = server.process.poll()
        ended = '' if code is None else f'; the server has ended with status {code}'
        raise Unmeasured(f'wrk counted errors from {server.process.args[0]}: {tally}{ended}')
    return tally


def sample(server, workload):
    """One round against one server."""
    before = cpu_seconds(server.process.pid)
    tally = load(server, workload, ROUND_SECONDS)
    after = cpu_seconds(server.process.pid)
    user, system = ((b - a) * 1e6 / tally['requests'] for a, b in zip(before, after))
    return Sample(user + system, user, system, tally['requests'] / tally['seconds'], tally['p99'],
                  resident(server.process.pid), tally['bytes'] / tally['requests'])


def compare(binary, bodies, workload):
    """The medians of both servers, from rounds that alternate."""
    with nginx(bodies) as theirs, understudy(binary) as ours:
        servers = {'nginx': theirs, 'understudy': ours}
        for server in servers.values():
            load(server, workload, WARM_UP_SECONDS)
        samples = {name: [] for name in servers}
        for _ in range(ROUNDS):
            for name, server in servers.items():
                samples[name].append(sample(server, workload))
    return {name: Sample(*map(statistics.median, zip(*rounds))) for name, rounds in samples.items()}


# ---- start and memory -------------------------------------------------------------------------------

def start_times(binary):
    """Milliseconds from spawning to the first 200, many times."""
    times = []
    for _ in range(STARTS):
        began = time.perf_counter()
        with understudy(binary) as server:
            while not answers(server.port):
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


# ---- the machine ------------------------------------------------------------------------------------

def machine_ticks():
    """Ticks the whole machine has been idle, and in all (guest time is within user time)."""
    fields = [int(f) for f in pathlib.Path('/proc/stat').read_text().splitlines()[0].split()[1:9]]
    return fields[3] + fields[4], sum(fields)


def idle_share(seconds=1):
    """Share of the processors' time that nobody wants."""
    before = machine_ticks()
    time.sleep(seconds)
    idle, total = (b - a for a, b in zip(before, machine_ticks()))
    return idle / total


def busy():
    """Why the machine is too busy to measure on, or None. A run leaves a load average below the limit."""
    average, idle = os.getloadavg()[0], idle_share()
    if idle < LEAST_IDLE:
        return f'processors only {idle:.0%} idle over the last second'
    if average > MOST_LOAD:
        return f'load average {average:.2f} over the last minute on {CORES} cores'
    return None


def machine():
    """Lines that say what was measured on, and how to do it again."""
    info = pathlib.Path('/proc/cpuinfo').read_text().splitlines()
    model = next((line.split(':', 1)[1].strip() for line in info if line.startswith('model name')), platform.machine())
    version = subprocess.run([nginx_program(), '-v'], capture_output=True, text=True).stderr.strip()
    wrk = subprocess.run(['wrk', '-v'], capture_output=True, text=True).stdout.split(' [')[0].strip()
    return [f'machine: {CORES} cores, {model}, Linux {platform.release()}',
            f'against: {version.removeprefix("nginx version: ")} (2 workers), loaded by {wrk} (-t1 -c64)',
            f'method:  medians of {ROUNDS} alternating rounds of {ROUND_SECONDS} s after a warm-up',
            'repeat:  make bench, or Tests/Benchmarks/bench.py']


# ---- the report -------------------------------------------------------------------------------------

def table(workload, medians):
    """Print both servers' medians for one workload and their ratios."""
    theirs, ours = medians['nginx'], medians['understudy']
    print(f'\n{workload.method} {workload.path}')
    print(f'{"":12}{"CPU us":>9}{"user us":>9}{"sys us":>9}{"req/s":>10}{"p99 us":>9}{"RSS MiB":>9}{"B/answer":>10}')
    for name, s in medians.items():
        print(f'{name:12}{s.cpu:9.2f}{s.user:9.2f}{s.system:9.2f}{s.rate:10.0f}'
              f'{s.p99:9.0f}{s.memory:9.1f}{s.wire:10.0f}')
    ratios = [b / a for a, b in zip(theirs, ours)]
    print('{:12}{:9.2f}{:9.2f}{:9.2f}{:10.2f}{:9.2f}{:9.2f}{:10.2f}'.format('ratio', *ratios), flush=True)
    return Sample(*ratios)


def met(bar):
    """Whether a bar is met."""
    return bar.value >= bar.limit if bar.word == 'at least' else bar.value <= bar.limit


def show(bars):
    """Print each bar with its verdict."""
    print()
    for bar in bars:
        verdict = 'ok' if met(bar) else 'MISS'
        print(f'{verdict:6}{bar.name:36}{bar.value:9.3f} {bar.unit:8} {bar.word} {bar.limit}')


class Others:
    """How much of the machine goes to processes that are no part of the measurement."""

    def __init__(self):
        self.idle, self.total = machine_ticks()
        self.began = self.own()

    def share(self):
        """Their share so far. Only to be asked while no server runs: a process counts when it has ended."""
        idle, total = (now - then for now, then in zip(machine_ticks(), (self.idle, self.total)))
        return max(0, total - idle - (self.own() - self.began) * TICKS) / total

    def check(self, force):
        """Give up, unless forced, when the machine has become busy."""
        if self.share() > MOST_OTHERS and not force:
            raise Unmeasured(f'the machine became busy ({self.share():.0%} of it went to other processes), '
                             'so there is no verdict; try again when it is quiet, or use --force')

    @staticmethod
    def own():
        """Processor seconds of this script and of everything it has started and ended."""
        return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def measure(binary, check):
    """Measure everything, printing tables on the way; the bars."""
    bodies = bodies_of(binary)
    get = table(GET, compare(binary, bodies, GET))
    check()
    post = table(POST, compare(binary, bodies, POST))
    check()
    starts = start_times(binary)
    start = statistics.median(starts)
    print(f'\nstart to first answer: median {start:.1f} ms of {STARTS} (from {min(starts):.1f} to {max(starts):.1f})',
          flush=True)
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


def check_tools(binary):
    """Say what to install."""
    missing = [name for name, found in (('nginx-light', nginx_program()), ('wrk', shutil.which('wrk'))) if not found]
    if missing:
        raise Unmeasured(f'needs nginx and wrk (Debian: apt-get install {" ".join(missing)})')
    if not os.access(binary, os.X_OK):
        raise Unmeasured(f'no {binary} (make build, or name one with --binary or UNDERSTUDY)')


def options():
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('--binary', default=os.environ.get('UNDERSTUDY', ROOT / '.build/release/understudy'))
    parser.add_argument('--force', action='store_true', help='measure on a busy machine too, and say so')
    return parser.parse_args()


def bench(opts):
    """Measure and report; the exit status."""
    binary = os.path.abspath(opts.binary)
    check_tools(binary)
    why = busy()
    if why and not opts.force:
        raise Unmeasured(f'the machine is busy ({why}); try again when it is quiet, or use --force')
    print('\n'.join(machine()))
    if why:
        print(f'FORCED   on a busy machine ({why}): the figures are not to be trusted', flush=True)
    others = Others()
    bars = measure(binary, lambda: others.check(opts.force))
    print(f'others: {others.share():.1%} of the machine went to other processes while measuring')
    show(bars)
    if opts.force and (why or others.share() > MOST_OTHERS):
        print('\nFORCED   on a busy machine: these verdicts are not to be trusted')
    return 0 if all(map(met, bars)) else 1


def main():
    """Run, with a clean end on signals."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(bench(options()))
    except Unmeasured as err:
        print(f'bench: {err}', file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == '__main__':
    main()
