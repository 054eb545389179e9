"""Drives the real ae.oaio_client with its real DIGI storage class against the storage host beside an oaio server.

usage: python drive_digi.py http://127.0.0.1:PORT [--only TEXT]
"""
import os

import requests
from oaio_kit import digi_redirected, eq, later, main

CHECKS = []


def check(func):
    CHECKS.append(("given", func))
    return func


def sync(cli):
    assert cli.synchronize_with_server_if_online(), f"sync failed: {cli.error_message}"


def local(cli, obj, name):
    with open(os.path.join(cli.client_root, "filez", obj.oaio_id, name), "rb") as fh:
        return fh.read()


def two(ctx):
    return ctx.client("alice", "devA", csh="Digi"), ctx.client("alice", "devB", csh="Digi")


class Storage:
    """the storage host's own view."""
    def __init__(self, ctx):
        self.base, self.ses = ctx.base_url, requests.Session()
        got = self.ses.get(f"{self.base}/token", headers={"X-Koofr-Email": "digi@example.org",
                                                          "X-Koofr-Password": "digi-secret"})
        self.ses.headers["Authorization"] = "Token " + got.headers["X-Koofr-Token"]
        self.mount = self.ses.get(f"{self.base}/api/v2/mounts").json()["mounts"][0]["id"]

    def names(self, path):
        got = self.ses.get(f"{self.base}/api/v2/mounts/{self.mount}/files/list", params={"path": path})
        return [f["name"] for f in got.json()["files"]] if got.status_code == 200 else None


@check
def chk_file_travels_between_devices(ctx):
    with digi_redirected(ctx.base_url):
        one, other = two(ctx)
        content = bytes(range(256)) * 40 + b"\r\n--x\r\n"
        obj = one.register_file("tst fil.bin", file_content=content)
        assert obj is not None, one.error_message
        sync(other)
        eq(local(other, obj, "tst fil.bin"), content, "received file")
        eq(Storage(ctx).names(f"oaio_files/{obj.oaio_id}/{obj.client_stamp}"), ["tst fil.bin"], "stored files")


@check
def chk_file_with_a_name_beyond_ascii(ctx):
    with digi_redirected(ctx.base_url):
        one, other = two(ctx)
        obj = one.register_file("größe.txt", file_content=b"x")
        assert obj is not None, one.error_message
        sync(other)
        eq(local(other, obj, "größe.txt"), b"x", "received file")


@check
def chk_empty_file(ctx):
    with digi_redirected(ctx.base_url):
        one, other = two(ctx)
        obj = one.register_file("empty.txt", file_content=b"")
        assert obj is not None, one.error_message
        sync(other)
        eq(local(other, obj, "empty.txt"), b"", "received file")


@check
def chk_updated_file_and_its_versions(ctx):
    with digi_redirected(ctx.base_url):
        one, other = two(ctx)
        obj = one.register_file("doc.txt", file_content=b"v1")
        sync(other)
        stamp = later(obj.client_stamp)
        other.update_file(obj.oaio_id, file_content=b"v2", stamp=stamp)
        eq(other.error_message, "", "error_message")
        sync(one)
        eq(local(one, obj, "doc.txt"), b"v2", "received file")
        eq(Storage(ctx).names(f"oaio_files/{obj.oaio_id}"), [obj.client_stamp, stamp], "versions")


@check
def chk_folder_with_subfolders(ctx):
    with digi_redirected(ctx.base_url):
        one = ctx.client("alice", "devA", csh="Digi")
        root = os.path.join(ctx.dir, "fold")
        for name in ("a.txt", "sub/b.txt", "sub/deep/c.bin"):
            os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
            with open(os.path.join(root, name), "wb") as fh:
                fh.write(name.encode())
        obj = one.register_folder(root)
        assert obj is not None, one.error_message
        storage, place = Storage(ctx), f"oaio_files/{obj.oaio_id}/{obj.client_stamp}"
        eq((storage.names(place), storage.names(place + "/sub"), storage.names(place + "/sub/deep")),
           (["a.txt", "sub"], ["b.txt", "deep"], ["c.bin"]), "stored files")


@check
def chk_wiped_files(ctx):
    with digi_redirected(ctx.base_url):
        one = ctx.client("alice", "devA", csh="Digi")
        obj = one.register_file("doc.txt", file_content=b"v1")
        assert obj is not None, one.error_message
        eq(one.unregister_object(obj.oaio_id, wipe_files=True), "", "result")
        eq(Storage(ctx).names(f"oaio_files/{obj.oaio_id}"), [], "stored versions")


if __name__ == "__main__":
    main(CHECKS)
