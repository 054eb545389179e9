"""Publishes with the real esgfpid client, one message of each kind, for `understudy check`.

    understudy check contracts/esgfpid.json -- python publish.py [broken]

UNDERSTUDY_ESGFPID_URL tells where the broker is. With `broken`, pika publishes a file's message
beside, whose size is a text and which lacks members: the contract must not let that pass.
"""
import json
import os
import sys
from urllib.parse import urlsplit

import esgfpid
import pika

URL = os.environ['UNDERSTUDY_ESGFPID_URL']
EXCHANGE = 'esgffed-exchange'
DATASET = dict(drs_id='cmip6.test.try', version_number=20190201)


def connector():
    broker = urlsplit(URL)
    return esgfpid.Connector(
        handle_prefix='21.14100', messaging_service_exchange_name=EXCHANGE,
        messaging_service_credentials=[dict(
            url=broker.hostname, port=broker.port, user=broker.username, password=broker.password,
            vhost=broker.path[1:], ssl_enabled=False)],
        data_node='esgf.example.org', thredds_service_path='/thredds/fileServer/')


def publish():
    pids = connector()
    pids.start_messaging_thread()
    for is_replica in (False, True):
        assistant = pids.create_publication_assistant(is_replica=is_replica, **DATASET)
        assistant.add_file(
            file_name='temp.nc', file_handle='hdl:21.14100/try', file_size=1000, checksum='abc',
            checksum_type='SHA256', publish_path='my/path/temp.nc', file_version=1)
        assistant.dataset_publication_finished()
    pids.add_errata_ids(errata_ids=['a', 'b'], **DATASET)
    pids.remove_errata_ids(errata_ids='b', **DATASET)
    pids.create_data_cart_pid({'a.b.c': 'hdl:21.14100/x', 'd.e': None})
    pids.unpublish_one_version(**DATASET)
    pids.unpublish_one_version(dataset_handle='hdl:21.14100/try')
    pids.unpublish_all_versions(drs_id=DATASET['drs_id'])
    pids.check_pid_queue_availability(send_message=True)
    pids.finish_messaging_thread()


def publish_broken():
    key = '2114100.HASH.fresh.publi-file-orig'
    message = dict(
        operation='publish', aggregation_level='file', is_replica=False,
        handle='hdl:21.14100/try', file_name='temp.nc', file_size='1000', ROUTING_KEY=key)
    connection = pika.BlockingConnection(pika.URLParameters(URL))
    connection.channel().basic_publish(
        EXCHANGE, key, json.dumps(message),
        pika.BasicProperties(content_type='application/json', delivery_mode=2), mandatory=True)
    connection.close()


publish()
if 'broken' in sys.argv[1:]:
    publish_broken()
