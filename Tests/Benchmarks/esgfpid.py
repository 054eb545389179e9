#!/usr/bin/env python3
"""Measures confirmed publishes of 1 KiB at the mock's message broker and at RabbitMQ; see measuring.py."""
import collections
import contextlib
import json
import os
import pathlib
import socket
import statistics
import subprocess
import tempfile

from measuring import ADOPTED, HERE, ROUNDS, Bar, Unmeasured, cpu_seconds, main, resident, understudy

SCRIPTS = HERE.parent / 'Interop/esgfpid'
RABBIT_LIB = pathlib.Path(os.environ.get('RMQ_LIB', '/usr/lib/rabbitmq/bin'))
MESSAGES, SIZE, WINDOW, QUEUED = 40_000, 1024, 1_000, 10_000
MIB = 1024 * 1024

Broker = collections.namedtuple('Broker', 'pid url')
Rates = collections.namedtuple('Rates', 'rate broker publisher')


def about():
    """Says what is measured, and what to install for it."""
    if not (RABBIT_LIB / 'rabbitmq-server').exists():
        raise Unmeasured('needs RabbitMQ (Debian: apt-get install --no-install-recommends rabbitmq-server)')
    version = subprocess.run(['dpkg-query', '-W', '-f', '${Version}', 'rabbitmq-server'],
                             capture_output=True, text=True).stdout or 'of this machine'
    return [f'against: RabbitMQ {version}, with its own schedulers and a memory limit of 2 GB',
            f'method:  medians of {ROUNDS} alternating rounds of {MESSAGES:,} transient messages of {SIZE:,} bytes,',
            f'         {WINDOW:,} unconfirmed at most, from one channel of the Swift client into a transient queue']


def free_ports(number):
    """Ports that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        return [stack.enter_context(socket.create_server(('127.0.0.1', 0))).getsockname()[1] for _ in range(number)]


@contextlib.contextmanager
def rabbitmq():
    """A RabbitMQ of our own, with the schedulers that it takes by itself."""
    with tempfile.TemporaryDirectory() as folder:
        port, distribution, mapper = free_ports(3)
        environment = dict(
            os.environ, RMQ_DIR=folder, RMQ_PORT=str(port), RMQ_DIST_PORT=str(distribution), RMQ_EPMD_PORT=str(mapper),
            RMQ_NODE='bench@localhost', RMQ_SCHEDULERS='', RMQ_MEMORY='2GB', RMQ_LIB=str(RABBIT_LIB))
        try:
            with open(pathlib.Path(folder, 'start.log'), 'w+') as log:
                code = subprocess.run([SCRIPTS / 'rabbit_start.sh'], env=environment, stdout=log, stderr=log, timeout=150)
                if code.returncode != 0:
                    log.seek(0)
                    raise Unmeasured('RabbitMQ did not start: ' + log.read()[-500:])
            pid = int(pathlib.Path(folder, 'rabbit.pid').read_text())
            yield Broker(pid, f'amqp://esgf-pub:esgf-pub-secret@127.0.0.1:{port}/esgf-pid')
            ADOPTED.append(sum(cpu_seconds(pid)))
        finally:
            subprocess.run([SCRIPTS / 'rabbit_stop.sh'], env=environment, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, timeout=60)


def publisher():
    """Compile what publishes; where it is."""
    done = subprocess.run([HERE / 'esgfpid/publisher.sh'], capture_output=True, text=True)
    if done.returncode != 0:
        raise Unmeasured('the publisher does not compile: ' + done.stderr[-1000:])
    return done.stdout.strip()


def publish(program, broker, number, window=WINDOW):
    """One round; what the publisher tells."""
    command = [program, broker.url, str(number), str(SIZE), str(window), 'bench']
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise Unmeasured(f'{broker.url}: {done.stdout}{done.stderr}')
    return json.loads(done.stdout)


def sample(program, broker, number=MESSAGES, window=WINDOW):
    """The rate, and processor time per message in microseconds."""
    before = sum(cpu_seconds(broker.pid))
    told = publish(program, broker, number, window)
    spent = sum(cpu_seconds(broker.pid)) - before
    return Rates(number / told['seconds'], spent * 1e6 / number, told['cpu'] * 1e6 / number)


def measure(binary, check):
    """Measure both; the bars."""
    program = publisher()
    with understudy(binary, 'esgfpid') as server, rabbitmq() as rabbit:
        brokers = {'RabbitMQ': rabbit, 'understudy': Broker(server.process.pid, server.urls['esgfpid'])}
        idle = resident(server.process.pid)
        publish(program, brokers['understudy'], QUEUED)
        growth = resident(server.process.pid) - idle
        for broker in brokers.values():
            publish(program, broker, MESSAGES // 4)
        ratios = {}
        for title, number, window in (('pipelined', MESSAGES, WINDOW), ('one by one', MESSAGES // 20, 1)):
            samples = {name: [] for name in brokers}
            for _ in range(ROUNDS):
                for name, broker in brokers.items():
                    samples[name].append(sample(program, broker, number, window))
            medians = {name: Rates(*map(statistics.median, zip(*rounds))) for name, rounds in samples.items()}
            ratios[title] = table(f'confirmed publishes of {SIZE:,} bytes, {title}', medians)
    print(f'\n{QUEUED:,} queued messages take {growth:.1f} MiB ({growth * MIB / QUEUED:.0f} bytes each)')
    check()
    return [Bar('confirmed publishes: rate', ratios['pipelined'].rate, 'x', 'at least', 2),
            Bar('10,000 queued messages: memory', growth, 'MiB', 'at most', 30)]


def table(title, medians):
    """Print two medians, the yardstick first, and their ratios."""
    print(f'\n{title}')
    print(f'{"":12}{"messages/s":>12}{"CPU us":>9}{"publisher":>11}')
    for name, s in medians.items():
        print(f'{name:12}{s.rate:12.0f}{s.broker:9.2f}{s.publisher:11.2f}')
    theirs, ours = medians.values()
    ratios = Rates(*(b / max(a, 1e-9) for a, b in zip(theirs, ours)))
    print('{:12}{:12.2f}{:9.2f}{:11.2f}'.format('ratio', *ratios), flush=True)
    return ratios


if __name__ == '__main__':
    main(__doc__, measure, about)
