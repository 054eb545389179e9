"""Verifies a provider with the official Pact verifier.

    verify.py CONTRACT BASE_URL [--admin URL]

BASE_URL is the provider, the path in it put in front of every interaction's. Below --admin
(BASE_URL/__admin) it takes provider states at /provider-states, before and after each interaction,
and gives the messages of a contract that has some at /messages.

Prints `ok NAME` or `FAIL NAME: why` for each interaction and `N passed, M failed` as the last line;
exits 1 when one failed or was left out. Needs pact-python.
"""
import argparse
import contextlib
import json
import os
import pathlib
import sys
import urllib.parse

os.environ['PACT_DO_NOT_TRACK'] = 'true'
from pact import Verifier  # noqa: E402: reads that when it is imported

HTTP = 'Synchronous/HTTP'
TIMEOUT_MS = 10_000


@contextlib.contextmanager
def silence():
    """The verifier prints its own report from native code; it goes nowhere meanwhile."""
    sys.stdout.flush()
    kept = os.dup(1)
    with open(os.devnull, 'wb') as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def interactions(contract):
    """All interactions of a contract; V3 keeps messages apart."""
    return contract.get('interactions', []) + contract.get('messages', [])


def has_messages(contract):
    """Whether a contract needs an address that gives messages."""
    return 'messages' in contract or any(each.get('type', HTTP) != HTTP for each in interactions(contract))


def verify(path, contract, base, admin):
    """Runs the verifier; its results as it tells them, and what it raised."""
    verifier = Verifier(contract['provider']['name'], host=urllib.parse.urlsplit(base).hostname)
    verifier.add_transport(url=base)
    if has_messages(contract):
        messages = urllib.parse.urlsplit(admin + '/messages')
        verifier.add_transport(protocol='message', scheme=messages.scheme, port=messages.port, path=messages.path)
    verifier.state_handler(admin + '/provider-states', teardown=True, body=True)
    verifier.set_request_timeout(TIMEOUT_MS)
    verifier.set_coloured_output(enabled=False)
    verifier.add_source(path)
    raised = None
    with silence():
        try:
            verifier.verify()
        except RuntimeError as error:
            raised = str(error)
    return verifier.results, raised


def name(row):
    """An interaction's description with its provider states."""
    states = [each.get('name', each) if isinstance(each, dict) else each for each in row.get('providerStates') or []]
    return ' '.join([row.get('description') or row.get('interactionDescription') or '?',
                     *(f'[given {state}]' for state in states)])


def why(row):
    """What the verifier has against an answer, on one line."""
    found = row.get('mismatch') or {}
    parts = []
    for each in found.get('mismatches') or []:
        text = each.get('mismatch') or f'expected {each.get("expected")!r}, found {each.get("actual")!r}'
        parts.append(f'{each.get("path") or each.get("key") or each.get("type")}: {text}')
    return ' '.join('; '.join(parts or [str(found.get('message') or found or 'no word why')]).split())[:400]


def main():
    """Reports what the verifier found; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('contract')
    parser.add_argument('base')
    parser.add_argument('--admin')
    options = parser.parse_args()
    contract = json.loads(pathlib.Path(options.contract).read_text(encoding='utf-8'))
    base = options.base.rstrip('/')
    results, raised = verify(options.contract, contract, base, options.admin or base + '/__admin')
    rows = results.get('interactionResults') or []
    passed = failed = 0
    for row in rows:
        if row['result'] == 'OK':
            passed += 1
            print(f'ok {name(row)}')
        elif row.get('pending'):
            print(f'pending {name(row)}: {why(row)}')
        else:
            failed += 1
            print(f'FAIL {name(row)}: {why(row)}')
    wanted = len(interactions(contract))
    if len(rows) != wanted or (raised or not results.get('result')) and not failed:
        failed += 1
        print(f'FAIL {options.contract}: {len(rows)} of {wanted} interactions verified; '
              f'{raised or results.get("errors")}')
    print(f'{passed} passed, {failed} failed')
    return 0 if passed and not failed else 1


if __name__ == '__main__':
    sys.exit(main())
