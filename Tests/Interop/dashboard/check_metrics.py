#!/usr/bin/env python3
"""Reads GET /__admin/metrics with Prometheus' own parser: check_metrics.py CONTROL_URL

Makes known requests and holds the figures to them. Ends with `N passed, M failed`."""
import json
import sys
import urllib.error
import urllib.request

from prometheus_client.parser import text_string_to_metric_families

control = sys.argv[1].rstrip("/")
passed = failed = 0


def check(what, holds, detail=""):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"FAIL {what}: {detail}")


def get(url, method="GET", body=None):
    request = urllib.request.Request(url, method=method, data=body)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def metrics():
    status, text, headers = get(control + "/__admin/metrics")
    check("the metrics are there", status == 200, status)
    check("they say that they are Prometheus text", headers["Content-Type"].startswith("text/plain; version=0.0.4"))
    return {family.name: family for family in text_string_to_metric_families(text.decode())}


def samples(families, name, **labels):
    return [sample for family in families.values() for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()]


def total(families, name, **labels):
    return sum(s.value for s in samples(families, name, **labels))


overview = json.loads(get(control + "/__admin/services")[1])
service = overview["services"][0]
name, url = service["name"], service["places"]["url"]

before = metrics()
for _ in range(7):
    get(url + "/nowhere")
get(url + "/nowhere", "POST", b"{}")
get(url + "/nowhere", "BREW")
get(url + "/__admin/health")
after = metrics()


def grown(metric, **labels):
    return total(after, metric, **labels) - total(before, metric, **labels)


check("GETs are counted", grown("understudy_requests_total", service=name, method="GET") == 7)
check("by class of status", grown("understudy_requests_total", service=name, method="GET", status="4xx") == 7)
check("POSTs apart", grown("understudy_requests_total", service=name, method="POST") == 1)
check("an unknown method as OTHER", grown("understudy_requests_total", service=name, method="OTHER") == 1)
check("admin calls are not counted", grown("understudy_requests_total", service=name) == 9)
check("the histogram counts the same", grown("understudy_request_duration_seconds_count", service=name) == 9)
check("its last bucket, too", grown("understudy_request_duration_seconds_bucket", service=name, le="+Inf") == 9)
check("its sum grows", grown("understudy_request_duration_seconds_sum", service=name) > 0)
for world in samples(after, "understudy_request_duration_seconds_count"):
    labels = world.labels
    buckets = [s.value for s in samples(after, "understudy_request_duration_seconds_bucket", **labels)]
    check("buckets grow with their bounds", buckets == sorted(buckets) and len(buckets) > 5, buckets)
check("the journal's entries", total(after, "understudy_journal_entries", service=name) >= 9)
check("what was dropped", samples(after, "understudy_journal_dropped", service=name))
check("memory", total(after, "process_resident_memory_bytes") > 1_000_000)
check("the version", [s.labels["version"] for s in samples(after, "understudy_build_info")] == [overview["version"]])
check("every metric has a type and a help text",
      all(f.type != "unknown" and f.documentation for f in after.values()), [f.name for f in after.values() if f.type == "unknown"])

world = json.loads(get(control + "/__admin/worlds", "POST", json.dumps({"service": name}).encode())[1])
for _ in range(3):
    get(world["services"][name]["url"] + "/nowhere")
with_world = metrics()
check("worlds are counted", total(with_world, "understudy_worlds") == 1)
earlier = total(after, "understudy_requests_total", service=name, world="fresh")
check("requests to a world count under its service",
      total(with_world, "understudy_requests_total", service=name, world="fresh") == earlier + 3)
get(control + "/__admin/worlds/" + world["id"], "DELETE")
ended = metrics()
check("a world that has ended is none", total(ended, "understudy_worlds") == 0)
check("what it served stays counted", total(ended, "understudy_requests_total", service=name, world="fresh") == earlier + 3)

print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
