wrk.method="POST"
wrk.body='{"src_siteid": 12, "src_filepath": "somefile", "type": "0"}'
wrk.headers["Content-Type"]="application/json"
