#!/usr/bin/env bash
# Feeds invented bytes to the parsers: fuzz.sh SECONDS [OUTDIR]
#
# Each target runs for SECONDS with the address sanitizer, as many at once as there are cores. Prints
# `fuzz NAME: ok, N runs`, or the path of the input that failed, and then exits 1. OUTDIR (default
# .build/fuzz) keeps the programs, what the fuzzer found worth keeping, its logs, and inputs that
# failed; a failing input is tried again by OUTDIR/NAME PATH.
set -euo pipefail
seconds=${1:?usage: fuzz.sh SECONDS [OUTDIR]}
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "${2:-$root/.build/fuzz}"
out=$(cd "${2:-$root/.build/fuzz}" && pwd)

# The crash reporter can wait for ever for a process that the fuzzer has stopped.
export SWIFT_BACKTRACE=enable=no
# Swift keeps tags in pointers, which the leak detector then does not know as such.
export ASAN_OPTIONS=detect_leaks=0

# seed NAME TEXT: one file of the corpus a target starts from; TEXT as printf takes it.
seed() {
  mkdir -p "$out/$1.seeds"
  printf "$2" >"$out/$1.seeds/$(printf '%s' "$2" | cksum | tr ' ' -)"
}

seed json_reader '{"a": [1, -0.5e+3, true, null], "b": {"": "x\\\\n\\\\u00e9\\\\ud83d\\\\ude00"}}'
seed json_reader '[[], {}, "é€", 1e400, 18446744073709551616]'
seed json_reader '{"a":1,"a":2,"b":{"c":[false]}} '

# The first line is the query.
seed json_path '$..a[?@.b > 1 && !(match(@.c, "[a-c]{1,2}|\\\\p{Lu}") || @ == null)][-1:0:-2]\n{"a":[{"b":2,"c":"ab"},3]}'
seed json_path '$["\\u00e9",0][?length(@)==count(@.*)||search(@,value($.x))<=1e2]\n{"x":"a.","é":["ab",{}]}'

# The first three bytes choose the limits and the place of the cut.
get='GET /a%%20b?c=d HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n'
chunked='POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'
seed http_parser "0ab$get$get"
seed http_parser "1\\0\\060POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello$get"
seed http_parser "0\\0\\100${chunked}3;x=y\r\nabc\r\n0\r\nT: u\r\n\r\n"
seed http_parser "1\\0\\100${chunked}5\r\nhello\r\n4\r\nabcd\r\n00\r\n\r\n"
seed http_parser "0\\0\\020PUT http://a/ HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx"
seed http_parser "0\\0\\020\r\nOPTIONS * HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"

# A contract of each kind, and what is written there in older versions.
http='{"type":"Synchronous/HTTP","description":"d","request":{"method":"GET","path":"/","query":{"q":["1"]}}'
v4='"metadata":{"pactSpecification":{"version":"4.0"}}'
rules='"matchingRules":{"body":{"$.a":{"matchers":[{"match":"type","min":1}]}}}'
made='"generators":{"body":{"$.a[*]":{"type":"Regex","regex":"[a-c]+"},"$.b":{"type":"DateTime","expression":"next mon @ noon"}}}'
seed contract_reader "{\"interactions\":[$http,\"response\":{\"body\":{\"content\":{\"a\":[1],\"b\":\"x\"}},$rules,$made}}],$v4}"
seed contract_reader "{\"interactions\":[{\"type\":\"Asynchronous/Messages\",\"description\":\"m\",\"contents\":{\"content\":\"aGk=\",\"encoded\":\"base64\"}}],$v4}"
seed contract_reader '{"interactions":[{"description":"d","providerState":"s","request":{"method":"GET","path":"/","query":"a=1&b=%%20","body":"x","matchingRules":{"$.body":{"match":"regex","regex":".+"}}},"response":{"status":200}}]}'
seed contract_reader "{\"interactions\":[$http,\"response\":{\"body\":{\"content\":{\"a\":1}}},\"comments\":{\"understudy\":{\"response\":{\"optional\":{\"body\":[\"\$.a\"]}}}}}],$v4}"

# The first line is the content type.
form='Content-Disposition: form-data; name='
seed multipart_form "multipart/form-data; boundary=b\n--b\r\n${form}\"f\"; filename=\"x.txt\"\r\n\r\nx\r\n--b--\r\n"
seed multipart_form "multipart/form-data; boundary=\"b c\"\nin front\r\n--b c \r\n${form}a\r\n\r\n\r\n--b c\r\n${form}b; filename*=utf-8''%%41\r\n\r\n2\r\n--b c--"

# The first byte says whether the client is in already, the next two the place of the cut.
seed amqp_frames '0\0\010AMQP\0\0\011\001'
publish='\001\0\001\0\0\0\013\0\074\0\050\0\0\001e\001a\001\316'
header='\002\0\001\0\0\0\017\0\074\0\0\0\0\0\0\0\0\0\002\020\0\002\316'
body='\003\0\001\0\0\0\002hi\316'
select='\001\0\001\0\0\0\005\0\125\0\012\0\316'
declare='\001\0\002\0\0\0\016\0\062\0\012\0\0\001x\004\0\0\0\0\316'
bind='\001\0\002\0\0\0\021\0\062\0\024\0\0\001x\001e\001#\0\0\0\0\0\316'
consume='\001\0\002\0\0\0\017\0\074\0\024\0\0\001x\0\0\0\0\0\0\316'
get='\001\0\001\0\0\0\011\0\074\0\106\0\0\001q\0\316'
nack='\001\0\001\0\0\0\015\0\074\0\170\0\0\0\0\0\0\0\001\002\316'
close='\001\0\001\0\0\0\013\0\024\0\050\0\310\0\0\0\0\0\316'
seed amqp_frames "1\0\040$select$publish$header$body$publish$header$body"
seed amqp_frames "1\0\040$declare$bind$consume$publish$header$body$close"
seed amqp_frames "1\0\100$publish$header$body$get$nack$get$close$get"
seed amqp_frames '1\0\0\010\0\0\0\0\0\0\316'
# The same for a client: what a broker says to it.
started='\001\0\0\0\0\0\033\0\012\0\012\0\011\0\0\0\0\0\0\0\005PLAIN\0\0\0\005en_US\316'
tune='\001\0\0\0\0\0\014\0\012\0\036\0\004\0\0\020\0\0\074\316'
opened='\001\0\0\0\0\0\005\0\012\0\051\0\316'
ack='\001\0\001\0\0\0\015\0\074\0\120\0\0\0\0\0\0\0\001\0\316'
deliver='\001\0\001\0\0\0\025\0\074\0\074\001t\0\0\0\0\0\0\0\001\0\001e\001k\316'
seed amqp_client "0\0\020$started$tune$opened"
seed amqp_client "1\0\020$ack$deliver$header$body$close"
seed amqp_client '0\0\004AMQP\0\0\011\001'
# The first line is a request's body, the rest a stub.
wants='"request":{"method":"POST","urlPathTemplate":"/a/{b}","queryParameters":{"x":{"includes":[{"equalTo":"1"},{"matches":"[0-9]"}]}}'
seed stub_reader "{\"a\":1}\n{$wants,\"bodyPatterns\":[{\"equalToJson\":{\"a\":\"\${json-unit.any-number}\"}},{\"matchesJsonPath\":{\"expression\":\"\$.a\",\"equalTo\":\"1\"}}]},\"response\":{\"status\":201}}"
seed stub_reader "x\n{\"request\":{\"urlPattern\":\"/a/.*\",\"headers\":{\"X\":{\"and\":[{\"contains\":\"1\"},{\"not\":{\"before\":\"now -1 days\"}}]}}},\"sequence\":[{\"body\":\"1\"}],\"expiresAfter\":{\"uses\":1}}"
seed stub_reader "[1]\n{\"response\":{\"transformers\":[\"response-template\"],\"body\":\"{{#each (jsonPath request.body '\$')}}{{@index}}{{this}}{{else}}{{request.query.x.[1]}}{{/each}}{{math 1 '+' 2}}\"}}"

# run NAME ROOM…: compiles the target together with the sources of the room it tries, and of those
# that this one imports, as one module.
run() {
  local name=$1 room file sources=()
  shift
  rm -rf "$out/$name.sources"
  for room in "$@"; do
    while IFS= read -r file; do
      local copy="$out/$name.sources/${room//\//-}-$(basename "$file")"
      mkdir -p "$out/$name.sources"
      sed -E '/^((public|package) )?import (JSON|HTTPMessage|Contracts|HTTPClient|Threads)$/d' "$file" >"$copy"
      sources+=("$copy")
    done < <(find "$root/Sources/$room" -name '*.swift')
  done
  if ! swiftc -swift-version 6 -package-name understudy -O -wmo -parse-as-library -sanitize=fuzzer,address -use-ld=lld \
    -module-name "$name" -o "$out/$name" "${sources[@]}" "$root/Tests/Fuzz/$name.swift" \
    >"$out/$name.log" 2>&1; then
    cat "$out/$name.log"
    return 1
  fi
  try "$name"
}

# run_modules NAME ROOM… -- ROOM…: the same with each room as a module of its own, in the order of their
# floors, for rooms whose names would clash in one. Only those behind `--` are looked into by the fuzzer.
run_modules() {
  local name=$1 room objects=() made="$out/$1.modules" watched='-sanitize=fuzzer,address'
  local level=(-Onone) options=(-swift-version 6 -package-name understudy -parse-as-library -wmo
    -enable-upcoming-feature InternalImportsByDefault -I "$made")
  shift
  mkdir -p "$made"
  echo "module CLinux { header \"$root/Sources/CLinux/include/clinux.h\" export * }" \
    >"$made/module.modulemap"
  for room in "$@"; do
    if [ "$room" = -- ]; then
      level=(-O "$watched")
    elif swiftc "${options[@]}" "${level[@]}" -module-name "$room" -emit-module \
      -emit-module-path "$made/$room.swiftmodule" -c -o "$made/$room.o" \
      $(find "$root/Sources/$room" -name '*.swift') >"$out/$name.log" 2>&1; then
      objects+=("$made/$room.o")
    else
      cat "$out/$name.log"
      return 1
    fi
  done
  if ! swiftc "${options[@]}" -O "$watched" -use-ld=lld -module-name "$name" -o "$out/$name" \
    "${objects[@]}" "$root/Tests/Fuzz/$name.swift" >"$out/$name.log" 2>&1; then
    cat "$out/$name.log"
    return 1
  fi
  try "$name"
}

# try NAME: runs a target that is compiled.
try() {
  local name=$1
  mkdir -p "$out/$name.corpus"
  if ! "$out/$name" -max_total_time="$seconds" -max_len=2048 -timeout=10 -rss_limit_mb=2048 \
    -detect_leaks=0 -print_final_stats=1 -artifact_prefix="$out/$name." \
    "$out/$name.corpus" "$out/$name.seeds" >"$out/$name.log" 2>&1; then
    echo "fuzz $name: $(sed -n 's/.*Test unit written to //p' "$out/$name.log" | tail -1) fails," \
      "see $out/$name.log"
    return 1
  fi
  echo "fuzz $name: ok, $(sed -n 's/^stat::number_of_executed_units: *//p' "$out/$name.log") runs"
}

# Starts a target as soon as a core is free for it.
pids=()
start() {
  while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n || true; done
  "$@" &
  pids+=($!)
}

# Those that take longest to compile come first.
start run_modules amqp_frames Threads JSON HTTPMessage Contracts EventLoop HTTPServer HTTPClient MockServer -- AMQP MockBroker
start run stub_reader JSON HTTPMessage Contracts HTTPClient/HTTPURL.swift \
  MockServer/Stubs/{Patterns,Model,Templates,NearMisses/{StubComparison,TextDistance,ValuePatternWords}.swift} \
  MockServer/Stubs/Matching/StubFeature.swift MockServer/Collections/{Delay,TimeLength}.swift \
  MockServer/Fixtures/{FixtureError,FixtureFile,FixtureNode,FixtureSource,Suggestion}.swift \
  MockServer/Worlds/{Timestamp,Identifiers}.swift
start run contract_reader JSON HTTPMessage Contracts
start run amqp_client Threads AMQP
start run http_parser HTTPMessage
start run multipart_form HTTPMessage
start run json_reader JSON
start run json_path JSON

status=0
for pid in "${pids[@]}"; do wait "$pid" || status=1; done
exit $status
