"""What the benchmarks share: servers, load, ratios, and a machine quiet enough to measure on.

Each benchmark is a script beside this file, all run alike:

    Tests/Benchmarks/NAME.py [--force] [--binary PATH]

Needs a release binary (--binary, UNDERSTUDY or .build/release/understudy) and, unless the script says
otherwise, nginx and wrk (Debian: nginx-light, wrk). nginx answers with the same bytes from memory, in rounds that alternate
with understudy's; the bars are ratios of medians from one run. A benchmark takes a minute or two on
a machine with nothing else to do, and refuses to measure on any other unless --force is given.

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
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TICKS = os.sysconf('SC_CLK_TCK')
CORES = os.cpu_count()

ROUNDS = 3
ROUND_SECONDS = 4
WARM_UP_SECONDS = 2
LEAST_IDLE = 0.9
MOST_LOAD = 1.5 * CORES
MOST_OTHERS = 0.1

# `refused` says that another status than 200 is what is wanted.
Workload = collections.namedtuple('Workload', 'service method path headers body refused', defaults=[False])
Sample = collections.namedtuple('Sample', 'cpu user system rate p99 memory wire')
Server = collections.namedtuple('Server', 'process ports urls')
Bar = collections.namedtuple('Bar', 'name value unit word limit')


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
def understudy(binary, *arguments):
    """The mocks on free ports, as soon as they say that they are ready. Its ports and addresses by service;
    a service's further addresses as `esgfpid.handles_url`."""
    with tempfile.TemporaryDirectory() as folder:
        ready, log = pathlib.Path(folder, 'ready.json'), pathlib.Path(folder, 'log')
        command = [binary, 'serve', *arguments, '--port', '0', '--ready-file', str(ready)]
        with running(command, log) as process:
            until(ready.exists, process, log)
            told = json.loads(ready.read_text())
            urls = {name if key == 'url' else f'{name}.{key}': url
                    for name, service in told['services'].items() for key, url in service.items()}
            urls['control'] = told['control']['url']
            yield Server(process, {name: urllib.parse.urlsplit(url).port for name, url in urls.items()}, urls)


@contextlib.contextmanager
def nginx(bodies):
    """nginx with two workers, once it answers. It has the bodies of some workloads."""
    with tempfile.TemporaryDirectory() as folder:
        port, log = free_port(), pathlib.Path(folder, 'log')
        locations = '\n'.join(location(workload, body) for workload, body in bodies)
        text = (HERE / 'nginx.conf.template').read_text()
        text = text.replace('@PORT@', str(port)).replace('@LOCATIONS@', locations)
        pathlib.Path(folder, 'nginx.conf').write_text(text)
        command = [nginx_program(), '-p', folder + '/', '-c', folder + '/nginx.conf']
        with running(command, log) as process:
            server = Server(process, {workload.service: port for workload, _ in bodies}, {})
            until(lambda: answers(server, bodies[0][0]), process, log)
            yield server


def location(workload, body):
    """Where nginx has a body. A word of its configuration holds 4 KiB at most, so it comes in pieces."""
    path = workload.path.split('?')[0]
    pieces = [quoted(body[at:at + 2000]) for at in range(0, len(body), 2000)]
    words = ''.join(f" set $piece_{number} '{piece}';" for number, piece in enumerate(pieces))
    return f'    location = {path} {{{words} return 200 {"".join(f"$piece_{n}" for n in range(len(pieces)))}; }}'


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


def ask(server, workload):
    """One request: status and body."""
    connection = http.client.HTTPConnection('127.0.0.1', server.ports[workload.service], timeout=5)
    try:
        connection.request(workload.method, workload.path, workload.body, workload.headers)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def answers(server, workload):
    """Whether the server answers a workload with 200 by now."""
    try:
        return ask(server, workload)[0] == 200
    except OSError:
        return False


def body_of(server, workload):
    """What understudy answers to a workload."""
    status, body = ask(server, workload)
    if status != 200:
        raise Unmeasured(f'understudy answers {workload.method} {workload.path} with {status}: {body[:200]}')
    return body


# ---- load -------------------------------------------------------------------------------------------

def load(server, workload, seconds):
    """Run wrk for some seconds; its tally."""
    command = ['wrk', '-t1', '-c64', f'-d{seconds}s', '-s', str(HERE / 'load.lua')]
    for name, value in workload.headers.items():
        command += ['-H', f'{name}: {value}']
    port = server.ports[workload.service]
    command += [f'http://127.0.0.1:{port}{workload.path}', '--', workload.method]
    command += [workload.body] if workload.body else []
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 20)
    if done.returncode != 0:
        raise Unmeasured('wrk failed: ' + done.stderr + done.stdout)
    tally = json.loads(done.stdout.splitlines()[-1])
    if workload.refused:
        tally['errors']['status'] = 0
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


def compare(pairs):
    """The medians for servers under a workload each, from rounds that alternate. `pairs` by name."""
    for server, workload in pairs.values():
        load(server, workload, WARM_UP_SECONDS)
    samples = {name: [] for name in pairs}
    for _ in range(ROUNDS):
        for name, (server, workload) in pairs.items():
            samples[name].append(sample(server, workload))
    return {name: Sample(*map(statistics.median, zip(*rounds))) for name, rounds in samples.items()}


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


def machine(against):
    """Lines that say what was measured on, against what, and how to do it again."""
    info = pathlib.Path('/proc/cpuinfo').read_text().splitlines()
    model = next((line.split(':', 1)[1].strip() for line in info if line.startswith('model name')), platform.machine())
    return [f'machine: {CORES} cores, {model}, Linux {platform.release()}', *against,
            f'repeat:  make bench, or Tests/Benchmarks/{pathlib.Path(sys.argv[0]).name}']


def under_load():
    """What most benchmarks measure against, and how; says what to install for it."""
    missing = [name for name, found in (('nginx-light', nginx_program()), ('wrk', shutil.which('wrk'))) if not found]
    if missing:
        raise Unmeasured(f'needs nginx and wrk (Debian: apt-get install {" ".join(missing)})')
    version = subprocess.run([nginx_program(), '-v'], capture_output=True, text=True).stderr.strip()
    wrk = subprocess.run(['wrk', '-v'], capture_output=True, text=True).stdout.split(' [')[0].strip()
    return [f'against: {version.removeprefix("nginx version: ")} (2 workers), loaded by {wrk} (-t1 -c64)',
            f'method:  medians of {ROUNDS} alternating rounds of {ROUND_SECONDS} s after a warm-up']


# ---- the report -------------------------------------------------------------------------------------

def table(title, medians):
    """Print two medians, the yardstick first, and their ratios."""
    theirs, ours = medians.values()
    print(f'\n{title}')
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


# Processor seconds of what is measured but is no child of this script, once it has ended.
ADOPTED = []


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
        own = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(sum(usage[:2]) for usage in own) + sum(ADOPTED)


def check_binary(binary):
    """Say what to build."""
    if not os.access(binary, os.X_OK):
        raise Unmeasured(f'no {binary} (make build, or name one with --binary or UNDERSTUDY)')


def options(about):
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument('--binary', default=os.environ.get('UNDERSTUDY', ROOT / '.build/release/understudy'))
    parser.add_argument('--force', action='store_true', help='measure on a busy machine too, and say so')
    return parser.parse_args()


def bench(opts, measure, against):
    """Measure and report; the exit status."""
    binary = os.path.abspath(opts.binary)
    check_binary(binary)
    about = machine(against())
    why = busy()
    if why and not opts.force:
        raise Unmeasured(f'the machine is busy ({why}); try again when it is quiet, or use --force')
    print('\n'.join(about))
    if why:
        print(f'FORCED   on a busy machine ({why}): the figures are not to be trusted', flush=True)
    others = Others()
    bars = measure(binary, lambda: others.check(opts.force))
    print(f'others: {others.share():.1%} of the machine went to other processes while measuring')
    show(bars)
    if opts.force and (why or others.share() > MOST_OTHERS):
        print('\nFORCED   on a busy machine: these verdicts are not to be trusted')
    return 0 if all(map(met, bars)) else 1


def main(about, measure, against=under_load):
    """Run a benchmark, with a clean end on signals. `measure(binary, check)` gives the bars, `against()`
    lines that say what is measured against, and how."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(bench(options(about), measure, against))
    except Unmeasured as err:
        print(f'bench: {err}', file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
