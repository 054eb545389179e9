"""Drives the real pdm Worker process (Python 2.7 only) against a workqueue server.

    PDM_SRC=<pdm checkout>/src python2.7 drive_workqueue_worker.py BASE [--profile documented|reference]

BASE is like http://127.0.0.1:5446/workqueue/api/v1.0; the site service that the Worker asks for its
endpoints is the one on the same server, below /site/api/v1.0. The grid tools are replaced by
worker_scripts, which is a configuration setting of the Worker.
"""
from __future__ import print_function

import glob
import os
import shutil
import subprocess
import sys
import tempfile

import wq_harness
from wq_harness import check, has, same

HERE = os.path.dirname(os.path.abspath(__file__))
CONFIGURATION = """
[endpoints]
workqueue = "%s"
site = "%s"
[client]
timeout = 30
[worker]
poll_time = 0.1
script_path = "%s"
system_ca_dir = "%s"
"""


def work(ctx, shots=1):
    """Run the real Worker in the foreground for a number of polls; what it printed."""
    authorities = tempfile.mkdtemp()
    configuration = wq_harness.temporary_file(CONFIGURATION % (
        ctx.base, wq_harness.site_url(ctx.base), os.path.join(HERE, 'worker_scripts'), authorities))
    start = os.path.join(os.path.dirname(ctx.pdm_src), 'bin', 'start_worker.py')
    try:
        worker = subprocess.Popen(
            [sys.executable, '-W', 'ignore', start, '-d', '-vv', '-n', str(shots), configuration],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        text = worker.communicate()[0]
    finally:
        os.unlink(configuration)
        shutil.rmtree(authorities)
    remove_pid_file(worker.pid)
    assert worker.returncode == 0, 'the Worker ended with %s: %s' % (worker.returncode, text[-800:])
    assert 'Traceback' not in text, text[-800:]
    return text


def remove_pid_file(pid):
    """Remove what the Worker leaves behind; the name is of its own choosing, the content is its process."""
    for name in glob.glob('/tmp/worker-*.pid'):
        with open(name) as content:
            found = content.read().strip() == str(pid)
        if found:
            os.unlink(name)


@check
def worker_reports_an_empty_queue(ctx):
    ctx.drain()
    assert 'no work to be done' in work(ctx)


@check
def worker_lists(ctx):
    ctx.drain()
    job = ctx.client().list(12, '/data/dir')['id']
    work(ctx)
    same(ctx.client().status(job)['status'], 'DONE', 'status')
    attempt = ctx.client().output(job, 0, -1)[0][0]
    same([e['name'] for e in attempt['listing']['/data/dir']], ['f1', 'sub'], 'listing')
    assert 'listing /data/dir' in attempt['log'], attempt


@check
def worker_retries_a_failure(ctx):
    ctx.drain()
    job = ctx.client().list(12, '/data/fail')['id']
    work(ctx, shots=3)
    has(ctx.client().status(job, 0), {'status': 'FAILED', 'attempts': 2}, 'element')


@check
def worker_copies(ctx):
    ctx.drain()
    job = ctx.client().copy(12, '/data/dir', 14, '/data/new')['id']
    work(ctx, shots=2)
    same(ctx.client().status(job)['status'], 'DONE', 'status')
    has(ctx.client().status(job, 1), {'status': 'DONE', 'attempts': 1, 'transferred': 10, 'average': 5}, 'element')


@check
def worker_removes_renames_and_makes(ctx):
    ctx.drain()
    client = ctx.client()
    jobs = [client.remove(12, '/data/dir')['id'], client.rename(12, '/data/a', '/data/b')['id'],
            client.mkdir(12, '/data/c')['id']]
    work(ctx, shots=2)
    same([client.status(j)['status'] for j in jobs], ['DONE'] * 3, 'status')
    same([len(client.elements(j)) for j in jobs], [4, 2, 1], 'elements')


if __name__ == '__main__':
    wq_harness.run()
