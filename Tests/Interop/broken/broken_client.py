#!/usr/bin/env python3
"""A small workqueue client with three mistakes, to see what `understudy check` says of it.

    understudy check contracts/workqueue.json -- python3 Tests/Interop/broken/broken_client.py

Standard library only. It catches every error and exits with 0, as careless clients do.
"""
import json
import os
import urllib.error
import urllib.request

BASE = os.environ["UNDERSTUDY_WORKQUEUE_URL"] + "/workqueue/api/v1.0"
TOKEN = os.environ["UNDERSTUDY_WORKQUEUE_TOKEN"]


def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(BASE + path, data, {"X-Token": TOKEN, "Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError:
        return None


call("GET", "/jobs")
# The member is called src_filepath.
call("POST", "/list", {"src_siteid": 12, "src_path": "~/somefile"})
# A site is a number.
call("POST", "/copy", {"src_siteid": "12", "src_filepath": "~/a", "dst_siteid": 14, "dst_filepath": "~/b"})
# There is no such call.
call("GET", "/jobs/12345/log")
