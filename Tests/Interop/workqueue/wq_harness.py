"""Shared by the drivers: loads the real pdm client, holds the options, runs checks, prints the tally.

Works on Python 2.7 and Python 3.
"""
from __future__ import print_function

import argparse
import os
import sys
import tempfile
import traceback

# User 123, valid until 2099. A mock may take it as an opaque string; the real service accepts it when
# its secret is "somesecretstring", the value in pdm's example configuration.
ALICE = 'eyJpZCI6MTIzLCJleHBpcnkiOiIyMDk5LTAxLTAxVDAwOjAwOjAwLjAwMDAwMCJ9.xW_7V0VTnnzyR7j5YR8tHJYKIqU'

CHECKS = []


def check(func):
    """Register a check; its function name is the check's name."""
    CHECKS.append(func)
    return func


class Skip(Exception):
    """This check does not apply to the chosen profile."""


def same(actual, expected, what='value'):
    """Assert equality, with both sides in the message."""
    assert actual == expected, '%s: got %r, wanted %r' % (what, actual, expected)


def has(actual, expected, what='object'):
    """Assert that a dict holds at least the expected keys and values."""
    assert isinstance(actual, dict), '%s: got %r, wanted an object' % (what, actual)
    for key, value in expected.items():
        assert key in actual, '%s: key %r missing from %r' % (what, key, actual)
        assert actual[key] == value, '%s.%s: got %r, wanted %r' % (what, key, actual[key], value)


def temporary_file(text):
    """Write text to a new temporary file; its path."""
    handle, name = tempfile.mkstemp(suffix='.conf')
    with os.fdopen(handle, 'w') as out:
        out.write(text)
    return name


def site_url(base):
    """The site service's base URL, on the same server as the workqueue's."""
    return base.replace('/workqueue/', '/site/')


class Context(object):
    """Everything a check needs."""

    def __init__(self, opts):
        self.documented = opts.profile == 'documented'
        self.base = opts.base.rstrip('/')
        self.pdm_src = os.path.abspath(opts.pdm_src)
        self.alice = opts.token
        sys.path.insert(0, self.pdm_src)
        import py3shim  # noqa: F401  pylint: disable=unused-import,unused-variable
        from pdm.framework.RESTClient import RESTClient, RESTException
        from pdm.utils.config import ConfigSystem
        from pdm.workqueue.WorkqueueClient import WorkqueueClient
        from pdm.workqueue.WorkqueueDB import JobProtocol, JobType
        self.JobProtocol, self.JobType = JobProtocol, JobType
        self.RESTException = RESTException
        self._wq, self._rest, self._conf = WorkqueueClient, RESTClient, ConfigSystem

    def configure(self, url, timeout=30):
        """Point the real client at url, the way the product does: through its config file."""
        name = temporary_file('[endpoints]\nworkqueue = "%s"\nsite = "%s"\n\n[client]\ntimeout = %d\n'
                              % (url, site_url(url), timeout))
        try:
            self._conf.get_instance().setup(name)
        finally:
            os.unlink(name)

    def client(self, token='alice'):
        """A fresh real WorkqueueClient; token None sends no X-Token header."""
        client = self._wq()
        if token is not None:
            client.set_token(self.alice if token == 'alice' else token)
        return client

    def path(self, name):
        """The documented relative path, or its spelling for the reference service (which refuses relative paths)."""
        if self.documented or name[0] in '/~':
            return name
        return '~/' + name

    @property
    def fresh_status(self):
        """Status of a just registered job."""
        return 'SUBMITTED' if self.documented else 'NEW'

    def raises(self, code, func, *args, **kwargs):
        """Assert that the real client raises RESTException with this HTTP code; returns the exception."""
        try:
            got = func(*args, **kwargs)
        except self.RESTException as err:
            same(err.code, code, 'HTTP code (%s)' % err)
            return err
        raise AssertionError('no RESTException (wanted HTTP %s); the call returned %r' % (code, got))

    # --- the Worker's side of the queue: the same requests, through the same RESTClient base class ---

    def pull(self, types):
        """POST worker/jobs; list of jobs, or [] on the 404 that means no work."""
        data = {'types': [int(t) for t in types], 'algorithm': 'BY_NUMBER', 'algorithm.args': {}}
        try:
            return self._rest('workqueue').post('worker/jobs', data)
        except self.RESTException as err:
            if err.code == 404:
                return []
            raise

    def drain(self):
        """Take every waiting element, so that the next pull sees only what a check creates."""
        for _ in range(200):
            if not self.pull(range(5)):
                return
        raise AssertionError('the queue never drained')

    def element(self, jobs, job_id, element_id):
        """One element out of a worker pull."""
        for job in jobs:
            if job['id'] == job_id:
                for element in job['elements']:
                    if element['id'] == element_id:
                        return element
        raise AssertionError('element %s.%s not in %r' % (job_id, element_id, jobs))

    def finish(self, job_id, element, returncode=0, log='log text\n', **extra):
        """Return an element's output the way the Worker does: with the element's own token."""
        data = {'returncode': returncode, 'log': log, 'host': 'worker.example.com',
                'timestamp': '2012-03-21T13:35:00.000001'}
        data.update(extra)
        rest = self._rest('workqueue')
        rest.set_token(element['token'])
        return rest.put('worker/jobs/%d/elements/%d' % (job_id, element['id']), data)

    def latest(self, output):
        """Job output of either profile, as {element id: latest attempt}."""
        flat = {}
        for item in output:
            for attempt in (item if isinstance(item, list) else [item]):
                known = flat.get(attempt['elementid'])
                if known is None or known['attempt'] < attempt['attempt']:
                    flat[attempt['elementid']] = attempt
        return flat


def options():
    """Parse the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument('base', help='like http://127.0.0.1:5446/workqueue/api/v1.0')
    parser.add_argument('--profile', choices=('documented', 'reference'), default='documented')
    parser.add_argument('--pdm-src', default=os.environ.get('PDM_SRC'),
                        help="the pdm checkout's src folder, the one that holds the package pdm (default: $PDM_SRC)")
    parser.add_argument('--token', default=ALICE, help='a token of user 123')
    parser.add_argument('--only', help='run the one check of this name')
    parser.add_argument('--trace', action='store_true', help='print tracebacks')
    opts = parser.parse_args()
    if not opts.pdm_src:
        parser.error('needs PDM_SRC=<checkout of the public repository ic-hep/pdm>/src')
    return opts


def reason(err):
    """An exception as one line of bounded length."""
    return ' '.join(('%s: %s' % (type(err).__name__, err)).split())[:600]


def run():
    """Run the checks; exit status 1 when any failed or none ran."""
    opts = options()
    ctx = Context(opts)
    passed = failed = skipped = 0
    for func in CHECKS:
        name = func.__name__
        if opts.only and name != opts.only:
            continue
        try:
            ctx.configure(ctx.base)
            func(ctx)
        except Skip:
            skipped += 1
        except Exception as err:  # pylint: disable=broad-except
            failed += 1
            print('FAIL %s: %s' % (name, reason(err)))
            if opts.trace:
                traceback.print_exc()
        else:
            passed += 1
            print('ok %s' % name)
    if skipped:
        print('(%d checks belong to the other profile)' % skipped)
    print('%d passed, %d failed' % (passed, failed))
    sys.exit(1 if failed or not passed else 0)
