-- What wrk sends, and its tally as one line of JSON.
--   wrk … -s load.lua URL -- METHOD [BODY]

function init(args)
  wrk.method = args[1]
  if args[2] then
    wrk.body = args[2]
    wrk.headers["Content-Type"] = "application/json"
  end
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.6f, "bytes": %d, "p99": %d, ' ..
      '"errors": {"connect": %d, "read": %d, "write": %d, "status": %d, "timeout": %d}}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(99),
    e.connect, e.read, e.write, e.status, e.timeout))
end
