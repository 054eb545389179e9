"""Serves contracts with the official Pact mock server to a command that asks for what they hold.

    consume.py CONTRACT… -- COMMAND…

The official mock server compares a request with all interactions of a contract and knows no provider
states, so each interaction gets a mock server of its own. UNDERSTUDY_MOCK_SERVERS names a JSON file
for the command: {"NAME": ["http://127.0.0.1:PORT", …]}, NAME being the contract's file name without
.json, its interactions in file order, null for those that are not HTTP.

Prints `ok NAME` for each interaction that was asked for just as the contract says, `FAIL NAME: why`
for each that was asked for otherwise, what the command said of those that it left out, and
`N passed, M failed` as the last line; exits 1 when one failed or the command did. Needs pact-python.
"""
import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ['PACT_DO_NOT_TRACK'] = 'true'
import pact_ffi  # noqa: E402: reads that when it is imported
from pact_ffi import InteractionPart, PactSpecification  # noqa: E402

HTTP = 'Synchronous/HTTP'
VARIABLE = 'UNDERSTUDY_MOCK_SERVERS'
LEFT_OUT = 'not asked: '


# ---- serving ----------------------------------------------------------------------------------------

def content(body):
    """The bytes of a V4 body object; None for one that is missing or empty."""
    value = (body or {}).get('content')
    if value is None:
        return None
    if isinstance(value, str):
        encoded = str(body.get('encoded', False)).lower()
        if encoded == 'base64':
            return base64.b64decode(value)
        if encoded == 'json' or 'json' not in body.get('contentType', ''):
            return value.encode()
    return json.dumps(value).encode()


def lines(values):
    """A header's or parameter's values."""
    return values if isinstance(values, list) else [values]


def fill(interaction, part, message):
    """Gives one side of an interaction its headers, body, rules and generators."""
    for name, values in message.get('headers', {}).items():
        for number, value in enumerate(lines(values)):
            pact_ffi.with_header_v2(interaction, part, name, number, value)
    data = content(message.get('body'))
    if data is not None:
        kind = message['body'].get('contentType')
        try:
            text = data.decode()
            # Not its wrapper, which takes an empty text for none at all.
            if not pact_ffi.lib.pactffi_with_body(
                    interaction._ref, part.value, (kind or 'text/plain').encode(), text.encode()):
                raise SystemExit(f'the official mock server refuses the body {text[:200]!r}')
        except UnicodeDecodeError:
            pact_ffi.with_binary_body(interaction, part, kind or 'application/octet-stream', data)
    if message.get('matchingRules'):
        pact_ffi.with_matching_rules(interaction, part, json.dumps(message['matchingRules']))
    if message.get('generators'):
        pact_ffi.with_generators(interaction, part, json.dumps(message['generators']))


def serve(contract, interaction):
    """Starts the mock server of one interaction."""
    pact = pact_ffi.new_pact(contract['consumer']['name'], contract['provider']['name'])
    pact_ffi.with_specification(pact, PactSpecification.V4)
    request, response = interaction['request'], interaction['response']
    held = pact_ffi.new_interaction(pact, interaction['description'])
    pact_ffi.with_request(held, request['method'], request['path'])
    for name, values in request.get('query', {}).items():
        for number, value in enumerate(lines(values)):
            pact_ffi.with_query_parameter_v2(held, name, number, value)
    fill(held, InteractionPart.REQUEST, request)
    pact_ffi.response_status(held, response.get('status', 200))
    fill(held, InteractionPart.RESPONSE, response)
    return pact_ffi.create_mock_server_for_transport(pact, '127.0.0.1', 0, 'http', None)


class Served:
    """An interaction with its mock server."""

    def __init__(self, contract, interaction):
        states = [f'[{state["name"]}]' for state in interaction.get('providerStates', [])]
        self.name = ' '.join([interaction['description'], *states])
        self.server = serve(contract, interaction)
        self.url = f'http://127.0.0.1:{self.server._ref}'

    def mismatches(self):
        """What the mock server has against the requests; None when there was no request."""
        if pact_ffi.mock_server_matched(self.server):
            return []
        found = pact_ffi.mock_server_mismatches(self.server)
        return [each for each in found if each['type'] != 'missing-request'] or None


def read(path):
    """A V4 contract; only these hold bodies in one form."""
    contract = json.loads(pathlib.Path(path).read_text(encoding='utf-8'))
    version = contract.get('metadata', {}).get('pactSpecification', {}).get('version', '')
    if not version.startswith('4'):
        raise SystemExit(f'{path}: only V4 contracts are served, not "{version}"')
    return contract


# ---- reporting --------------------------------------------------------------------------------------

def words(mismatch):
    """A mismatch on one line."""
    details = '; '.join(str(each.get('mismatch', each)) for each in mismatch.get('mismatches', []))
    return ' '.join(f'{mismatch["type"]} {mismatch.get("method")} {mismatch.get("path")} {details}'.split())[:400]


def report(served, said, code):
    """Prints what became of each interaction; the exit status."""
    passed = failed = silent = 0
    for each in served:
        found = each.mismatches()
        if found is None:
            silent += 1
        elif found:
            failed += 1
            print(f'FAIL {each.name}: {"; ".join(map(words, found))}')
        else:
            passed += 1
            print(f'ok {each.name}')
    reasons = [line for line in said.splitlines() if line.startswith(LEFT_OUT)]
    print('\n'.join(sorted(reasons)))
    if code != 0 or len(reasons) != silent:
        failed += 1
        print(f'FAIL the command ended with {code} and left out {silent} interactions, {len(reasons)} with a reason')
        print('\n'.join(line for line in said.splitlines() if 'error:' in line or '✘' in line) or said[-2000:])
    print(f'{passed} passed, {failed} failed')
    return 0 if passed and not failed else 1


def main(arguments):
    """Serves, runs the command, reports."""
    if '--' not in arguments[1:-1]:
        raise SystemExit(__doc__)
    end = arguments.index('--')
    addresses, served = {}, []
    for path in arguments[:end]:
        contract = read(path)
        row = addresses[pathlib.Path(path).stem] = []
        for interaction in contract['interactions']:
            is_http = interaction.get('type', HTTP) == HTTP
            if is_http:
                served.append(Served(contract, interaction))
            row.append(served[-1].url if is_http else None)
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, 'addresses.json')
        file.write_text(json.dumps(addresses))
        ran = subprocess.run(arguments[end + 1:], env={**os.environ, VARIABLE: str(file)}, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return report(served, ran.stdout, ran.returncode)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
