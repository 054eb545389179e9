"""Holds a Provena data store to the OpenAPI document that it serves, with Schemathesis.

    python check_openapi.py http://127.0.0.1:8010 TOKEN

Needs openapi-requirements.txt. Every check is on but those that schemathesis.toml names with the
reason. Prints what Schemathesis found and last "N passed, M failed", of requests.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def main(base, token):
    """Run it; its exit status."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, '-m', 'schemathesis.cli', '--config-file', HERE / 'schemathesis.toml', 'run',
             base + '/openapi.json', '--max-examples', '30', '--seed', '1', '--generation-deterministic',
             '--no-color', '-H', f'Authorization: Bearer {token}'],
            cwd=folder, capture_output=True, text=True)
    tally = re.search(r'(\d+) generated, (?:(\d+) found|(\d+) passed)', done.stdout)
    print(done.stdout, done.stderr)
    generated = int(tally[1]) if tally else 0
    failed = max(int(tally[2] or 0) if tally else 0, int(done.returncode != 0))
    print(f'{generated - failed} passed, {failed} failed')
    return int(failed > 0 or generated == 0)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
