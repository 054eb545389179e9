#!/usr/bin/env python3
"""Drives the real python-troveclient through the Trove API.

    python drive_trove.py http://127.0.0.1:5000/v2.0 [--seed DOC] [--only TEXT]

DOC is the client's document "Using the Client Programmatically"; without it, its programs are skipped.
"""
import contextlib
import io
import re
import sys
import time
import types

from drivelib import *
from drivelib import World
import drivelib

G = check


# ---------------------------------------------------------------- authentication
@G
def auth_constructor_sends_nothing(w):
    with observe() as seen:
        c = w.client()
    eq(seen, [], 'requests made by the constructor')
    eq(c.client.auth_token, None)


@G
def auth_v2_request_shape(w):
    c = w.client()
    with observe() as seen:
        c.authenticate()
    eq(len(seen), 1)
    m, path, q, st, h, body, resp = seen[0]
    eq((m, path.endswith('/v2.0/tokens'), st), ('POST', True, 200))
    eq(h['Content-Type'], 'application/json')
    eq(h['User-Agent'], 'python-troveclient')
    import json
    eq(json.loads(body), {'auth': {'passwordCredentials': {'username': w.o.username, 'password': w.o.password},
                                   'tenantName': w.o.project}})
    eq(resp.headers['Content-Type'].split(';')[0], 'application/json')


@G
def auth_v2_response_shape(w):
    c = w.client()
    with observe() as seen:
        c.authenticate()
    a = seen[0][6].json()['access']
    assert a['token']['id'] and a['token']['expires'], a['token']
    eq(a['token']['tenant']['name'], w.o.project)
    db = [s for s in a['serviceCatalog'] if s['type'] == 'database']
    eq(len(db), 1)
    e = [x for x in db[0]['endpoints'] if x['region'] == w.o.region]
    eq(len(e), 1, 'endpoints in the region')
    assert e[0]['publicURL'].endswith('/v1.0/' + a['token']['tenant']['id']), e
    eq(c.client.auth_token, a['token']['id'])
    eq(c.client.management_url, e[0]['publicURL'].rstrip('/'))


@G
def auth_api_version_from_endpoint(w):
    eq(w.tc().get_database_api_version_from_endpoint(), '1.0')


@G
def auth_first_call_authenticates_lazily(w):
    c = w.client()
    with observe() as seen:
        c.flavors.list()
    eq([(s[0], s[1].rsplit('/', 1)[-1], s[3]) for s in seen], [('POST', 'tokens', 200), ('GET', 'flavors', 200)])
    eq(seen[1][4]['X-Auth-Token'], c.client.auth_token)
    eq(seen[1][4]['X-Auth-Project-Id'], w.o.project)
    eq(seen[1][4]['Accept'], 'application/json')


@G
def auth_token_reused(w):
    c = w.client()
    c.flavors.list()
    with observe() as seen:
        c.flavors.list()
    eq(len(seen), 1)


@G
def auth_bad_password(w):
    e = raises(ex.Unauthorized, w.client(password='WRONG').authenticate, status=401)
    assert 'requires authentication' in e.message, e.message


@G
def auth_unknown_project(w):
    raises(ex.Unauthorized, w.client(project_id='no_such_project').authenticate, status=401)


@G
def auth_unknown_region(w):
    raises(ex.EndpointNotFound, w.client(region_name='WEST').authenticate)


@G
def auth_nobody_listening(w):
    raises(requests.exceptions.ConnectionError, w.client(auth_url='http://127.0.0.1:9/v2.0').authenticate)


@G
def auth_missing_token_is_401(w):
    r = w.raw('GET', '/flavors', headers={'X-Auth-Token': None})
    eq(r.status_code, 401)
    eq(r.headers['Content-Type'].split(';')[0], 'application/json')
    assert 'keystone uri=' in r.headers['WWW-Authenticate'].lower(), r.headers
    eq(r.json()['error']['code'], 401)


@G
def auth_invalid_token_is_401(w):
    eq(w.raw('GET', '/instances', token='not-a-token').status_code, 401)


@G
def auth_v3_session_client(w):
    from keystoneauth1 import session
    from keystoneauth1.identity import v3
    s = session.Session(auth=v3.Password(w.o.auth_v3, username=w.o.username, password=w.o.password,
                                         project_name=w.o.project, user_domain_id='default',
                                         project_domain_id='default'))
    with observe() as seen:
        c = client_module.Client(session=s, region_name=w.o.region)
    eq([(x[0], x[1].endswith('/v3/auth/tokens'), x[3]) for x in seen], [('POST', True, 201)])
    assert seen[0][6].headers['X-Subject-Token'], 'X-Subject-Token'
    t = seen[0][6].json()['token']
    eq(t['project']['name'], w.o.project)
    assert re.match(r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$', t['expires_at']), t['expires_at']
    with observe() as seen:
        n = len(c.flavors.list())
    assert n >= 4
    eq(len(seen), 1)


@G
def auth_v3_bad_password(w):
    from keystoneauth1 import session, exceptions as kx
    from keystoneauth1.identity import v3
    s = session.Session(auth=v3.Password(w.o.auth_v3, username=w.o.username, password='WRONG',
                                         project_name=w.o.project, user_domain_id='default',
                                         project_domain_id='default'))
    raises(kx.Unauthorized, lambda: client_module.Client(session=s, region_name=w.o.region))


# ---------------------------------------------------------------- versions
@G
def versions_document(w):
    r = requests.get(w.root + '/')
    eq(r.status_code, 200)
    v = [x for x in r.json()['versions'] if x['id'] == 'v1.0'][0]
    eq((v['status'], v['updated']), ('CURRENT', '2012-08-01T00:00:00Z'))
    eq(v['links'], [{'rel': 'self', 'href': w.root + '/v1.0/'}])


@G
def unknown_path_is_item_not_found(w):
    r = w.raw('GET', '/nonesuch')
    eq((r.status_code, r.json()), (404, {'itemNotFound': {'code': 404, 'message': 'The resource could not be found.'}}))


# ---------------------------------------------------------------- flavors, datastores
@G
def flavors_list(w):
    fl = w.tc().flavors.list()
    one = [f for f in fl if f.id == 1][0]
    eq((one.name, one.ram, one.str_id, one.disk, one.vcpus, one.ephemeral), ('m1.tiny', 512, '1', 1, 1, 0))
    eq([f.str_id for f in fl if f.str_id in '1234'], ['1', '2', '3', '4'])
    eq([x['rel'] for x in one.links], ['self', 'bookmark'])


@G
def flavor_get(w):
    f = w.tc().flavors.get('1')
    eq((f.id, f.str_id, f.ram, f.name), (1, '1', 512, 'm1.tiny'))


@G
def flavor_missing(w):
    e = raises(ex.NotFound, lambda: w.tc().flavors.get('99'), status=404)
    eq(e.message, 'Resource 99 cannot be found.')


@G
def datastores_list(w):
    ds = w.tc().datastores.list()
    assert {'mysql', 'postgresql'} <= {d.name for d in ds}, ds
    eq(ds.next, None)
    d = [d for d in ds if d.name == 'mysql'][0]
    assert UUID.match(d.id)
    assert {'5.6-104', '8.0'} <= {v['name'] for v in d.versions}
    assert UUID.match(d.default_version), d.default_version


@G
def datastore_get_by_id_and_name(w):
    a = w.tc().datastores.get('mysql')
    b = w.tc().datastores.get(a.id)
    eq((a.id, a.name), (b.id, 'mysql'))


@G
def datastore_missing(w):
    e = raises(ex.NotFound, lambda: w.tc().datastores.get('nope'), status=404)
    eq(e.message, "Datastore 'nope' cannot be found.")


@G
def datastore_versions(w):
    d = w.tc().datastores.get('mysql')
    vs = w.tc().datastore_versions.list(d.id)
    v = [x for x in vs if x.name == '5.6-104'][0]
    eq((v.datastore, v.version), (d.id, '5.6.104'))
    eq(w.tc().datastore_versions.get('mysql', '5.6-104').id, v.id)
    eq(w.tc().datastore_versions.get(d.id, v.id).name, '5.6-104')
    eq(w.tc().datastore_versions.get_by_uuid(v.id).name, '5.6-104')


@G
def datastore_version_missing_is_400(w):
    e = raises(ex.BadRequest, lambda: w.tc().datastore_versions.get('mysql', '9.9'), status=400)
    eq(e.message, "Datastore version '9.9' cannot be found.")


@G
def datastore_version_flavors(w):
    v = w.tc().datastore_versions.get('mysql', '5.6-104')
    fl = w.tc().flavors.list_datastore_version_associated_flavors('mysql', v.id)
    assert 1 in [f.id for f in fl]


@G
def configuration_parameters(w):
    ps = w.tc().configuration_parameters.parameters('mysql', '5.6-104')
    p = [x for x in ps if x.name == 'max_connections'][0]
    eq((p.type, p.min, p.max, p.restart_required), ('integer', 1, 100000, False))
    g = w.tc().configuration_parameters.get_parameter('mysql', '5.6-104', 'max_connections')
    eq((g.name, g.datastore_version_id), ('max_connections', p.datastore_version_id))


@G
def limits_list(w):
    ls = w.tc().limits.list()
    a = [x for x in ls if x.verb == 'ABSOLUTE'][0]
    for k in ('max_instances', 'max_volumes', 'max_backups', 'max_ram'):
        assert isinstance(getattr(a, k), int), k
    g = [x for x in ls if x.verb == 'GET'][0]
    eq((g.unit, g.uri, g.regex), ('MINUTE', '*', '.*'))
    assert g.remaining <= g.value
    assert re.match(r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$', g.nextAvailable), g.nextAvailable


# ---------------------------------------------------------------- instances
@G
def instance_create_documented_body(w):
    """The call of the documented example; the request body and the answer."""
    import json
    tc = w.tc()
    with observe() as seen:
        i = tc.instances.create('My Instance', '1', {'size': 1},
                                [{'name': 'my_db', 'character_set': 'latin2', 'collate': 'latin2_general_ci'}],
                                [{'name': 'jsmith', 'password': '12345', 'databases': [{'name': 'my_db'}]}],
                                datastore='mysql', datastore_version='5.6-104')
    w.made.append(('user', i.id))
    eq((seen[0][0], seen[0][3]), ('POST', 200))
    eq(json.loads(seen[0][5]), {'instance': {
        'name': 'My Instance', 'flavorRef': '1', 'volume': {'size': 1},
        'databases': [{'name': 'my_db', 'character_set': 'latin2', 'collate': 'latin2_general_ci'}],
        'users': [{'name': 'jsmith', 'password': '12345', 'databases': [{'name': 'my_db'}]}],
        'datastore': {'type': 'mysql', 'version': '5.6-104'}}})
    assert UUID.match(i.id), i.id
    eq((i.name, i.status, i.flavor['id'], i.volume), ('My Instance', 'BUILD', '1', {'size': 1}))
    eq(i.datastore, {'type': 'mysql', 'version': '5.6-104', 'version_number': '5.6.104'})
    eq(i.operating_status, '')
    eq(i.region, w.o.region)
    for k in ('created', 'updated', 'service_status_updated'):
        assert STAMP.match(getattr(i, k)), (k, getattr(i, k))
    tid = w.base.rsplit('/', 1)[-1]
    assert i.links[0]['href'].endswith('/v1.0/%s/instances/%s' % (tid, i.id)), i.links
    eq([x['rel'] for x in i.links], ['self', 'bookmark'])


@G
def instance_first_get_is_build(w):
    i = w.make('fresh')
    g = w.tc().instances.get(i.id)
    eq((g.name, g.status, g.flavor['id']), ('fresh', 'BUILD', '1'))


@G
def instance_build_then_active(w):
    i = w.make('grow')
    seen = w.wait(i, allow=('BUILD',))
    eq(seen[-1], 'ACTIVE')
    g = w.tc().instances.get(i.id)
    eq(g.operating_status, 'HEALTHY')
    assert g.addresses and g.ip == [a['address'] for a in g.addresses], g._info
    eq(g.addresses[0]['type'], 'private')
    eq(g.access, {'is_public': False})


@G
def instance_delete_while_building_is_422(w):
    i = w.make('early')
    e = raises(ex.UnprocessableEntity, lambda: w.tc().instances.delete(i.id), status=422)
    eq(e.message, 'Instance %s is not ready. (Status is BUILD).' % i.id)
    w.wait(i)


@G
def instance_delete_shutdown_then_404(w):
    i = w.active('doomed')
    with observe() as seen:
        eq(i.delete(), None)
    eq((seen[0][0], seen[0][3], seen[0][6].content), ('DELETE', 202, b''))
    try:
        eq(w.status(i), 'SHUTDOWN')
    except ex.NotFound:
        pass
    w.gone(i)
    e = raises(ex.NotFound, lambda: w.tc().instances.get(i.id), status=404)
    eq(e.message, 'Resource %s cannot be found.' % i.id)
    raises(ex.NotFound, lambda: w.tc().instances.delete(i.id))


@G
def instance_missing(w):
    r = w.raw('GET', '/instances/' + MISSING)
    eq((r.status_code, r.json()),
       (404, {'itemNotFound': {'code': 404, 'message': 'Resource %s cannot be found.' % MISSING}}))
    raises(ex.NotFound, lambda: w.tc().instances.get('nope'))


@G
def instance_dot_get_is_not_in_the_client(w):
    """The documented polling loop calls instance.get(); the present client has no such method."""
    i = w.main()
    fresh = w.tc().instances.get(i.id)
    raises(AttributeError, lambda: fresh.get())


@G
def instances_list_shape(w):
    i = w.main()
    with observe() as seen:
        ls = w.tc().instances.list()
    eq(seen[0][2], 'include_clustered=False')
    me = [x for x in ls if x.id == i.id][0]
    eq((me.name, me.status, me.datastore), ('shared', 'ACTIVE', {'type': 'mysql', 'version': '5.6-104'}))
    assert 'created' not in me._info, 'the short view has no created'
    eq(ls.next, None)


@G
def instances_list_detailed(w):
    i = w.main()
    with observe() as seen:
        ls = w.tc().instances.list(detailed=True)
    assert seen[0][1].endswith('/instances/detail'), seen[0][1]
    me = [x for x in ls if x.id == i.id][0]
    assert STAMP.match(me.created)
    eq(me.datastore['version_number'], '5.6.104')


@G
def instances_find_by_name(w):
    i = w.main()
    eq(w.tc().instances.find(name='shared').id, i.id)
    raises(ex.NotFound, lambda: w.tc().instances.find(name='no such name'))


@G
def pagination_30_instances(w):
    """The documented listing example: 20 and a marker, then 10 and none."""
    tc = w.tc('page')
    for x in list(tc.instances.list(limit=20)):
        pass
    have = []
    m = None
    while True:
        p = tc.instances.list(marker=m)
        have += [x.id for x in p]
        m = p.next
        if m is None:
            break
    for n in range(len(have), 30):
        w.make('page-%02d' % n, who='page')
    assert len(have) <= 30, 'page_project must start with at most 30 instances, has %d' % len(have)
    a = tc.instances.list()
    eq((len(a), a.next is None), (20, False))
    eq([(x['rel']) for x in a.links], ['next'])
    b = tc.instances.list(marker=a.next)
    eq((len(b), b.next is None), (10, True))
    eq(len({x.id for x in list(a) + list(b)}), 30, 'different instances')
    assert a.next in {x.id for x in a}, 'the marker is the id of an item of the page'
    assert a.next not in {x.id for x in b}, 'non-inclusive'


@G
def pagination_limit(w):
    tc = w.tc('page')
    seen, m, sizes = set(), None, []
    for _ in range(10):
        p = tc.instances.list(limit=7, marker=m)
        sizes.append(len(p))
        seen |= {x.id for x in p}
        m = p.next
        if m is None:
            break
    eq((sizes, len(seen)), ([7, 7, 7, 7, 2], 30))


@G
def pagination_limit_is_capped_at_20(w):
    p = w.tc('page').instances.list(limit=100)
    eq((len(p), p.next is None), (20, False))


@G
def create_without_name_is_400(w):
    r = w.raw('POST', '/instances', json={'instance': {'flavorRef': '1', 'volume': {'size': 1}}})
    eq((r.status_code, r.json()), (400, {'badRequest': {
        'code': 400, 'message': "Validation error: instance 'name' is a required property"}}))


@G
def create_bad_flavor_is_400(w):
    e = raises(ex.BadRequest, lambda: w.make(flavor='99'), status=400)
    eq(e.message, 'Resource 99 cannot be found.')


@G
def create_bad_datastore_is_404(w):
    raises(ex.NotFound, lambda: w.make(datastore='oracle', datastore_version=None), "Datastore 'oracle' cannot be found.")


@G
def create_bad_version_is_400(w):
    raises(ex.BadRequest, lambda: w.make(datastore_version='1.0'), "Datastore version '1.0' cannot be found.")


@G
def create_volume_zero_is_400(w):
    raises(ex.BadRequest, lambda: w.make(size=0), 'Validation error')


@G
def create_volume_too_big_is_413(w):
    e = raises(ex.RequestEntityTooLarge, lambda: w.make(size=26), status=413)
    eq(e.message, "Volume 'size' cannot exceed maximum of 25 GB, 26 cannot be accepted.")


@G
def create_without_volume_is_400(w):
    raises(ex.BadRequest, lambda: w.tc().instances.create('x', '1', **DS), 'Volume size was not specified.')


@G
def create_without_datastore_uses_default(w):
    i = w.tc().instances.create('plain', 1, {'size': 1})
    w.made.append(('user', i.id))
    eq((i.flavor['id'], i.datastore['type'], i.datastore['version']), ('1', 'mysql', '5.6-104'))


# ---------------------------------------------------------------- actions
@G
def restart(w):
    i = w.active('restart')
    with observe() as seen:
        eq(w.tc().instances.restart(i), None)
    eq((seen[0][1].endswith('/action'), seen[0][3]), (True, 202))
    eq(w.status(i), 'REBOOT')
    e = raises(ex.UnprocessableEntity, lambda: w.tc().instances.restart(i), status=422)
    assert 'not currently available' in e.message and 'REBOOTING' in e.message, e.message
    w.wait(i, allow=('REBOOT', 'ACTIVE'))


@G
def resize_volume(w):
    i = w.active('resize')
    w.tc().instances.resize_volume(i, 2)
    eq(w.status(i), 'RESIZE')
    w.wait(i, allow=('RESIZE',))
    eq(w.tc().instances.get(i).volume['size'], 2)
    raises(ex.BadRequest, lambda: w.tc().instances.resize_volume(i, 1), "must be larger than the current volume size of '2'")


@G
def resize_flavor(w):
    i = w.active('flavor')
    w.tc().instances.resize_instance(i, '2')
    eq(w.status(i), 'RESIZE')
    w.wait(i)
    eq(w.tc().instances.get(i).flavor['id'], '2')
    raises(ex.BadRequest, lambda: w.tc().instances.resize_instance(i, '2'), 'must be different')


@G
def rename(w):
    i = w.active('oldname')
    with observe() as seen:
        w.tc().instances.update(i, name='newname')
    eq((seen[0][0], seen[0][3]), ('PUT', 202))
    eq(w.tc().instances.get(i).name, 'newname')


@G
def action_on_missing_instance(w):
    raises(ex.NotFound, lambda: w.tc().instances.restart(MISSING))


# ---------------------------------------------------------------- databases and users
@G
def databases_create_list_delete(w):
    tc, i = w.tc(), w.main()
    with observe() as seen:
        eq(tc.databases.create(i, [{'name': 'zeta'}, {'name': 'alpha', 'character_set': 'utf8',
                                                     'collate': 'utf8_general_ci'}]), None)
    eq((seen[0][3], seen[0][6].content), (202, b''))
    names = [d.name for d in tc.databases.list(i)]
    eq(names, sorted(names), 'order')
    assert {'alpha', 'zeta', 'my_db'} <= set(names)
    tc.databases.delete(i, 'zeta')
    tc.databases.delete(i, 'alpha')
    eq([d.name for d in tc.databases.list(i)], ['my_db'])
    eq([d.name for d in tc.instances.get(i).manager.api.databases.list(i.id)], ['my_db'])


@G
def database_duplicate_and_missing(w):
    raises(ex.BadRequest, lambda: w.tc().databases.create(w.main(), [{'name': 'my_db'}]), 'already exists')
    raises(ex.NotFound, lambda: w.tc().databases.delete(w.main(), 'nodb'), 'Database nodb cannot be found on the instance.')


@G
def databases_while_building_is_422(w):
    i = w.make('dbearly')
    e = raises(ex.UnprocessableEntity, lambda: w.tc().databases.list(i.id), status=422)
    eq(e.message, 'Instance %s is not ready.' % i.id)
    w.wait(i)


@G
def users_of_the_create_call(w):
    us = w.tc().users.list(w.main())
    u = [x for x in us if x.name == 'jsmith'][0]
    eq((u.host, u.databases), ('%', [{'name': 'my_db'}]))
    assert 'password' not in u._info
    eq(us.next, None)


@G
def users_create_get_delete(w):
    tc, i = w.tc(), w.main()
    tc.users.create(i, [{'name': 'ann', 'password': 'p', 'databases': [{'name': 'my_db'}]}])
    eq(tc.users.get(i, 'ann').databases, [{'name': 'my_db'}])
    raises(ex.BadRequest, lambda: tc.users.create(i, [{'name': 'ann', 'password': 'p'}]), 'already exists')
    tc.users.delete(i, 'ann')
    e = raises(ex.NotFound, lambda: tc.users.get(i, 'ann'), status=404)
    eq(e.message, 'User ann@% cannot be found on the instance.')


@G
def user_without_password_is_400(w):
    raises(ex.BadRequest, lambda: w.tc().users.create(w.main(), [{'name': 'zed'}]),
           "Validation error: users[0] 'password' is a required property")


@G
def user_grant_and_revoke(w):
    tc, i = w.tc(), w.main()
    tc.databases.create(i, [{'name': 'g1'}])
    tc.users.create(i, [{'name': 'gail', 'password': 'p'}])
    eq([d.name for d in tc.users.list_access(i, 'gail')], [])
    with observe() as seen:
        tc.users.grant(i, 'gail', ['g1', 'my_db'])
    eq((seen[0][0], seen[0][3]), ('PUT', 202))
    eq(sorted(d.name for d in tc.users.list_access(i, 'gail')), ['g1', 'my_db'])
    tc.users.revoke(i, 'gail', 'g1')
    eq([d.name for d in tc.users.list_access(i, 'gail')], ['my_db'])
    raises(ex.NotFound, lambda: tc.users.revoke(i, 'gail', 'g1'))
    tc.users.delete(i, 'gail')
    tc.databases.delete(i, 'g1')


@G
def user_change_password(w):
    tc, i = w.tc(), w.main()
    with observe() as seen:
        tc.users.change_passwords(i, [{'name': 'jsmith', 'password': 'new'}])
    eq((seen[0][0], seen[0][1].endswith('/users'), seen[0][3]), ('PUT', True, 202))
    raises(ex.NotFound, lambda: tc.users.change_passwords(i, [{'name': 'nobody', 'password': 'x'}]))
    raises(ex.ValidationError, lambda: tc.users.update_attributes(i, 'jsmith'))


# ---------------------------------------------------------------- root
@G
def root_enable(w):
    i = w.active('rooted')
    eq(w.tc().root.is_root_enabled(i).rootEnabled, False)
    name, password = w.tc().root.create(i)
    eq(name, 'root')
    assert password
    eq(w.tc().root.is_root_enabled(i).rootEnabled, True)


# ---------------------------------------------------------------- configurations
@G
def configuration_lifecycle(w):
    tc = w.tc()
    c = tc.configurations.create('c1', '{"max_connections": 200}', 'desc', datastore='mysql',
                                 datastore_version='5.6-104')
    assert UUID.match(c.id)
    eq((c.name, c.description, c.values, c.instance_count, c.datastore_name, c.datastore_version_name),
       ('c1', 'desc', {'max_connections': 200}, 0, 'mysql', '5.6-104'))
    ls = tc.configurations.list()
    me = [x for x in ls if x.id == c.id][0]
    assert 'values' not in me._info, 'the listed form has no values'
    with observe() as seen:
        tc.configurations.update(c, '{"wait_timeout": 60}', name='c2', description='d2')
        tc.configurations.edit(c, '{"max_connections": 150}')
    eq([(s[0], s[3]) for s in seen], [('PUT', 202), ('PATCH', 200)])
    g = tc.configurations.get(c)
    eq((g.name, g.description, g.values), ('c2', 'd2', {'wait_timeout': 60, 'max_connections': 150}))
    with observe() as seen:
        tc.configurations.delete(c)
    eq(seen[0][3], 202)
    e = raises(ex.NotFound, lambda: tc.configurations.get(c.id), status=404)
    eq(e.message, 'Configuration group with ID %s could not be found.' % c.id)


@G
def configuration_bad_values_are_422(w):
    tc = w.tc()
    mk = lambda v: tc.configurations.create('bad', v, datastore='mysql', datastore_version='5.6-104')
    raises(ex.UnprocessableEntity, lambda: mk('{"nope": 1}'), 'The configuration parameter nope is not supported for this datastore: mysql 5.6-104.')
    raises(ex.UnprocessableEntity, lambda: mk('{"max_connections": "abc"}'), 'is not of type integer')
    raises(ex.UnprocessableEntity, lambda: mk('{"max_connections": 999999999}'), 'is greater than the maximum allowed: 100000')


# ---------------------------------------------------------------- backups
@G
def backup_lifecycle(w):
    tc, i = w.tc(), w.main()
    with observe() as seen:
        b = tc.backups.create('b1', i, 'first')
    eq(seen[0][3], 202)
    eq((b.name, b.description, b.status, b.instance_id, b.parent_id, b.size, b.locationRef),
       ('b1', 'first', 'NEW', i.id, None, None, None))
    eq(w.status(i), 'BACKUP')
    done = w.backup_done(b)
    assert done.size and done.locationRef, done._info
    w.wait(i)
    assert b.id in [x.id for x in tc.backups.list()]
    assert b.id in [x.id for x in tc.instances.backups(i)]
    with observe() as seen:
        tc.backups.delete(b)
    eq(seen[0][3], 202)
    end = time.time() + w.o.timeout
    while time.time() < end:
        try:
            tc.backups.get(b.id)
        except ex.NotFound:
            return
        time.sleep(w.o.poll)
    raise AssertionError('backup not gone')


@G
def backup_missing(w):
    raises(ex.NotFound, lambda: w.tc().backups.get(MISSING), 'Resource %s cannot be found.' % MISSING)
    raises(ex.NotFound, lambda: w.tc().backups.create('b', MISSING))


# ---------------------------------------------------------------- clusters, modules, others
@G
def clusters_empty_and_missing(w):
    eq([c for c in w.tc().clusters.list() if c.id == MISSING], [])
    e = raises(ex.NotFound, lambda: w.tc().clusters.get(MISSING), status=404)
    eq(e.message, "Cluster '%s' cannot be found." % MISSING)


@G
def cluster_of_mysql_is_501(w):
    e = raises(ex.HttpNotImplemented, lambda: w.tc().clusters.create(
        'c', 'mysql', '5.6-104', [{'flavorRef': '1', 'volume': {'size': 1}}]), status=501)
    eq(e.message, 'Clusters not supported for mysql-5.6-104.')


@G
def module_lifecycle(w):
    import base64
    import json
    tc = w.tc()
    with observe() as seen:
        m = tc.modules.create('mod-given', 'ping', 'message=hello', 'd', datastore='mysql')
    eq(base64.b64decode(json.loads(seen[0][5])['module']['contents']), b'message=hello')
    eq((m.name, m.type, m.datastore, m.datastore_version, m.visible), ('mod-given', 'ping', 'mysql', 'all', True))
    assert m.id in [x.id for x in tc.modules.list()]
    eq(tc.modules.update(m, description='d2').description, 'd2')
    eq(tc.modules.get(m).description, 'd2')
    tc.modules.delete(m)
    raises(ex.NotFound, lambda: tc.modules.get(m.id), 'Module with ID %s could not be found.' % m.id)


@G
def log_list(w):
    ls = w.tc().instances.log_list(w.main())
    eq({x.name for x in ls}, {'general', 'error', 'slow_query'})
    one = w.tc().instances.log_show(w.main(), 'general')
    eq((one.name, one.type, one.status), ('general', 'USER', 'Disabled'))


# ---------------------------------------------------------------- management
@G
def mgmt_instances_as_admin(w):
    i, ad = w.main(), w.tc('admin')
    s = ad.mgmt_instances.show(i)
    eq((s.id, s.deleted, s.tenant_id), (i.id, False, w.base.rsplit('/', 1)[-1]))
    assert 'server' in s._info and 'service_status' in s._info and 'task_description' in s._info
    ids, m = [], None
    while True:
        p = ad.mgmt_instances.list(marker=m)
        ids += [x.id for x in p]
        m = p.next
        if not m:
            break
    assert i.id in ids


@G
def quota_show(w):
    tid = w.base.rsplit('/', 1)[-1]
    q = {x.resource: x for x in w.tc('admin').quota.show(tid)}
    eq(set(q), {'instances', 'ram', 'volumes', 'backups'})
    for k in ('in_use', 'reserved', 'limit'):
        assert isinstance(getattr(q['instances'], k), int), k


# ---------------------------------------------------------------- documented programs
def seed_blocks(w):
    if not w.o.seed:
        raise Skip('needs --seed')
    code, outs, cur, kind = [], [], None, None
    for line in open(w.o.seed).read().splitlines():
        m = re.match(r'^\.\. (testcode|testoutput)::', line)
        if m:
            kind, cur = m.group(1), []
            (code if kind == 'testcode' else outs).append(cur)
        elif cur is not None and (line.startswith('    ') or not line.strip()):
            cur.append(line[4:])
        else:
            cur = None
    return ['\n'.join(c).strip('\n') + '\n' for c in code], ['\n'.join(c).strip('\n') for c in outs]


@contextlib.contextmanager
def documented_host(w):
    u = urllib.parse.urlsplit(w.o.auth_url)
    with named_host('api-server', 5000, u.hostname, u.port or 80):
        yield


def printed(code, ns):
    out, real = io.StringIO(), sys.stdout
    sys.stdout = out
    try:
        exec(compile(code, 'documented', 'exec'), ns)
    finally:
        sys.stdout = real
    return out.getvalue().rstrip('\n')


def corrected(code):
    code = re.sub(r'\bclient\.instances\b', 'tc.instances', code)
    return re.sub(r'\binstance\.get\(\)', 'instance = tc.instances.get(instance.id)', code)


@G
def seed_program_auth_literally(w):
    """First two documented programs, word for word, against the documented host name."""
    code, _ = seed_blocks(w)
    ns = {}
    with documented_host(w):
        printed(code[0] + code[1], ns)
    assert len(ns['flavors']) and len(ns['datastores'])


@G
def seed_program_create_fails_in_the_client_as_written(w):
    """`client` is the module there, so `client.instances.create` fails before any request."""
    code, _ = seed_blocks(w)
    with documented_host(w), observe() as seen:
        raises(AttributeError, lambda: printed(code[2], {}), "'create'")
    eq(seen, [])


@G
def seed_program_lifecycle_corrected(w):
    """Create, get, wait, delete: the documented programs with the two names put right."""
    code, outs = seed_blocks(w)
    ns = {}
    with documented_host(w):
        eq(printed(corrected(code[2]), ns), '')
        w.made.append(('user', ns['instance'].id))
        eq(printed(corrected(code[3]), ns), outs[0])
        eq(printed(corrected(code[4]), ns), outs[1])


@G
def seed_program_pagination(w):
    code, outs = seed_blocks(w)
    pagination_30_instances(w)
    eq(printed(code[5], {'client': w.tc('page')}), outs[2])


if __name__ == '__main__':
    sys.exit(run())
