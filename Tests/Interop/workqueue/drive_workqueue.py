"""Drives the real pdm WorkqueueClient against a workqueue server.

    PDM_SRC=<pdm checkout>/src python drive_workqueue.py BASE [--profile documented|reference]

BASE is like http://127.0.0.1:5446/workqueue/api/v1.0. Runs on Python 3 and Python 2.7; see
requirements.txt. Prints "ok NAME" or "FAIL NAME: why" for each check and last "N passed, M failed".
"""
from __future__ import print_function

import wq_harness
from wq_harness import Skip, check, has, same

STAMP = '2012-03-21T13:35'
JOB = {'id': 12345, 'user_id': 123, 'src_siteid': 13, 'dst_siteid': 15, 'src_filepath': '~/file1.txt',
       'dst_filepath': '~/file2.txt', 'type': 'COPY', 'status': 'DONE', 'extra_opts': {}, 'priority': 5,
       'protocol': 'GRIDFTP', 'log_uid': 'somelonghash'}
ELEMENT = {'id': 1, 'job_id': 12345, 'src_filepath': '~/file1.txt', 'dst_filepath': '~/file2.txt',
           'size': 123354523, 'max_tries': 2, 'attempts': 1, 'type': 'COPY', 'status': 'DONE',
           'listing': [{'root': ['file1', 'file2']}]}


def stamped(ctx, body):
    """The documented timestamp has no seconds; the reference service always writes them."""
    same(body['timestamp'], STAMP if ctx.documented else STAMP + ':00', 'timestamp')


# ---- documented examples: reading -------------------------------------------------------------------

@check
def jobs_holds_documented_job(ctx):
    jobs = ctx.client().jobs()
    assert isinstance(jobs, list), jobs
    job = [j for j in jobs if j['id'] == 12345]
    same(len(job), 1, 'jobs with id 12345')
    has(job[0], JOB, 'job')
    stamped(ctx, job[0])


@check
def job_documented(ctx):
    job = ctx.client().job(12345)
    has(job, JOB, 'job')
    stamped(ctx, job)
    same(set(job), set(JOB) | {'timestamp'}, 'keys')


@check
def elements_documented(ctx):
    elements = ctx.client().elements(12345)
    assert isinstance(elements, list), elements
    same(len(elements), 1, 'element count')
    has(elements[0], ELEMENT, 'element')
    stamped(ctx, elements[0])


@check
def element_documented(ctx):
    element = ctx.client().element(12345, 1)
    has(element, ELEMENT, 'element')
    stamped(ctx, element)


@check
def output_of_job_documented(ctx):
    output = ctx.client().output(12)
    first = {'jobid': 12, 'elementid': 0, 'attempt': 1, 'type': 'LIST', 'status': 'DONE',
             'log': 'The output from the list command run on the worker',
             'listing': {'root': ['file1', 'file2']}}
    second = {'jobid': 12, 'elementid': 1, 'attempt': 2, 'type': 'COPY', 'status': 'DONE',
              'log': 'The output from the copy command for file1 run on the worker'}
    if ctx.documented:
        same(output, [first, second], 'output')
    else:
        same([len(o) for o in output], [1, 2], 'attempts per element')
        same([o[-1] for o in output], [first, second], 'latest attempts')


@check
def output_of_element_documented(ctx):
    # The client wraps what the server sends in one more list.
    output = ctx.client().output(12, 1)
    same(len(output), 1, 'outer list')
    if ctx.documented:
        same(output[0], {'jobid': 12, 'elementid': 1, 'attempt': 2, 'type': 'COPY', 'status': 'DONE',
                         'log': 'The output from the copy command run on the worker'}, 'output')
    else:
        same([(o['attempt'], o['status']) for o in output[0]], [(1, 'FAILED'), (2, 'DONE')], 'attempts')


@check
def output_of_attempt_documented(ctx):
    output = ctx.client().output(12, 1, 1)
    same(output, [[{'jobid': 12, 'elementid': 1, 'attempt': 1, 'type': 'COPY', 'status': 'FAILED',
                    'log': 'The output from the copy command run on the worker'}]], 'output')


@check
def status_of_job_documented(ctx):
    same(ctx.client().status(12), {'jobid': 12, 'status': 'DONE'}, 'status')


@check
def status_of_element_documented(ctx):
    has(ctx.client().status(12, 1), {'jobid': 12, 'elementid': 1, 'status': 'DONE', 'attempts': 2}, 'status')


# ---- documented examples: registering ---------------------------------------------------------------

def registered(ctx, job, expected, unused=()):
    """Check a registration's answer against the documented one."""
    wanted = dict({'user_id': 123, 'status': ctx.fresh_status, 'priority': 5, 'protocol': 'GRIDFTP'}, **expected)
    has(job, wanted, 'job')
    for key in ('id', 'log_uid', 'timestamp', 'extra_opts'):
        assert key in job, '%s missing from %r' % (key, job)
    assert isinstance(job['id'], int) and job['id'] > 0, job['id']
    for key in unused:
        assert job.get(key) is None, '%s: %r' % (key, job[key])
    assert not set(job) & {'src_credentials', 'dst_credentials', 'elements'}, sorted(job)


@check
def post_jobs_with_type_as_string(ctx):
    job = ctx.client().post('jobs', {'src_siteid': 12, 'src_filepath': ctx.path('somefile'), 'type': '0'})
    registered(ctx, job, {'src_siteid': 12, 'src_filepath': ctx.path('somefile'), 'type': 'LIST'},
               ('dst_siteid', 'dst_filepath'))


@check
def post_jobs_with_type_as_integer(ctx):
    job = ctx.client().post('jobs', {'src_siteid': 12, 'src_filepath': '~/dir', 'type': int(ctx.JobType.MKDIR)})
    registered(ctx, job, {'type': 'MKDIR', 'src_filepath': '~/dir'})


@check
def list_documented(ctx):
    job = ctx.client().list(12, ctx.path('somefile'))
    registered(ctx, job, {'src_siteid': 12, 'src_filepath': ctx.path('somefile'), 'type': 'LIST',
                          'extra_opts': {}}, ('dst_siteid', 'dst_filepath'))


@check
def copy_documented(ctx):
    job = ctx.client().copy(12, ctx.path('somefile'), 14, ctx.path('someotherfile'))
    registered(ctx, job, {'src_siteid': 12, 'dst_siteid': 14, 'src_filepath': ctx.path('somefile'),
                          'dst_filepath': ctx.path('someotherfile'), 'type': 'COPY', 'extra_opts': {}})


@check
def remove_documented(ctx):
    job = ctx.client().remove(12, ctx.path('somefile'))
    registered(ctx, job, {'src_siteid': 12, 'src_filepath': ctx.path('somefile'), 'type': 'REMOVE',
                          'extra_opts': {}}, ('dst_siteid', 'dst_filepath'))


@check
def rename_documented(ctx):
    job = ctx.client().rename(12, ctx.path('somefile'), ctx.path('someotherfile'))
    registered(ctx, job, {'src_siteid': 12, 'dst_siteid': 12, 'src_filepath': ctx.path('somefile'),
                          'dst_filepath': ctx.path('someotherfile'), 'type': 'RENAME', 'extra_opts': {}})


@check
def mkdir_documented(ctx):
    job = ctx.client().mkdir(12, '~/somedir')
    registered(ctx, job, {'src_siteid': 12, 'src_filepath': '~/somedir', 'type': 'MKDIR', 'extra_opts': {}},
               ('dst_siteid', 'dst_filepath'))


# ---- state ------------------------------------------------------------------------------------------

@check
def registered_job_can_be_read_back(ctx):
    client = ctx.client()
    job = client.list(12, '~/readback')
    same(client.job(job['id']), job, 'job')
    assert job['id'] in [j['id'] for j in client.jobs()]
    same(client.status(job['id']), {'jobid': job['id'], 'status': ctx.fresh_status}, 'status')


@check
def ids_grow_and_log_uids_differ(ctx):
    client = ctx.client()
    first, second = client.list(12, '~/a'), client.list(12, '~/a')
    assert second['id'] > first['id'], (first['id'], second['id'])
    assert first['log_uid'] != second['log_uid'], first['log_uid']


@check
def options_are_kept(ctx):
    job = ctx.client().list(12, '~/opts', max_tries=4, priority=3, protocol=ctx.JobProtocol.SSH,
                            depth=1, timeout=60)
    has(job, {'priority': 3, 'protocol': 'SSH', 'extra_opts': {'depth': 1, 'timeout': 60}}, 'job')
    same(ctx.client().element(job['id'], 0)['max_tries'], 4, 'max_tries')


@check
def a_new_job_starts_with_one_list_element(ctx):
    client = ctx.client()
    for job in (client.list(12, '~/l'), client.copy(12, '~/c', 14, '~/d'), client.remove(12, '~/r'),
                client.rename(12, '~/o', '~/n')):
        elements = client.elements(job['id'])
        same(len(elements), 1, 'elements of a %s job' % job['type'])
        has(elements[0], {'id': 0, 'job_id': job['id'], 'type': 'LIST', 'status': 'NEW', 'attempts': 0,
                          'max_tries': 2, 'size': 0, 'src_filepath': job['src_filepath']}, 'element')


@check
def a_new_mkdir_job_starts_with_a_mkdir_element(ctx):
    client = ctx.client()
    job = client.mkdir(12, '~/m')
    elements = client.elements(job['id'])
    same(len(elements), 1, 'elements')
    has(elements[0], {'id': 0, 'type': 'MKDIR', 'status': 'NEW', 'attempts': 0, 'src_filepath': '~/m'}, 'element')


@check
def output_before_any_attempt(ctx):
    client = ctx.client()
    job = client.list(12, '~/early')
    same(client.output(job['id']), [] if ctx.documented else [[]], 'job output')
    ctx.raises(404, client.output, job['id'], 0)
    ctx.raises(404, client.output, job['id'], 0, 1)


@check
def worker_runs_a_list_job(ctx):
    ctx.drain()
    client = ctx.client()
    job = client.list(12, '~/dir')
    element = ctx.element(ctx.pull([ctx.JobType.LIST]), job['id'], 0)
    same(client.status(job['id'])['status'], 'SUBMITTED', 'status once pulled')
    listing = {'~/dir': [{'name': 'f', 'st_size': 3, 'st_mode': 33188}]}
    same(ctx.finish(job['id'], element, listing=listing, log='listed\n'), None, 'answer to the worker')
    same(client.status(job['id'])['status'], 'DONE', 'status once returned')
    has(client.status(job['id'], 0), {'status': 'DONE', 'attempts': 1}, 'element status')
    attempt = client.output(job['id'], 0, 1)[0][0]
    has(attempt, {'jobid': job['id'], 'elementid': 0, 'attempt': 1, 'type': 'LIST', 'status': 'DONE',
                  'listing': listing}, 'attempt')
    assert attempt['log'].endswith('listed\n'), attempt['log']
    same(ctx.latest(client.output(job['id']))[0], attempt, 'job output')
    same(client.element(job['id'], 0)['listing'], listing, 'element listing')


@check
def worker_finds_no_work(ctx):
    ctx.drain()
    err = ctx.raises(404, ctx.client(None).post, 'worker/jobs', {'types': [0, 1, 2, 3, 4]})
    assert err.message.startswith('HTTP 404: '), err.message


# ---- errors -----------------------------------------------------------------------------------------

@check
def unknown_job_is_404(ctx):
    client = ctx.client()
    ctx.raises(404, client.job, 99)
    ctx.raises(404, client.status, 99)
    ctx.raises(404, client.output, 99)
    ctx.raises(404, client.element, 99, 0)
    ctx.raises(404, client.status, 99, 0)
    ctx.raises(404, client.output, 99, 0)


@check
def unknown_element_is_404(ctx):
    client = ctx.client()
    ctx.raises(404, client.element, 12345, 77)
    ctx.raises(404, client.status, 12345, 77)
    ctx.raises(404, client.output, 12345, 77)


@check
def elements_of_unknown_job_is_an_empty_list(ctx):
    same(ctx.client().elements(99), [], 'elements')


@check
def no_token(ctx):
    """The documented requests carry no token: they act as user 123; the real service refuses them."""
    client = ctx.client(None)
    if ctx.documented:
        same(client.job(12345)['user_id'], 123, 'user')
        same(client.status(12), {'jobid': 12, 'status': 'DONE'}, 'status')
        same(client.list(12, 'somefile')['user_id'], 123, 'user of a new job')
        return
    ctx.raises(403, client.jobs)
    ctx.raises(403, client.list, 12, '~/x')
    ctx.raises(403, client.status, 12)


@check
def bad_token_is_403(ctx):
    ctx.raises(403, ctx.client('not-a-token').jobs)
    ctx.raises(403, ctx.client(ctx.alice[:-4] + 'AAAA').jobs)


@check
def missing_attributes_are_400(ctx):
    client = ctx.client()
    ctx.raises(400, client.post, 'list', {'src_filepath': '~/x'})
    ctx.raises(400, client.post, 'list', {'src_siteid': 12})
    ctx.raises(400, client.post, 'copy', {'src_siteid': 12, 'src_filepath': '~/x', 'dst_filepath': '~/y'})
    ctx.raises(400, client.post, 'copy', {'src_siteid': 12, 'src_filepath': '~/x', 'dst_siteid': 14})
    ctx.raises(400, client.post, 'rename', {'src_siteid': 12, 'src_filepath': '~/x'})


@check
def unknown_path_is_404(ctx):
    ctx.raises(404, ctx.client().get, 'nonsense')
    ctx.raises(404, ctx.client().get, 'jobs/abc')


@check
def nothing_listening_is_a_code_of_none(ctx):
    ctx.configure('http://127.0.0.1:1/workqueue/api/v1.0', timeout=2)
    err = ctx.raises(None, ctx.client().jobs)
    assert err.message.startswith('HTTP Err: '), err.message


# ---- finer points -----------------------------------------------------------------------------------

@check
def user_id_in_the_body_is_ignored(ctx):
    job = ctx.client().post('list', {'src_siteid': 12, 'src_filepath': '~/x', 'user_id': 124, 'id': 1000001,
                                     'status': 1, 'type': 4})
    has(job, {'user_id': 123, 'status': ctx.fresh_status, 'type': 'LIST'}, 'job')
    assert job['id'] != 1000001, job['id']


@check
def attempt_without_element_is_ignored_by_the_client(ctx):
    same(ctx.client().output(12, attempt=1), ctx.client().output(12), 'output')


@check
def relative_paths_are_refused_by_the_reference_only(ctx):
    if ctx.documented:
        has(ctx.client().list(12, 'somefile'), {'src_filepath': 'somefile'}, 'job')
    else:
        ctx.raises(400, ctx.client().list, 12, 'somefile')


@check
def bad_enum_values_are_400(ctx):
    client = ctx.client()
    ctx.raises(400, client.post, 'jobs', {'src_siteid': 12, 'src_filepath': '/x', 'type': 9})
    ctx.raises(400, client.post, 'jobs', {'src_siteid': 12, 'src_filepath': '/x', 'type': '9'})
    ctx.raises(400, client.list, 12, '/x', protocol=9)


@check
def enum_names_are_taken_in_any_case(ctx):
    job = ctx.client().post('jobs', {'src_siteid': 12, 'src_filepath': '/x', 'type': 'remove', 'protocol': 'Dummy'})
    has(job, {'type': 'REMOVE', 'protocol': 'DUMMY'}, 'job')


@check
def other_methods_on_known_paths_are_404(ctx):
    ctx.raises(404, ctx.client().put, 'jobs/12', {'x': 1})
    ctx.raises(404, ctx.client().delete, 'jobs/12')
    ctx.raises(404, ctx.client().get, 'copy')


@check
def worker_gets_only_the_types_it_asks_for(ctx):
    ctx.drain()
    made = ctx.client().mkdir(12, '/m')
    same(ctx.pull([0, 1, 2, 3]), [], 'work of other types')
    same([j['id'] for j in ctx.pull([4])], [made['id']], 'MKDIR work')
    same(ctx.pull([4]), [], 'work already handed out')
    ctx.raises(400, ctx.client(None).post, 'worker/jobs', {'test': 12})


@check
def an_exhausted_element_is_not_handed_out(ctx):
    ctx.drain()
    client = ctx.client()
    made = client.list(12, '/once', max_tries=1)['id']
    ctx.finish(made, ctx.element(ctx.pull([0]), made, 0), returncode=2)
    same(ctx.pull([0]), [], 'work')
    has(client.status(made, 0), {'status': 'FAILED', 'attempts': 1}, 'element')


@check
def jobs_counts_elements_by_status(ctx):
    if ctx.documented:
        raise Skip()
    job = [j for j in ctx.client().jobs() if j['id'] == 12][0]
    has(job, {'num_elements': 2, 'num_new': 0, 'num_done': 2, 'num_failed': 0, 'num_submitted': 0,
              'num_running': 0}, 'job')


@check
def element_status_without_monitoring_says_not_available(ctx):
    if ctx.documented:
        same(ctx.client().status(12, 1), {'jobid': 12, 'elementid': 1, 'status': 'DONE', 'attempts': 2}, 'status')
    else:
        has(ctx.client().status(12, 1), dict.fromkeys(('transferred', 'instant', 'average', 'elapsed'), 'N/A'), 'status')


@check
def defaults_apply_to_a_minimal_body(ctx):
    # The client's own methods always send these, so the plain post() is used.
    client = ctx.client()
    job = client.post('mkdir', {'src_siteid': 12, 'src_filepath': '/d'})
    has(job, {'priority': 5, 'protocol': 'GRIDFTP'}, 'job')
    has(client.element(job['id'], 0), {'max_tries': 2, 'attempts': 0, 'size': 0}, 'MKDIR element')
    job = client.post('remove', {'src_siteid': 12, 'src_filepath': '/d'})
    has(client.element(job['id'], 0), {'max_tries': 2, 'attempts': 0, 'size': 0}, 'LIST element')


if __name__ == '__main__':
    wq_harness.run()
