"""Shared plumbing for the Trove client drivers.

The drivers use the unmodified python-troveclient (and keystoneauth1) from PyPI. Nothing here
changes what the client sends: `observe()` only writes down the exchanges that `requests` made,
and `named_host()` only decides which address a host name resolves to.
"""
import argparse
import contextlib
import os
import re
import socket
import sys
import tempfile
import time
import traceback
import urllib.parse

os.environ.setdefault('TROVECLIENT_UUID_CACHE_DIR', tempfile.mkdtemp(prefix='trovecache'))

import requests
from troveclient import exceptions as ex
from troveclient.v1 import client as client_module

MISSING = '11111111-2222-3333-4444-555555555555'
UUID = re.compile(r'^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$')
STAMP = re.compile(r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$')
DS = dict(datastore='mysql', datastore_version='5.6-104')
CHECKS = []


class Skip(Exception):
    pass


def check(fn):
    CHECKS.append(fn)
    return fn


def eq(got, want, what=''):
    assert got == want, '%s: got %r, wanted %r' % (what or 'value', got, want)


def raises(cls, fn, contains=None, status=None):
    try:
        r = fn()
    except cls as e:
        if contains is not None:
            assert contains in str(e), 'message %r lacks %r' % (str(e), contains)
        if status is not None:
            eq(getattr(e, 'http_status', None), status, 'http_status')
        return e
    except Exception as e:
        raise AssertionError('raised %s.%s (%s), wanted %s' % (type(e).__module__, type(e).__name__,
                                                               str(e)[:160], cls.__name__))
    raise AssertionError('returned %r, wanted %s' % (r, cls.__name__))


@contextlib.contextmanager
def observe():
    """List of (method, path, query, status) of every HTTP exchange made inside the block."""
    seen, real = [], requests.Session.send

    def send(self, req, **kw):
        resp = real(self, req, **kw)
        u = urllib.parse.urlsplit(req.url)
        seen.append((req.method, u.path, u.query, resp.status_code, dict(req.headers), req.body, resp))
        return resp
    requests.Session.send = send
    try:
        yield seen
    finally:
        requests.Session.send = real


@contextlib.contextmanager
def named_host(name, port, to_host, to_port):
    """Let NAME:PORT resolve to another address, so that a documented URL can be used as written."""
    real = socket.getaddrinfo

    def look(host, p, *a, **k):
        if host == name and str(p) == str(port):
            return real(to_host, to_port, *a, **k)
        return real(host, p, *a, **k)
    socket.getaddrinfo = look
    try:
        yield
    finally:
        socket.getaddrinfo = real


class World:
    def __init__(self, o):
        self.o = o
        self.made = []
        self._tc = {}
        self._main = None

    # -- clients
    def client(self, who='user', **kw):
        o = self.o
        d = {'user': (o.username, o.password, o.project),
             'admin': (o.admin_username, o.admin_password, o.project),
             'page': (o.page_username, o.page_password, o.page_project),
             'quota': (o.quota_username, o.quota_password, o.quota_project)}[who]
        args = dict(username=d[0], password=d[1], project_id=d[2], region_name=o.region, auth_url=o.auth_url)
        args.update(kw)
        return client_module.Client(**args)

    def tc(self, who='user'):
        if who not in self._tc:
            self._tc[who] = self.client(who)
            self._tc[who].authenticate()
        return self._tc[who]

    @property
    def base(self):
        return self.tc().client.management_url

    @property
    def root(self):
        u = urllib.parse.urlsplit(self.base)
        return '%s://%s' % (u.scheme, u.netloc)

    def raw(self, method, path, token=None, headers=None, **kw):
        h = {'Accept': 'application/json', 'X-Auth-Token': token or self.tc().client.auth_token}
        h.update(headers or {})
        h = {k: v for k, v in h.items() if v is not None}
        return requests.request(method, path if path.startswith('http') else self.base + path, headers=h,
                                timeout=30, **kw)

    # -- instances
    def make(self, name='drive', who='user', databases=None, users=None, size=1, flavor='1', **kw):
        for k, v in DS.items():
            kw.setdefault(k, v)
        if kw.get('replica_of'):
            kw.pop('datastore'), kw.pop('datastore_version')
            i = self.tc(who).instances.create(name, **kw)
        else:
            i = self.tc(who).instances.create(name, flavor, {'size': size}, databases, users, **kw)
        self.made.append((who, i.id))
        return i

    def status(self, iid, who='user'):
        return self.tc(who).instances.get(getattr(iid, 'id', iid)).status

    def wait(self, iid, want='ACTIVE', who='user', allow=None):
        """Poll until WANT; returns the list of the different statuses that were seen, in order."""
        seen, end = [], time.time() + self.o.timeout
        while time.time() < end:
            s = self.status(iid, who)
            if not seen or seen[-1] != s:
                seen.append(s)
            if s == want:
                return seen
            if allow is not None:
                assert s in allow, 'status %s while waiting for %s' % (s, want)
            time.sleep(self.o.poll)
        raise AssertionError('still %s after %ss, wanted %s' % (seen, self.o.timeout, want))

    def gone(self, iid, who='user', statuses=('SHUTDOWN',)):
        end = time.time() + self.o.timeout
        while time.time() < end:
            try:
                s = self.status(iid, who)
            except ex.NotFound:
                return
            assert s in statuses, 'status %s after delete' % s
            time.sleep(self.o.poll)
        raise AssertionError('not gone after %ss' % self.o.timeout)

    def main(self):
        """One ACTIVE instance that several checks share (database my_db, user jsmith)."""
        if self._main is None:
            i = self.make('shared', databases=[{'name': 'my_db'}],
                          users=[{'name': 'jsmith', 'password': '12345', 'databases': [{'name': 'my_db'}]}])
            self.wait(i)
            self._main = i
        return self._main

    def active(self, name='own', **kw):
        i = self.make(name, **kw)
        self.wait(i)
        return i

    def backup_done(self, b):
        end = time.time() + self.o.timeout
        while time.time() < end:
            x = self.tc().backups.get(b)
            if x.status == 'COMPLETED':
                return x
            assert x.status in ('NEW', 'BUILDING', 'SAVING'), x.status
            time.sleep(self.o.poll)
        raise AssertionError('backup not COMPLETED')

    def cleanup(self):
        for who, iid in reversed(self.made):
            end = time.time() + 5
            while time.time() < end:
                try:
                    self.tc(who).instances.delete(iid)
                    break
                except (ex.UnprocessableEntity, ex.HttpServerError):
                    time.sleep(self.o.poll)
                except Exception:
                    break


def options(argv=None):
    e = os.environ.get
    p = argparse.ArgumentParser()
    p.add_argument('auth_url', nargs='?', default=e('TROVE_AUTH_URL', 'http://127.0.0.1:5000/v2.0'),
                   help='identity endpoint, v2.0; the v3 endpoint is taken to be beside it')
    p.add_argument('--only', default='', help='run the checks whose name contains this')
    p.add_argument('--seed', default=e('TROVE_SEED_DOC', ''), help='the seed document, for its literal programs')
    p.add_argument('--poll', type=float, default=0.2)
    p.add_argument('--timeout', type=float, default=30)
    p.add_argument('--region', default=e('TROVE_REGION', 'EAST'))
    for n, u, w, pr in (('', 'workuser', 'WORKPASS', 'work_project'), ('admin-', 'adminuser', 'ADMINPASS', None),
                        ('page-', 'testuser', 'PASSWORD', 'test_project'),
                        ('quota-', 'quotauser', 'QUOTAPASS', 'quota_project')):
        p.add_argument('--%susername' % n, default=u)
        p.add_argument('--%spassword' % n, default=w)
        if pr:
            p.add_argument('--%sproject' % n, default=pr)
    o = p.parse_args(argv)
    o.auth_url = o.auth_url.rstrip('/')
    o.auth_v3 = re.sub(r'/v2\.0$', '/v3', o.auth_url)
    return o


def run(argv=None):
    o = options(argv)
    w, good, bad, skipped = World(o), 0, 0, 0
    for fn in CHECKS:
        if o.only and o.only not in fn.__name__:
            continue
        try:
            out = sys.stdout
            sys.stdout = open(os.devnull, 'w')
            try:
                fn(w)
            finally:
                sys.stdout = out
            good += 1
            print('ok %s' % fn.__name__, flush=True)
        except Skip as e:
            skipped += 1
            print('skip %s: %s' % (fn.__name__, e), flush=True)
        except Exception as e:
            bad += 1
            text = str(e).strip() or traceback.format_exc().strip().splitlines()[-1]
            print('FAIL %s: %s%s' % (fn.__name__, '' if isinstance(e, AssertionError) else type(e).__name__ + ': ',
                                     text.replace('\n', ' ')[:400]), flush=True)
    try:
        w.cleanup()
    except Exception:
        pass
    print('%d passed, %d failed' % (good, bad))
    return 1 if bad else 0
