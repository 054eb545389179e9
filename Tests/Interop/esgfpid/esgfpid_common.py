"""What drive_esgfpid.py stands on: the bench around one check, and the runner."""
import argparse, json, logging, os, re, sys, threading, time, traceback, urllib.parse, uuid
import pika
import esgfpid
from amqpwire import Tap

ENV = None           # filled by main()
CHECKS = []          # (group, name, function), in order of definition
PREFIX = "21.14100"
TIMESTAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$")


def check(group):
    def deco(f):
        CHECKS.append((group, f.__name__, f))
        return f
    return deco


def uuid3_url(text):
    """The handle suffix, computed here without the client: MD5 over the URL namespace octets and the UTF-8 text."""
    import hashlib
    d = bytearray(hashlib.md5(bytes.fromhex("6ba7b8119dad11d180b400c04fd430c8") + text.encode("utf-8")).digest())
    d[6], d[8] = d[6] & 0x0F | 0x30, d[8] & 0x3F | 0x80
    h = d.hex()
    return "-".join((h[:8], h[8:12], h[12:16], h[16:20], h[20:]))


def same(got, want, what="value"):
    if got != want: raise AssertionError("%s: got %r, want %r" % (what, got, want))


def ok(cond, why):
    if not cond: raise AssertionError(why)


def raises(exc_name, f, *a, contains="", **k):
    try: f(*a, **k)
    except Exception as e:
        same(type(e).__name__, exc_name, "exception type (%s)" % e)
        ok(contains in str(e), "exception text %r lacks %r" % (str(e), contains))
        return e
    raise AssertionError("%s not raised" % exc_name)


class Message:
    def __init__(self, method, props, body):
        self.exchange, self.key, self.props, self.body = method.exchange, method.routing_key, props, body
        self.redelivered = method.redelivered
        try: self.json = json.loads(body)
        except ValueError: self.json = None


class Bench:
    """A fresh topic exchange, a queue bound to it, a tapping proxy in front of the broker, and connectors through it."""

    def __init__(self, keys=("#",), hook=None, wake=0.1, exchange=None, queue_args=None, fallback=False):
        self.keys, self.hook, self.wake, self.queue_args, self.fallback = keys, hook, wake, queue_args, fallback
        self.exchange, self.own_exchange = exchange or "drive-" + uuid.uuid4().hex[:10], exchange is None
        self.queue, self.connectors, self.log, self.thread_errors = "drive-q-" + uuid.uuid4().hex[:10], [], [], []

    def params(self, **kw):
        d = dict(host=ENV.host, port=ENV.port, virtual_host=ENV.vhost,
                 credentials=pika.PlainCredentials(ENV.user, ENV.password), socket_timeout=5, heartbeat=60)
        d.update(kw)
        return pika.ConnectionParameters(**d)

    def __enter__(self):
        self.admin = pika.BlockingConnection(self.params())
        self.ch = self.admin.channel()
        self.ch.exchange_declare(self.exchange, "topic", durable=True)
        self.ch.queue_declare(self.queue, exclusive=True, arguments=self.queue_args)
        for k in self.keys: self.ch.queue_bind(self.queue, self.exchange, k)
        self.ch.exchange_delete("FALLBACK")
        if self.fallback:
            self.ch.exchange_declare("FALLBACK", "topic", durable=True)
            self.ch.queue_bind(self.queue, "FALLBACK", "#")
        self.tap = Tap(ENV.host, ENV.port, self.hook, self.wake)
        bench = self

        class Keep(logging.Handler):
            def emit(self, r): bench.log.append("%s %s" % (r.levelname, r.getMessage()))
        self.handler = Keep()
        lg = logging.getLogger("esgfpid")
        lg.setLevel(logging.DEBUG)
        lg.propagate = False
        lg.addHandler(self.handler)
        logging.getLogger("pika").setLevel(logging.CRITICAL + 1)
        self.old_hook = threading.excepthook
        threading.excepthook = lambda a: self.thread_errors.append((a.exc_type.__name__, str(a.exc_value)))
        return self

    def creds(self, **kw):
        """A credentials dictionary that leads through the tap; a value of None removes the key."""
        d = dict(url="127.0.0.1", user=ENV.user, password=ENV.password, vhost=ENV.vhost, port=self.tap.port)
        d.update(kw)
        return {k: v for k, v in d.items() if v is not None}

    def connector(self, start=True, creds=None, **kw):
        args = dict(handle_prefix=PREFIX, messaging_service_exchange_name=self.exchange,
                    messaging_service_credentials=creds or [self.creds()], data_node="esgf.example.org",
                    thredds_service_path="/thredds/fileServer/")
        args.update(kw)
        c = esgfpid.Connector(**{k: v for k, v in args.items() if v is not ...})
        if start:
            c.start_messaging_thread()
            self.connectors.append(c)
        return c

    def finish(self, c):
        c.finish_messaging_thread()
        if c in self.connectors: self.connectors.remove(c)

    def sender(self, c): return c._Connector__coupler._Coupler__rabbit_message_sender._RabbitMessageSender__server_connector

    def messages(self, n, timeout=10, extra=0.3):
        """Take n messages with a plain consumer, then wait a little to see that there are no more."""
        got, end = [], time.time() + timeout
        for m, p, b in self.ch.consume(self.queue, inactivity_timeout=0.05):
            if m is not None:
                got.append(Message(m, p, b))
                self.ch.basic_ack(m.delivery_tag)
                if len(got) >= n: end = min(end, time.time() + extra)
            elif time.time() > end: break
            if time.time() > end + 5: break
        self.ch.cancel()
        same(len(got), n, "number of messages")
        return got

    def one(self, **kw): return self.messages(1, **kw)[0]

    def logged(self, text): return any(text in line for line in list(self.log))

    def wait_log(self, text, timeout=10):
        end = time.time() + timeout
        while time.time() < end:
            if self.logged(text): return True
            time.sleep(0.02)
        raise AssertionError("the client never logged %r" % text)

    def __exit__(self, et, ev, tb):
        for c in self.connectors:
            try: c.force_finish_messaging_thread()
            except Exception: pass
        threading.excepthook = self.old_hook
        logging.getLogger("esgfpid").removeHandler(self.handler)
        time.sleep(0.02)
        self.tap.close()
        try:
            if not self.ch.is_open: self.ch = self.admin.channel()
            if self.own_exchange: self.ch.exchange_delete(self.exchange)
            self.ch.exchange_delete("FALLBACK")
            self.ch.queue_delete(self.queue)
            self.admin.close()
        except Exception: pass
        if et is None and self.tap.errors: raise AssertionError("undecodable frames: %s" % self.tap.errors)



def main():
    global ENV
    p = argparse.ArgumentParser(description="Drive the real esgfpid client against an AMQP 0-9-1 broker.")
    p.add_argument("url", help="amqp://USER:PASSWORD@HOST:PORT/VHOST")
    p.add_argument("--only", default="", help="run only the checks whose name contains this")
    ENV = p.parse_args()
    url = urllib.parse.urlsplit(ENV.url)
    ENV.host, ENV.port, ENV.user, ENV.password = url.hostname, url.port or 5672, url.username, url.password
    ENV.vhost = urllib.parse.unquote(url.path[1:])
    passed = failed = 0
    for group, name, f in CHECKS:
        if ENV.only not in name: continue
        try:
            f()
            passed += 1
            print("ok %s" % name)
        except Exception as ex:
            failed += 1
            why = " ".join((str(ex) or type(ex).__name__).split())
            print("FAIL %s: %s" % (name, why if isinstance(ex, AssertionError) else "%s: %s" % (type(ex).__name__, why)))
            if os.environ.get("ESGFPID_TRACE"): traceback.print_exc()
        sys.stdout.flush()
    print("%d passed, %d failed" % (passed, failed))
    sys.stdout.flush()
    os._exit(1 if failed else 0)     # daemon threads of force-finished clients must not keep us
