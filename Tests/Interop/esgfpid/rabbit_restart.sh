#!/usr/bin/env bash
# Stop the node that rabbit_start.sh started and start it again, with all that is durable.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
"$here/rabbit_stop.sh" > /dev/null
"$here/rabbit_start.sh" > /dev/null
