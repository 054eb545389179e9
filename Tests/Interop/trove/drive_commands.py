#!/usr/bin/env python3
"""Drives the real `openstack database` and `trove` commands against a Trove.

    python drive_commands.py http://127.0.0.1:5000/v2.0

Takes the commands that stand beside the Python that runs this. Prints a line per check and a tally.
"""
import json
import os
import pathlib
import subprocess
import sys
import time

COMMANDS = pathlib.Path(sys.executable).parent
CHECKS = []


def check(function):
    """Registers a check."""
    CHECKS.append(function)
    return function


class Commands:
    """The commands, signed in as an account of the mock."""

    def __init__(self, auth_url):
        self.auth_url = auth_url

    def run(self, program, *words, version='3', user=('testuser', 'PASSWORD', 'test_project')):
        """A command's exit code, output and errors."""
        variables = {name: value for name, value in os.environ.items() if not name.startswith('OS_')}
        variables.update(OS_USERNAME=user[0], OS_PASSWORD=user[1], OS_PROJECT_NAME=user[2], OS_REGION_NAME='EAST')
        if version == '3':
            variables.update(OS_AUTH_URL=self.auth_url.replace('/v2.0', '/v3'), OS_IDENTITY_API_VERSION='3',
                             OS_USER_DOMAIN_ID='default', OS_PROJECT_DOMAIN_ID='default')
        else:
            variables.update(OS_AUTH_URL=self.auth_url, OS_IDENTITY_API_VERSION='2')
        done = subprocess.run([COMMANDS / program, *words], env=variables, capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    def json(self, *words, **options):
        """The JSON that `openstack …` prints."""
        code, output, errors = self.run('openstack', *words, '-f', 'json', **options)
        assert code == 0, errors or output
        return json.loads(output)

    def database(self, *words, **options):
        """The JSON that `openstack database …` prints."""
        return self.json('database', *words, **options)


WORK = ('workuser', 'WORKPASS', 'work_project')


@check
def openstack_lists_a_page_of_instances(commands):
    names = [row['Name'] for row in commands.database('instance', 'list')]
    assert len(names) == 20, names
    rest = commands.database('instance', 'list', '--limit', '7')
    assert len(rest) == 7, rest


@check
def openstack_lists_flavors(commands):
    rows = commands.database('flavor', 'list')
    assert [row['Name'] for row in rows] == ['m1.tiny', 'm1.small', 'm1.medium', 'm1.large'], rows


@check
def openstack_lists_datastores_and_versions(commands):
    names = {row['Name'] for row in commands.json('datastore', 'list')}
    assert {'mysql', 'postgresql', 'pxc'} <= names, names
    versions = {row['Name'] for row in commands.json('datastore', 'version', 'list', 'mysql')}
    assert versions == {'5.6-104', '8.0'}, versions


@check
def openstack_shows_limits(commands):
    code, output, errors = commands.run('openstack', 'database', 'limit', 'list')
    assert code == 0 and 'max_instances' in output, errors or output


@check
def openstack_signs_in_by_version_2(commands):
    code, output, errors = commands.run('openstack', 'database', 'instance', 'list', '-f', 'json', version='2')
    assert code == 0 and len(json.loads(output)) == 20, errors


@check
def openstack_refuses_an_unknown_instance(commands):
    code, _, errors = commands.run('openstack', 'database', 'instance', 'show', 'nope')
    assert code == 1 and 'nope' in errors, errors


@check
def openstack_refuses_a_wrong_password(commands):
    code, _, errors = commands.run('openstack', 'database', 'flavor', 'list', user=('testuser', 'WRONG', 'test_project'))
    assert code == 1 and 'requires authentication' in errors, errors


@check
def openstack_makes_waits_and_deletes(commands):
    made = commands.database('instance', 'create', 'by-command', '--flavor', '1', '--size', '1', '--datastore', 'mysql',
                             '--datastore-version', '5.6-104', '--nic', 'net-id=1f2d1c1e-0f3b-4a55-8a5a-0c5d1f1a0001',
                             user=WORK)
    assert made['status'] == 'BUILD', made
    deadline = time.time() + 30
    while commands.database('instance', 'show', made['id'], user=WORK)['status'] != 'ACTIVE':
        assert time.time() < deadline, 'still not active'
    code, _, errors = commands.run('openstack', 'database', 'db', 'create', made['id'], 'my_db', user=WORK)
    assert code == 0, errors
    assert [row['Name'] for row in commands.database('db', 'list', made['id'], user=WORK)] == ['my_db']
    code, _, errors = commands.run('openstack', 'database', 'instance', 'delete', made['id'], user=WORK)
    assert code == 0, errors
    while made['id'] in [row['ID'] for row in commands.database('instance', 'list', user=WORK)]:
        assert time.time() < deadline, 'still there'


@check
def trove_lists_instances(commands):
    code, output, errors = commands.run('trove', 'list')
    assert code == 0 and output.count('ACTIVE') == 20, errors or output


@check
def trove_lists_flavors(commands):
    code, output, errors = commands.run('trove', 'flavor-list')
    assert code == 0 and 'm1.tiny' in output, errors or output


@check
def trove_makes_and_shows(commands):
    code, output, errors = commands.run('trove', 'create', 'by-trove', '1', '--size', '1', '--datastore', 'mysql',
                                        '--datastore_version', '5.6-104', user=WORK)
    assert code == 0 and 'BUILD' in output, errors or output
    code, output, errors = commands.run('trove', 'show', 'by-trove', user=WORK)
    assert code == 0 and 'by-trove' in output, errors or output


@check
def trove_refuses_an_unknown_instance(commands):
    code, _, errors = commands.run('trove', 'show', 'nope')
    assert code == 1 and "No instance with a name or ID of 'nope' exists." in errors.replace('\\', ''), errors


def main(auth_url):
    """Runs all checks; the exit code."""
    commands, failed = Commands(auth_url.rstrip('/')), 0
    for function in CHECKS:
        try:
            function(commands)
            print(f'ok {function.__name__}', flush=True)
        except Exception as error:  # whatever went wrong, the others still run
            failed += 1
            print(f'FAIL {function.__name__}: {type(error).__name__}: {str(error)[:400]!r}', flush=True)
    print(f'{len(CHECKS) - failed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:2] or ['http://127.0.0.1:5000/v2.0']))
