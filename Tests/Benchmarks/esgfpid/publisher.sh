#!/usr/bin/env bash
# Compiles the publisher of the broker benchmark, optimised, and prints where it is: publisher.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
out=$root/.build/benchmarks
mkdir -p "$out"
swiftc -swift-version 6 -O -wmo -module-name publisher -o "$out/publisher" \
  "$root"/Sources/AMQP/*/*.swift "$here"/*.swift
echo "$out/publisher"
