#!/usr/bin/env python3
"""Plays the broker's cases (Tests/MockBrokerTests/Cases) to a broker over TCP: amqp_cases.py [--mock] HOST PORT [NAME]

What the mock broker is tested with is thereby held against RabbitMQ too. Cases marked "mock" are about the mock alone,
and played with --mock.
Needs nothing but Python; the layout of methods is read from Tests/AMQPSupport/methods.json.
"""
import json, pathlib, socket, struct, sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
METHODS = {n: (d[0], d[1], [tuple(f.split()) for f in d[2:]])
           for n, d in json.loads((TESTS / "AMQPSupport/methods.json").read_text()).items()}
NAMES = {(c, m): n for n, (c, m, _) in METHODS.items()}
PROPERTIES = ["content-type s", "content-encoding s", "headers F", "delivery-mode B", "priority B", "correlation-id s",
              "reply-to s", "expiration s", "message-id s", "timestamp T", "type s", "user-id s", "app-id s", "cluster-id s"]
PROPERTIES = [p.split() for p in PROPERTIES]


def value(v):
    if v is None: return b"V"
    if isinstance(v, bool): return b"t" + bytes([v])
    if isinstance(v, int): return b"I" + struct.pack(">i", v)
    if isinstance(v, dict): return b"F" + table(v)
    return b"S" + longstr(v)


def table(d):
    body = b"".join(shortstr(k) + value(v) for k, v in d.items())
    return struct.pack(">I", len(body)) + body


def shortstr(s): return bytes([len(s.encode())]) + s.encode()
def longstr(s): return struct.pack(">I", len(s.encode())) + s.encode()


WRITE = dict(octet=lambda v: bytes([v]), short=lambda v: struct.pack(">H", v), long=lambda v: struct.pack(">I", v),
             longlong=lambda v: struct.pack(">Q", v), shortstr=shortstr, longstr=longstr, table=table)
NOTHING = dict(shortstr="", longstr="", table={})


def frame(kind, channel, payload): return struct.pack(">BHI", kind, channel, len(payload)) + payload + b"\xce"


def method(channel, name, args):
    c, m, fields = METHODS[name]
    out, bits, n = struct.pack(">HH", c, m), 0, 0
    for i, (field, kind) in enumerate(fields):
        v = args.get(field, NOTHING.get(kind, 0))
        if kind == "bit":
            bits, n = bits | (bool(v) << n), n + 1
            if i + 1 == len(fields) or fields[i + 1][1] != "bit": out, bits, n = out + bytes([bits]), 0, 0
        else: out += WRITE[kind](v)
    return frame(1, channel, out)


def content(channel, c):
    flags, out, body = 0, b"", c.get("body", "").encode()
    for i, (name, kind) in enumerate(PROPERTIES):
        if name in c.get("properties", {}):
            flags |= 1 << (15 - i)
            v = c["properties"][name]
            out += dict(s=shortstr, F=table, B=lambda v: bytes([v]), T=lambda v: struct.pack(">Q", v))[kind](v)
    if "large" in c: body = b"x" * c["large"]
    frames = frame(2, channel, struct.pack(">HHQH", 60, 0, len(body), flags) + out)
    size = c.get("frame", 131064)
    return frames + b"".join(frame(3, channel, body[i:i + size]) for i in range(0, len(body), size))


def encode(sent):
    if isinstance(sent, str): return bytes.fromhex(sent)
    channel, name, *rest = sent
    out = method(channel, name, rest[0] if rest else {})
    return out + (content(channel, rest[1]) if len(rest) > 1 else b"")


class Reader:
    def __init__(self, data): self.data, self.at = data, 0

    def take(self, n):
        self.at += n
        return self.data[self.at - n:self.at]

    def number(self, f): return struct.unpack(">" + f, self.take(struct.calcsize(">" + f)))[0]

    def value(self, kind):
        if kind == "shortstr": return self.take(self.number("B")).decode()
        if kind == "longstr": return self.take(self.number("I")).decode()
        if kind == "table":
            inner, d = Reader(self.take(self.number("I"))), {}
            while inner.at < len(inner.data):
                k = inner.value("shortstr")
                d[k] = inner.field()
            return d
        return self.number(dict(octet="B", short="H", long="I", longlong="Q")[kind])

    def field(self):
        t = self.take(1).decode()
        if t == "S": return self.value("longstr")
        if t == "F": return self.value("table")
        if t == "t": return bool(self.number("B"))
        if t == "V": return None
        return self.number(dict(b="b", B="B", s="h", u="H", I="i", i="I", l="q", d="d", f="f", T="Q")[t])


def decode_method(payload):
    r = Reader(payload)
    name, args, bit = NAMES[r.number("H"), r.number("H")], {}, 8
    fields = METHODS[name][2]
    for i, (field, kind) in enumerate(fields):
        if kind != "bit": args[field], bit = r.value(kind), 8
        else:
            if i == 0 or fields[i - 1][1] != "bit": bits, bit = r.number("B"), 0
            args[field], bit = bool(bits >> bit & 1), bit + 1
    return name, args


def decode_properties(payload):
    r = Reader(payload)
    r.take(4)
    size, flags, props = r.number("Q"), r.number("H"), {}
    for i, (name, kind) in enumerate(PROPERTIES):
        if flags >> (15 - i) & 1: props[name] = r.value(dict(s="shortstr", F="table", B="octet", T="longlong")[kind])
    return size, props


class Peer:
    def __init__(self, host, port):
        self.socket, self.data = socket.create_connection((host, port), 10), b""

    def close(self): self.socket.close()

    def send(self, data): self.socket.sendall(data)

    def more(self, wait):
        self.socket.settimeout(wait)
        try: data = self.socket.recv(65536)
        except socket.timeout: return None
        except ConnectionResetError: return b""
        self.data += data
        return data

    def frame(self, wait):
        while True:
            if self.data[:4] == b"AMQP" and len(self.data) >= 8:
                out, self.data = self.data[:8], self.data[8:]
                return ("header", out)
            if len(self.data) >= 7:
                kind, channel, size = struct.unpack(">BHI", self.data[:7])
                if len(self.data) >= size + 8:
                    payload, self.data = self.data[7:7 + size], self.data[8 + size:]
                    if kind != 8: return (kind, channel, payload)
                    continue
            data = self.more(wait)
            if data is None: return None
            if data == b"": return ("closed",)

    def next(self, wait=3):
        f = self.frame(wait)
        if f is None: return None
        if f[0] == "closed": return "closed"
        if f[0] == "header": return f[1].hex()
        name, args = decode_method(f[2])
        out = [f[1], name, args]
        if name in ("basic.return", "basic.deliver", "basic.get-ok"):
            size, props = decode_properties(self.frame(wait)[2])
            bodies = []
            while sum(map(len, bodies)) < size: bodies.append(self.frame(wait)[2])
            body = b"".join(bodies).decode()
            out.append({"properties": props, "body": body, "large": size, "frames": [len(b) for b in bodies]})
        return out


def handshake(peer, design, channels):
    peer.send(b"AMQP\x00\x00\x09\x01")
    peer.next()
    for step in design["login"]:
        peer.send(encode(step))
        if step[1] != "connection.tune-ok": peer.next()
    for c in channels:
        peer.send(encode([c, "channel.open"]))
        assert peer.next()[1] == "channel.open-ok"


def fits(want, got):
    """What stands in a case must be there; what it does not name may be anything."""
    if isinstance(want, dict): return isinstance(got, dict) and all(k in got and fits(v, got[k]) for k, v in want.items())
    if isinstance(want, list):
        return isinstance(got, list) and len(want) <= len(got) and all(fits(w, g) for w, g in zip(want, got))
    if isinstance(want, str) and want.endswith("*") and isinstance(got, str): return got.startswith(want[:-1])
    return want == got


def play(case, design, host, port):
    peers, problems = {}, []
    try:
        for name, channels in case.get("connections", {"a": [1]}).items():
            peers[name] = Peer(host, port)
            if channels is not None: handshake(peers[name], design, channels)
        for i, step in enumerate(case["steps"]):
            peer = peers[step.get("on", "a")]
            if step.get("leave"): peer.close()
            if "send" in step: peer.send(b"".join(encode(sent) for sent in step["send"]))
            for want in step.get("expect", []):
                got = peer.next()
                # RabbitMQ lets the client hang up first.
                if want == "closed" and got is None and not case.get("mock"): continue
                if not fits(want, got): problems.append("step %d: got %s, want %s" % (i, json.dumps(got), json.dumps(want)))
        for name, peer in peers.items():
            if peer.socket.fileno() < 0: continue
            extra = peer.next(0.05)
            if extra not in (None, "closed"): problems.append("%s: then came %s" % (name, json.dumps(extra)))
    finally:
        for peer in peers.values(): peer.close()
    return problems


def main():
    args = [a for a in sys.argv[1:] if a != "--mock"]
    with_mock = "--mock" in sys.argv
    host, port, only = args[0], int(args[1]), args[2] if len(args) > 2 else ""
    folder, failed, passed = TESTS / "MockBrokerTests", 0, 0
    design = json.loads((folder / "design.json").read_text())
    for path in sorted((folder / "Cases").glob("*.json")):
        for case in json.loads(path.read_text()):
            if (case.get("mock") and not with_mock) or only not in case["name"]: continue
            try: problems = play(case, design, host, port)
            except Exception as e: problems = ["%s: %s" % (type(e).__name__, e)]
            failed, passed = failed + bool(problems), passed + (not problems)
            for p in problems: print("FAIL %s: %s: %s" % (path.stem, case["name"], p))
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed else 0)


main()
