#!/usr/bin/env python3
"""Drives the real esgfpid client (PyPI 0.8.2, pika 1.1.0) and plain pika against an AMQP 0-9-1 broker.

usage: python drive_esgfpid.py amqp://USER:PASSWORD@HOST:PORT/VHOST [--only TEXT]

The broker needs that user and vhost, and nothing else; exchanges, queues and bindings are made by the checks themselves.
"""
import time
import esgfpid
import pika
from esgfpid_common import Bench, PREFIX, TIMESTAMP, check, main, ok, raises, same, uuid3_url

DRS, VERSION = "cmip6.test.abc", 20190201
DS_HANDLE = "hdl:21.14100/1e49f4ee-69c0-310b-a86d-35d4d0a289f9"
FILE1 = dict(file_name="temp.nc", file_handle="21.14100/aaaa", file_size="1000", checksum="abc", checksum_type="SHA256",
             publish_path="/my/path/temp.nc", file_version=1)
FILE2 = dict(file_name="precip.nc", file_handle="hdl:21.14100/bbbb", file_size=1001, checksum="abd",
             checksum_type="MD5", publish_path="my/path/precip.nc", file_version="v2")


def publish(c, files=(FILE1, FILE2), **kw):
    args = dict(drs_id=DRS, version_number=VERSION, is_replica=False)
    args.update(kw)
    a = c.create_publication_assistant(**args)
    for f in files: a.add_file(**f)
    a.dataset_publication_finished()
    return a


def stamped(m):
    """The message body without its timestamp, whose form is checked."""
    d = dict(m.json)
    ok(TIMESTAMP.match(d["message_timestamp"]), "timestamp %r" % d["message_timestamp"])
    del d["message_timestamp"]
    return d


# ---- handles (no broker involved) ----

@check("given")
def handle_of_dataset_is_uuid3_of_drs_id_dot_v_version():
    c = esgfpid.Connector(handle_prefix=PREFIX, messaging_service_exchange_name="x",
                          messaging_service_credentials=[dict(url="h", user="u", password="p")])
    h = c.make_handle_from_drsid_and_versionnumber(drs_id=DRS, version_number=VERSION)
    same(h, DS_HANDLE)
    same(h, "hdl:21.14100/" + uuid3_url("cmip6.test.abc.v20190201"))
    same(c.make_handle_from_drsid_and_versionnumber(drs_id=DRS, version_number="20190201"), h, "version as a string")


@check("given")
def handle_function_of_the_package_takes_a_prefix():
    h = esgfpid.make_handle_from_drsid_and_versionnumber(drs_id="a.b", version_number=1, prefix="21.14foo")
    same(h, "hdl:21.14foo/" + uuid3_url("a.b.v1"))


# ---- the connection ----

@check("given")
def handshake_open_confirm_publish_close():
    with Bench(wake=0) as b:
        c = b.connector()
        c.add_errata_ids(drs_id=DRS, version_number=VERSION, errata_ids=["e1"])
        b.finish(c)
        b.messages(1)
        time.sleep(0.1)
        same([n for n in b.tap.names("client") if n != "heartbeat"],
             ["protocol-header", "connection.start-ok", "connection.tune-ok", "connection.open", "channel.open",
              "confirm.select", "basic.publish", "header", "body", "channel.close", "connection.close"], "client frames")
        same([n for n in b.tap.names("server") if n not in ("heartbeat", "basic.ack")],
             ["connection.start", "connection.tune", "connection.open-ok", "channel.open-ok", "channel.close-ok",
              "connection.close-ok"], "server frames")
        st = b.tap.find("connection.start")[0].args
        same((st["version-major"], st["version-minor"]), (0, 9), "version")
        ok("PLAIN" in st["mechanisms"].split(" "), "mechanisms %r" % st["mechanisms"])
        ok("en_US" in st["locales"].split(" "), "locales %r" % st["locales"])
        caps = st["server-properties"].get("capabilities", {})
        for k in ("publisher_confirms", "basic.nack", "authentication_failure_close"):
            ok(caps.get(k) is True, "capability %s" % k)
        same(b.tap.find("confirm.select")[0].args["no-wait"], True, "confirm.select no-wait")
        same(b.tap.find("connection.close")[0].args["reply-code"], 999, "close code")
        same(b.tap.find("connection.close")[0].args["reply-text"], "Normal finish. (not reopen)", "close text")


@check("given")
def publish_frame_properties_and_flags():
    with Bench() as b:
        c = b.connector()
        c.unpublish_all_versions(drs_id=DRS)
        b.finish(c)
        m = b.one()
        pub = b.tap.find("basic.publish")[0].args
        same((pub["exchange"], pub["routing-key"], pub["mandatory"], pub["immediate"]),
             (b.exchange, "2114100.HASH.fresh.unpubli-allvers", True, False))
        hd = b.tap.find("header", "client")[0].args
        same(hd["properties"], {"content-type": "application/json", "delivery-mode": 2}, "properties")
        same((hd["class-id"], hd["weight"], hd["body-size"]), (60, 0, len(m.body)))
        same((m.props.content_type, m.props.delivery_mode, m.exchange), ("application/json", 2, b.exchange), "delivered")
        acks = [(f.args["delivery-tag"], f.channel) for f in b.tap.find("basic.ack", "server")]
        same(acks, [(1, 1)], "acks")


@check("given")
def usual_exchange_name_and_durable_topic():
    with Bench(exchange="esgffed-exchange") as b:
        c = b.connector()
        c.unpublish_all_versions(drs_id=DRS)
        b.finish(c)
        same(b.one().exchange, "esgffed-exchange")


@check("given")
def port_and_flags_given_as_strings_are_converted():
    with Bench() as b:
        c = b.connector(creds=[b.creds(port=str(b.tap.port), ssl_enabled="False", priority="1")])
        c.unpublish_all_versions(drs_id=DRS)
        b.finish(c)
        same(b.one().json["drs_id"], DRS)


# ---- one message after the other ----

@check("given")
def publish_dataset_message():
    with Bench() as b:
        c = b.connector()
        a = publish(c)
        b.finish(c)
        same(a.get_dataset_handle(), DS_HANDLE, "handle of the assistant")
        d = stamped(b.messages(3)[0])
        d["files"] = sorted(d["files"])
        same(d, {"handle": DS_HANDLE, "aggregation_level": "dataset", "operation": "publish", "drs_id": DRS,
                 "is_replica": False, "version_number": VERSION, "data_node": "esgf.example.org",
                 "files": ["hdl:21.14100/aaaa", "hdl:21.14100/bbbb"],
                 "ROUTING_KEY": "2114100.HASH.fresh.publi-ds-orig"})


@check("given")
def publish_file_messages():
    with Bench() as b:
        c = b.connector()
        publish(c)
        b.finish(c)
        ds, f1, f2 = b.messages(3)
        same(f1.json["message_timestamp"], ds.json["message_timestamp"], "one timestamp per publication")
        same(stamped(f1), {"handle": "hdl:21.14100/aaaa", "aggregation_level": "file", "operation": "publish",
                           "is_replica": False, "file_name": "temp.nc", "file_size": 1000, "checksum": "abc",
                           "checksum_type": "SHA256", "file_version": "1", "data_node": "esgf.example.org",
                           "data_url": "http://esgf.example.org/thredds/fileServer/my/path/temp.nc",
                           "parent_dataset": DS_HANDLE, "ROUTING_KEY": "2114100.HASH.fresh.publi-file-orig"})
        same((f2.json["handle"], f2.json["file_size"], f2.json["file_version"], f2.json["data_url"]),
             ("hdl:21.14100/bbbb", 1001, "v2", "http://esgf.example.org/thredds/fileServer/my/path/precip.nc"))


@check("given")
def publish_order_is_dataset_then_files_as_added():
    with Bench() as b:
        c = b.connector()
        publish(c, files=[dict(FILE1, file_handle="21.14100/f%d" % i) for i in range(8)])
        b.finish(c)
        ms = b.messages(9)
        same([m.key.split(".")[-1] for m in ms], ["publi-ds-orig"] + ["publi-file-orig"] * 8, "keys")
        same([m.json["handle"] for m in ms[1:]], ["hdl:21.14100/f%d" % i for i in range(8)], "file order")


@check("given")
def publish_replica_uses_other_routing_keys():
    with Bench() as b:
        c = b.connector()
        publish(c, is_replica="True", files=[FILE1])
        b.finish(c)
        ms = b.messages(2)
        same([m.key for m in ms], ["2114100.HASH.fresh.publi-ds-repli", "2114100.HASH.fresh.publi-file-repli"])
        same([m.json["is_replica"] for m in ms], [True, True], "is_replica")


@check("given")
def duplicate_files_are_listed_once_but_sent_twice():
    with Bench() as b:
        c = b.connector()
        publish(c, files=[FILE1, FILE1])
        b.finish(c)
        ms = b.messages(3)
        same(ms[0].json["files"], ["hdl:21.14100/aaaa"], "files")


@check("given")
def unpublish_one_version_by_version_number():
    with Bench() as b:
        c = b.connector()
        c.unpublish_one_version(drs_id=DRS, version_number="20190201")
        b.finish(c)
        m = b.one()
        same(m.key, "2114100.HASH.fresh.unpubli-onevers", "key")
        same(stamped(m), {"operation": "unpublish_one_version", "aggregation_level": "dataset", "handle": DS_HANDLE,
                          "data_node": "esgf.example.org", "drs_id": DRS, "version_number": VERSION,
                          "ROUTING_KEY": "2114100.HASH.fresh.unpubli-onevers"})


@check("given")
def unpublish_one_version_by_handle_only():
    with Bench() as b:
        c = b.connector()
        c.unpublish_one_version(dataset_handle="hdl:21.14100/whatever")
        b.finish(c)
        same(stamped(b.one()), {"operation": "unpublish_one_version", "aggregation_level": "dataset", "drs_id": None,
                                "handle": "hdl:21.14100/whatever", "data_node": "esgf.example.org",
                                "ROUTING_KEY": "2114100.HASH.fresh.unpubli-onevers"})


@check("given")
def unpublish_one_version_refuses_a_handle_that_does_not_match():
    with Bench() as b:
        c = b.connector()
        raises("ValueError", c.unpublish_one_version, drs_id=DRS, version_number=VERSION,
               dataset_handle="hdl:21.14100/other", contains="Given handle not the same as computed handle")
        raises("ArgumentError", c.unpublish_one_version, drs_id=DRS)
        c.unpublish_one_version(drs_id=DRS, version_number=VERSION, dataset_handle=DS_HANDLE)
        b.finish(c)
        same(b.one().json["handle"], DS_HANDLE)


@check("given")
def unpublish_all_versions_message():
    with Bench() as b:
        c = b.connector()
        c.unpublish_all_versions(drs_id=DRS)
        b.finish(c)
        m = b.one()
        same(m.key, "2114100.HASH.fresh.unpubli-allvers", "key")
        same(stamped(m), {"operation": "unpublish_all_versions", "aggregation_level": "dataset", "drs_id": DRS,
                          "data_node": "esgf.example.org", "ROUTING_KEY": "2114100.HASH.fresh.unpubli-allvers"})


@check("given")
def errata_add_and_remove_messages():
    with Bench() as b:
        c = b.connector()
        c.add_errata_ids(drs_id=DRS, version_number=VERSION, errata_ids=["e1", "e2"])
        c.remove_errata_ids(drs_id=DRS, version_number="20190201", errata_ids="e1")
        b.finish(c)
        add, rem = b.messages(2)
        same(stamped(add), {"operation": "add_errata_ids", "handle": DS_HANDLE, "drs_id": DRS, "version_number": VERSION,
                            "errata_ids": ["e1", "e2"], "ROUTING_KEY": "2114100.HASH.fresh.errata-add"})
        same(stamped(rem), {"operation": "remove_errata_ids", "handle": DS_HANDLE, "drs_id": DRS,
                            "version_number": "20190201", "errata_ids": ["e1"],
                            "ROUTING_KEY": "2114100.HASH.fresh.errata-rem"})


@check("given")
def data_cart_message_and_handle():
    with Bench() as b:
        c = b.connector()
        cart = {"cmip6.b": "hdl:21.14100/1", "cmip6.a": None}
        h = c.create_data_cart_pid(cart)
        b.finish(c)
        same(h, "hdl:21.14100/e5e98180-9b8d-3f3e-9e85-35d556b66b55", "handle")
        same(h, "hdl:21.14100/" + uuid3_url("datacart" + "cmip6.a" + "cmip6.b"), "handle")
        m = b.one()
        same(m.key, "2114100.HASH.fresh.datacart", "key")
        same(stamped(m), {"operation": "shopping_cart", "handle": h, "data_cart_content": cart,
                          "ROUTING_KEY": "2114100.HASH.fresh.datacart"})


@check("given")
def documented_create_shopping_cart_pid_is_gone():
    c = esgfpid.Connector(handle_prefix=PREFIX, messaging_service_exchange_name="x",
                          messaging_service_credentials=[dict(url="h", user="u", password="p")])
    ok(not hasattr(c, "create_shopping_cart_pid"), "the method exists")
    raises("ArgumentError", c.create_data_cart_pid, ["a"])


@check("given")
def test_publication_flag_is_added_to_every_message():
    with Bench() as b:
        c = b.connector(test_publication=True)
        publish(c, files=[FILE1])
        c.unpublish_all_versions(drs_id=DRS)
        c.add_errata_ids(drs_id=DRS, version_number=1, errata_ids="x")
        c.create_data_cart_pid({"a": None})
        b.finish(c)
        same([m.json.get("test_publication") for m in b.messages(5)], [True] * 5)


@check("given")
def consumer_solr_url_is_in_dataset_and_unpublish_all_only():
    with Bench() as b:
        c = b.connector(consumer_solr_url="http://solr.example.org/solr")
        publish(c, files=[FILE1])
        c.unpublish_one_version(drs_id=DRS, version_number=1)
        c.unpublish_all_versions(drs_id=DRS)
        b.finish(c)
        same([m.json.get("consumer_solr_url") for m in b.messages(4)],
             ["http://solr.example.org/solr", None, None, "http://solr.example.org/solr"])


@check("given")
def other_prefix_changes_handle_and_routing_key():
    with Bench() as b:
        c = b.connector(handle_prefix="21.14101")
        c.add_errata_ids(drs_id=DRS, version_number=VERSION, errata_ids=["e"])
        b.finish(c)
        m = b.one()
        same((m.key, m.json["handle"]), ("2114101.HASH.fresh.errata-add", "hdl:21.14101/" + DS_HANDLE.split("/")[1]))


@check("given")
def http_in_the_data_node_is_kept_and_slashes_are_trimmed():
    with Bench() as b:
        c = b.connector(data_node="https://esgf.example.org///", thredds_service_path="///a/b///")
        publish(c, files=[dict(FILE1, publish_path="//p/q.nc/")])
        b.finish(c)
        ds, f = b.messages(2)
        same((ds.json["data_node"], f.json["data_url"]), ("https://esgf.example.org", "https://esgf.example.org/a/b/p/q.nc"))


# ---- arguments and states (client side, but a Swift client must copy them) ----

@check("given")
def constructor_arguments_are_checked():
    good = dict(handle_prefix=PREFIX, messaging_service_exchange_name="x",
                messaging_service_credentials=[dict(url="h", user="u", password="p")])
    for k in good: raises("ArgumentError", esgfpid.Connector, contains=k, **{a: v for a, v in good.items() if a != k})
    raises("ArgumentError", esgfpid.Connector, contains="not a valid prefix", **dict(good, handle_prefix="21.99999"))
    raises("ArgumentError", esgfpid.Connector, contains="Missing handle prefix", **dict(good, handle_prefix=None))
    for k in ("url", "user", "password"):
        cred = {a: v for a, v in dict(url="h", user="u", password="p").items() if a != k}
        raises("ArgumentError", esgfpid.Connector, contains="Missing " + k,
               **dict(good, messaging_service_credentials=[cred]))
    raises("ArgumentError", esgfpid.Connector, contains="should be a dictionary",
           **dict(good, messaging_service_credentials=["h"]))
    raises("ArgumentError", esgfpid.Connector, contains="port",
           **dict(good, messaging_service_credentials=[dict(url="h", user="u", password="p", port="x")]))
    # an empty password becomes None; building the error text for it then fails inside the client
    raises("TypeError", esgfpid.Connector,
           **dict(good, messaging_service_credentials=[dict(url="h", user="u", password="")]))


@check("given")
def publication_assistant_checks_arguments_and_order():
    with Bench() as b:
        c = b.connector()
        new = lambda **k: c.create_publication_assistant(**dict(dict(drs_id=DRS, version_number=1, is_replica=False), **k))
        raises("ArgumentError", new, version_number="one")
        raises("ArgumentError", new, is_replica="maybe")
        raises("ArgumentError", c.create_publication_assistant, drs_id=DRS, version_number=1, contains="is_replica")
        a = new()
        raises("OperationUnsupportedException", a.dataset_publication_finished, contains="No file added yet")
        raises("ArgumentError", a.add_file, contains="checksum", **{k: v for k, v in FILE1.items() if k != "checksum"})
        raises("ArgumentError", a.add_file, **dict(FILE1, file_size="big"))
        raises("ESGFException", a.add_file, contains="prefix", **dict(FILE1, file_handle="hdl:21.99999/aaaa"))
        a.add_file(**FILE1)
        a.dataset_publication_finished()
        raises("OperationUnsupportedException", a.add_file, contains="Too late", **FILE1)
        raises("OperationUnsupportedException", a.dataset_publication_finished, contains="already done")
        b.finish(c)
        b.messages(2)


@check("given")
def data_node_and_thredds_path_are_needed_only_where_used():
    with Bench() as b:
        c = b.connector(data_node=..., thredds_service_path=...)
        raises("ArgumentError", c.create_publication_assistant, drs_id=DRS, version_number=1, is_replica=False,
               contains="thredds_service_path")
        raises("ArgumentError", c.unpublish_all_versions, drs_id=DRS, contains="data_node")
        raises("ArgumentError", c.unpublish_one_version, drs_id=DRS, version_number=1, contains="data_node")
        raises("ArgumentError", c.add_errata_ids, drs_id=DRS, version_number=1, errata_ids=None, contains="None")
        c.add_errata_ids(drs_id=DRS, version_number=1, errata_ids="x")
        b.finish(c)
        b.messages(1)


@check("given")
def messages_before_start_and_after_finish_are_refused():
    with Bench() as b:
        c = b.connector(start=False)
        raises("OperationNotAllowed", c.unpublish_all_versions, drs_id=DRS, contains="start_messaging_thread")
        c.start_messaging_thread()
        c.unpublish_all_versions(drs_id=DRS)
        c.finish_messaging_thread()
        raises("OperationNotAllowed", c.unpublish_all_versions, drs_id=DRS, contains="Accepting no more messages")
        raises("RuntimeError", c.start_messaging_thread, contains="threads can only be started once")
        b.messages(1)


@check("given")
def force_finish_sends_its_own_close_text():
    with Bench() as b:
        c = b.connector()
        ok(b.tap.wait("confirm.select"), "no confirm.select")
        time.sleep(0.2)
        c.force_finish_messaging_thread()
        b.connectors.remove(c)
        raises("OperationNotAllowed", c.unpublish_all_versions, drs_id=DRS)
        ok(b.tap.wait("connection.close-ok"), "no connection.close-ok")
        close = b.tap.find("connection.close", "client")[0].args
        same((close["reply-code"], close["reply-text"]), (999, "Forced finish from outside the thread. (forced finish)"))
        b.messages(0, timeout=0.2)


# ---- the connection fails ----

@check("given")
def wrong_password_is_tried_three_times_then_given_up():
    with Bench() as b:
        c = b.connector(creds=[b.creds(password="wrong")])
        b.wait_log("Permanently failed to connect")
        closes = b.tap.find("connection.close", "server")
        same(len(closes), 3, "attempts")
        same((closes[0].args["reply-code"], closes[0].args["class-id"], closes[0].args["method-id"]), (403, 0, 0))
        ok(closes[0].args["reply-text"].startswith("ACCESS_REFUSED"), closes[0].args["reply-text"])
        same(b.tap.find("connection.tune"), [], "tune frames")
        c.unpublish_all_versions(drs_id=DRS)           # dropped with a warning, nothing raised
        ok(b.logged("Dropping message. Reason: Could not connect"), "no warning")
        b.finish(c)
        same([t for t, _ in b.thread_errors], ["PIDServerException"], "exception in the thread")
        ok("ACCESS_REFUSED" in b.thread_errors[0][1], b.thread_errors[0][1])


@check("given")
def wrong_vhost_is_not_allowed():
    with Bench() as b:
        b.connector(creds=[b.creds(vhost="no-such-vhost")])
        b.wait_log("Permanently failed to connect")
        closes = b.tap.find("connection.close", "server")
        same(len(closes), 3, "attempts")
        a = closes[0].args
        same((a["reply-code"], a["class-id"], a["method-id"]), (530, 10, 40))
        same(a["reply-text"], "NOT_ALLOWED - vhost no-such-vhost not found")


@check("given")
def vhost_left_out_means_the_empty_name():
    with Bench() as b:
        b.connector(creds=[b.creds(vhost=None)])
        b.wait_log("Permanently failed to connect")
        same(b.tap.find("connection.open")[0].args["virtual-host"], "", "vhost")
        same(b.tap.find("connection.close", "server")[0].args["reply-text"], "NOT_ALLOWED - vhost  not found")


@check("given")
def server_down_is_only_seen_in_the_log():
    with Bench() as b:
        t = time.time()
        c = b.connector(creds=[b.creds(port=1)])
        c.unpublish_all_versions(drs_id=DRS)
        b.wait_log("Tried all hosts 3 times")
        ok(0.8 < time.time() - t < 4, "two waits of 0.5 s expected, took %.1f s" % (time.time() - t))
        b.finish(c)
        same([e for e, _ in b.thread_errors], ["PIDServerException"])
        b.messages(0, timeout=0.2)


# ---- unroutable ----

@check("given")
def unroutable_message_comes_back_and_is_sent_with_the_emergency_key():
    with Bench(keys=["UNROUTABLE.#"]) as b:
        c = b.connector()
        c.unpublish_all_versions(drs_id=DRS)
        ok(b.tap.wait("basic.publish", 2), "no second publish")
        b.finish(c)
        m = b.one()
        same(m.key, "UNROUTABLE.UNROUTABLE.fresh.UNROUTABLE", "key")
        same((m.json["ROUTING_KEY"], m.json["original_routing_key"]),
             ("UNROUTABLE.UNROUTABLE.fresh.UNROUTABLE", "2114100.HASH.fresh.unpubli-allvers"))
        r = b.tap.find("basic.return")[0].args
        same(r, {"reply-code": 312, "reply-text": "NO_ROUTE", "exchange": b.exchange,
                 "routing-key": "2114100.HASH.fresh.unpubli-allvers"})
        names = [n for n in b.tap.names("server") if n in ("basic.return", "header", "body", "basic.ack")]
        same(names[:4], ["basic.return", "header", "body", "basic.ack"], "a return comes before its ack")


# ---- the availability check ----

@check("given")
def check_availability_declares_passively_and_sends_a_probe():
    with Bench(wake=0) as b:
        c = b.connector(start=False)
        same(c.check_pid_queue_availability(send_message=True), None, "result")
        m = b.one()
        same((m.key, m.body), ("2114100.HASH.fresh.preflightcheck", b"PLEASE PRINT: Testing pre-flight check..."))
        same((m.props.content_type, m.props.delivery_mode), (None, 2), "properties")
        same(b.tap.names("client"),
             ["protocol-header", "connection.start-ok", "connection.tune-ok", "connection.open", "channel.open",
              "confirm.select", "exchange.declare", "basic.publish", "header", "body", "channel.close",
              "connection.close"], "client frames")
        d = b.tap.find("exchange.declare")[0].args
        same((d["exchange"], d["type"], d["passive"], d["durable"]), (b.exchange, "direct", True, False), "declare")
        same(b.tap.find("confirm.select")[0].args["no-wait"], False, "no-wait")
        same(len(b.tap.find("confirm.select-ok")), 1, "confirm.select-ok")


@check("given")
def check_availability_explains_what_is_wrong():
    with Bench(wake=0, keys=["nothing"]) as b:
        def text(send=False, **kw):
            k = dict(start=False)
            k.update({"messaging_service_exchange_name": kw.pop("exchange")} if "exchange" in kw else {})
            return b.connector(creds=[b.creds(**kw)], **k).check_pid_queue_availability(send_message=send)
        ok("Authentication failure" in text(password="wrong"), "password")
        ok('Virtual host "nowhere" does not exist' in text(vhost="nowhere"), "vhost")
        ok("Exchange nowhere does not exist" in text(exchange="nowhere"), "exchange")
        ok('Message failure with routing key "2114100.HASH.fresh.preflightcheck"' in text(send=True), "unroutable")
        a = b.tap.find("channel.close", "server")[0].args
        same((a["reply-code"], a["class-id"], a["method-id"]), (404, 40, 10), "channel.close")
        ok(a["reply-text"].startswith("NOT_FOUND - no exchange 'nowhere' in vhost '"), a["reply-text"])
        raises("AMQPConnectionError", text, port=1)      # a refused connection is not caught by the check


# ---- ordinary AMQP clients beside it ----

@check("given")
def plain_pika_publisher_and_consumer():
    with Bench(keys=["*.HASH.fresh.#"]) as b:
        ch = b.admin.channel()
        ch.confirm_delivery()
        ch.basic_publish(b.exchange, "2114100.HASH.fresh.errata-add", b'{"a": 1}',
                         pika.BasicProperties(content_type="application/json", delivery_mode=2, message_id="m1"),
                         mandatory=True)
        raises("UnroutableError", ch.basic_publish, b.exchange, "2114100.HASH.stale.errata-add", b"x", mandatory=True)
        ch.basic_publish(b.exchange, "2114100.HASH.stale.errata-add", b"dropped")
        m = b.one()
        same((m.body, m.props.message_id, m.redelivered), (b'{"a": 1}', "m1", False))


@check("given")
def plain_pika_get_requeue_purge_and_delete():
    with Bench() as b:
        ch = b.ch
        for i in range(3): ch.basic_publish(b.exchange, "k.%d" % i, b"%d" % i)
        time.sleep(0.2)
        same(ch.queue_declare(b.queue, passive=True).method.message_count, 3, "count")
        m, _, body = ch.basic_get(b.queue)
        same((body, m.redelivered, m.message_count, m.routing_key), (b"0", False, 2, "k.0"))
        ch.basic_nack(m.delivery_tag, requeue=True)
        time.sleep(0.1)
        m, _, body = ch.basic_get(b.queue)
        same((body, m.redelivered), (b"0", True), "requeued at its old place")
        ch.basic_ack(m.delivery_tag)
        same(ch.queue_purge(b.queue).method.message_count, 2, "purged")
        same(ch.basic_get(b.queue)[0], None, "get from an empty queue")
        same(ch.queue_delete(b.queue).method.message_count, 0, "deleted")


if __name__ == "__main__": main()
