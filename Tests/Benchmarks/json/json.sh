#!/usr/bin/env bash
# Measures reading and writing of JSON against Foundation's JSONSerialization: json.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
out=$root/.build/benchmarks
mkdir -p "$out"
swiftc -swift-version 6 -O -wmo -module-name json_benchmark -o "$out/json" \
  "$root"/Sources/JSON/*.swift "$here"/*.swift
"$out/json"
