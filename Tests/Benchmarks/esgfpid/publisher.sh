#!/usr/bin/env bash
# Compiles the publisher of the broker benchmark, optimised, and prints where it is: publisher.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
out=$root/.build/benchmarks
mkdir -p "$out"
options=(-swift-version 6 -package-name understudy -O -wmo -I "$out")
swiftc "${options[@]}" -module-name Threads -emit-module -emit-module-path "$out/Threads.swiftmodule" \
  -parse-as-library -c -o "$out/Threads.o" "$root"/Sources/Threads/*.swift
swiftc "${options[@]}" -module-name publisher -o "$out/publisher" \
  "$root"/Sources/AMQP/*/*.swift "$here"/*.swift "$out/Threads.o"
echo "$out/publisher"
