#!/usr/bin/env bash
# Drives the mocks with the real clients of the systems that they stand for, and holds contracts,
# mocks and Swift clients to the official Pact tools.
#
#   Tests/Interop/run.sh [SYSTEM…]        (every system when none is named)
#
#   UNDERSTUDY   the binary to test                      (.build/release/understudy)
#   PDM_SRC      workqueue: <checkout of the public repository ic-hep/pdm>/src
#   PYTHON27     workqueue worker: a Python 2.7          (python2.7 on the PATH)
#   RMQ_LIB      esgfpid: where RabbitMQ's scripts are   (/usr/lib/rabbitmq/bin)
#   WIREMOCK_DRIVER  stubs: a program that drives WireMock's admin API at the address it is called
#                with, by the Python client of Tests/Interop/stubs
#   TROVE_DOC    trove: python-troveclient's document "Using the Client Programmatically", whose
#                programs are run word for word; without it they are skipped
#
# Python packages go below .build/interop and stay there until their requirements change. Prints a
# line per system and profile and a total; exits 1 when anything failed. A system whose sources are
# not here is "not run", which is not a failure.
set -euo pipefail
shopt -s inherit_errexit

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
understudy=${UNDERSTUDY:-$root/.build/release/understudy}
environments=$root/.build/interop
scratch=$(mktemp -d)
server=
rabbit_url=
admin=()
passed=0
failed=0
export PYTHONDONTWRITEBYTECODE=1

# ---- the systems: each needs its function here and its name in this list ----

systems=(broken example workqueue provena oaio trove esgfpid stubs pact dashboard)

# A careless client that exits with 0: the contract must not let it pass.
broken() {
  judge "broken client" 1 "$root/contracts/workqueue.json" -- python3 "$here/broken/broken_client.py"
}

# A package of somebody else, whose tests use the mocks as they would from anywhere.
example() {
  local log=$scratch/driver.log code=0
  if ! command -v swift >/dev/null; then
    echo "a package that uses UnderstudyTesting: not run, needs swift on the PATH"
    return
  fi
  swift test --disable-xctest --package-path "$root/Tests/ExamplePackage" \
    --scratch-path "$root/.build/example" >"$log" 2>&1 || code=$?
  awk '
    /✔ Test .* passed after/ && !/Test run/ { good += match($0, /with [0-9]+ test cases?/) ? substr($0, RSTART + 5) + 0 : 1 }
    /✘ Test .* failed after/ && !/Test run/ { bad += 1 }
    END { print good + 0 " passed, " bad + 0 " failed" }' "$log" >>"$log.tally"
  cat "$log.tally" >>"$log"
  rm "$log.tally"
  count "a package that uses UnderstudyTesting" "$log" "$code"
}

workqueue() {
  local driver=$here/workqueue/drive_workqueue needs python profile
  needs='<checkout of the public repository ic-hep/pdm>/src'
  if [[ -z ${PDM_SRC:-} ]]; then
    echo "workqueue: not run, needs PDM_SRC=$needs"
    return
  elif [[ ! -d $PDM_SRC/pdm/workqueue ]]; then
    fails "workqueue: no folder pdm/workqueue in PDM_SRC=$PDM_SRC, which must be $needs"
    return
  fi
  python=$(python3_with workqueue "$here/workqueue/requirements.txt")
  for profile in documented reference; do
    drive "workqueue $profile" workqueue "$profile" url \
      "$python" "$driver.py" @/workqueue/api/v1.0 --profile "$profile"
    judge "workqueue $profile, judged by its contract" 0 --strict --profile "$profile" \
      "$root/contracts/workqueue.json" -- \
      sh -c '"$0" "$1" "$UNDERSTUDY_WORKQUEUE_URL/workqueue/api/v1.0" --profile "$2"' \
      "$python" "$driver.py" "$profile"
  done
  python27_with workqueue-worker "$here/workqueue/requirements.txt" "workqueue worker" || return 0
  for profile in documented reference; do
    drive "workqueue worker $profile" workqueue "$profile" url \
      env PYTHONUSERBASE="$environments/workqueue-worker" "$python27" "${driver}_worker.py" \
      @/workqueue/api/v1.0 --profile "$profile"
  done
}

provena() {
  local python profile token
  python=$(python3_with provena "$here/provena/requirements.txt")
  for profile in documented reference; do
    drive "provena $profile" provena "$profile" url \
      "$python" "$here/provena/drive_provena.py" --base-url @ --profile "$profile"
    judge "provena $profile, judged by its contract" 0 --strict --profile "$profile" \
      "$root/contracts/provena.json" -- \
      sh -c '"$0" "$1" --base-url "$UNDERSTUDY_PROVENA_URL" --profile "$2"' \
      "$python" "$here/provena/drive_provena.py" "$profile"
  done
  python=$(python3_with provena-openapi "$here/provena/openapi-requirements.txt")
  token=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["tokens"]["root"])' \
    "$root/fixtures/provena/service.json")
  drive "provena, held to its OpenAPI document" provena documented url \
    "$python" "$here/provena/check_openapi.py" @ "$token"
}

trove() {
  local python document=()
  python=$(python3_with trove "$here/trove/requirements.txt")
  if [[ -n ${TROVE_DOC:-} ]]; then document=(--seed "$TROVE_DOC"); fi
  drive "trove client" trove documented auth_url \
    "$python" "$here/trove/drive_trove.py" @ "${document[@]}"
  drive "trove commands" trove documented auth_url "$python" "$here/trove/drive_commands.py" @
  judge "trove and keystone, judged by their contracts" 0 --strict \
    "$root/contracts/trove.json" "$root/contracts/keystone.json" -- \
    sh -c '"$0" "$1/drive_trove.py" "$UNDERSTUDY_TROVE_AUTH_URL" &&
      "$0" "$1/drive_commands.py" "$UNDERSTUDY_TROVE_AUTH_URL"' "$python" "$here/trove"
}

# Stubs by the client that WireMock's users have: alone, and over a mock.
stubs() {
  local python
  if [[ -z ${WIREMOCK_DRIVER:-} ]]; then
    echo "stubs: not run, needs WIREMOCK_DRIVER=<a program that drives WireMock's admin API>"
    return
  fi
  python=$(python3_with stubs "$here/stubs/requirements.txt")
  mkdir -p "$scratch/stubs/mappings"
  drive "WireMock client on stubs alone" "$scratch/stubs" documented url \
    "$python" "$WIREMOCK_DRIVER" @
  drive "WireMock client over workqueue" workqueue documented url \
    "$python" "$WIREMOCK_DRIVER" @
}

oaio() {
  local python
  python=$(python3_with oaio "$here/oaio/requirements.txt")
  drive "oaio client" oaio documented url "$python" "$here/oaio/drive_oaio.py" @
  drive "oaio client with its storage" oaio documented url "$python" "$here/oaio/drive_digi.py" @
  judge "oaio, judged by its contract" 0 --strict "$root/contracts/oaio.json" -- \
    sh -c '"$0" "$1/drive_oaio.py" "$UNDERSTUDY_OAIO_URL" && "$0" "$1/drive_digi.py" "$UNDERSTUDY_OAIO_URL"' \
    "$python" "$here/oaio"
  if ! command -v swift >/dev/null; then
    echo "oaio, a Swift and a Python device: not run, needs swift on the PATH"
    return
  fi
  drive "oaio, a Swift and a Python device" oaio documented url \
    env UNDERSTUDY_OAIO_PYTHON="$python" sh -c '
      UNDERSTUDY_OAIO_URL=$1 swift test --package-path "$2" --filter "beside a Python device" &&
        echo "2 passed, 0 failed" || echo "0 passed, 1 failed"' sh @ "$root"
}

# The real client and the Swift one against the mock's broker, and against RabbitMQ beside it, which
# also restarts while the Swift one publishes.
esgfpid() {
  local python
  python=$(python3_with esgfpid "$here/esgfpid/requirements.txt")
  drive "esgfpid client" esgfpid documented url "$python" "$here/esgfpid/drive_esgfpid.py" @
  drive "esgfpid, the Swift client" esgfpid documented url swift_client @
  judge "esgfpid, judged by its contract" 0 "$root/contracts/esgfpid.json" -- \
    sh -c '"$0" "$1" "$UNDERSTUDY_ESGFPID_URL" --skip plain_pika' \
    "$python" "$here/esgfpid/drive_esgfpid.py"
  judge "esgfpid, one message of each kind" 0 --strict "$root/contracts/esgfpid.json" -- \
    "$python" "$here/esgfpid/publish.py"
  judge "esgfpid, a broken message" 1 "$root/contracts/esgfpid.json" -- \
    "$python" "$here/esgfpid/publish.py" broken
  rabbit_started || return 0
  at_hand "esgfpid client at RabbitMQ" "$python" "$here/esgfpid/drive_esgfpid.py" "$rabbit_url"
  at_hand "esgfpid, the Swift client at RabbitMQ, which restarts" \
    swift_client "$rabbit_url" "$here/esgfpid/rabbit_restart.sh"
  grep '^restart: ' "$scratch/driver.log" | sed 's/^/  /' || true
  "$here/esgfpid/rabbit_stop.sh" >/dev/null 2>&1 || true
  rabbit_url=
}

# swift_client URL [RESTART]: the Swift client's conformance at a broker; RESTART restarts that.
swift_client() {
  local log=$scratch/swift.log code=0
  UNDERSTUDY_ESGFPID_URL=$1 UNDERSTUDY_ESGFPID_RESTART=${2:-} timeout 900 swift test --package-path "$root" \
    --filter 'Conformance of the ESGF PID client' >"$log" 2>&1 || code=$?
  grep -E '^restart: |✘|error:' "$log" | sed 's/^✘/FAIL/' || true
  awk '
    /✔ Test .* passed after/ && !/Test run/ { good += match($0, /with [0-9]+ test cases?/) ? substr($0, RSTART + 5) + 0 : 1 }
    /✘ Test .* failed after/ && !/Test run/ { bad += 1 }
    END { print good + 0 " passed, " bad + 0 " failed" }' "$log"
  return $code
}

# rabbit_started: starts a RabbitMQ of our own and sets $rabbit_url; says what is missing and fails
# otherwise. As root on Debian it is installed, without being started as a service.
rabbit_started() {
  local log=$environments/rabbitmq.log ports
  export RMQ_LIB=${RMQ_LIB:-/usr/lib/rabbitmq/bin} RMQ_DIR=$scratch/rabbit
  if [[ ! -x $RMQ_LIB/rabbitmq-server && $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    echo "interop: installing rabbitmq-server" >&2
    DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
      apt-get install -y --no-install-recommends rabbitmq-server >"$log" 2>&1 || true
  fi
  if [[ ! -x $RMQ_LIB/rabbitmq-server ]]; then
    echo "esgfpid at RabbitMQ: not run, needs RabbitMQ (Debian: apt-get install" \
      "--no-install-recommends rabbitmq-server, or RMQ_LIB=<the folder of its scripts>)"
    return 1
  fi
  read -r -a ports < <(free_ports 3)
  export RMQ_PORT=${ports[0]} RMQ_DIST_PORT=${ports[1]} RMQ_EPMD_PORT=${ports[2]}
  rabbit_url=amqp://esgf-pub:esgf-pub-secret@127.0.0.1:$RMQ_PORT/esgf-pid
  if ! timeout 150 "$here/esgfpid/rabbit_start.sh" >"$log" 2>&1; then
    fails "esgfpid: RabbitMQ did not start" "$log"
    "$here/esgfpid/rabbit_stop.sh" >/dev/null 2>&1 || true
    rabbit_url=
    return 1
  fi
}

# free_ports N: prints ports that nobody listens on now.
free_ports() {
  python3 -c 'import socket, sys
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(s.getsockname()[1] for s in sockets))' "$1"
}

# The official verifier judges each mock by its contract; the official mock server, knowing the
# contracts alone, judges the Swift clients that have a suite for it.
pact() {
  local python contract name address clients=() log=$scratch/driver.log code=0
  python=$(python3_with pact "$here/pact/requirements.txt")
  for contract in "$root"/contracts/*.json; do
    name=$(basename "$contract" .json)
    # What is verified over HTTP of a message broker are its handles.
    address=url
    if [[ $name == esgfpid ]]; then address=handles_url; fi
    drive "official verifier on $name" "$name" documented "$address" \
      "$python" "$here/pact/verify.py" "$contract" @
    if grep -rqF "ServedInteraction.all(of: \"$name\")" "$root/Tests/Services"; then
      clients+=("$contract")
    fi
  done
  if ! command -v swift >/dev/null; then
    echo "official mock server: not run, needs swift on the PATH"
    return
  fi
  timeout 900 "$python" "$here/pact/consume.py" "${clients[@]}" -- \
    swift test --package-path "$root" --filter 'official mock server' >"$log" 2>&1 || code=$?
  count "official mock server with the Swift clients" "$log" "$code"
  echo "  not asked, being no request of a client: $(grep -c '^not asked: ' "$log" || true)"
}

# The page and the metrics at the control port, the page in a real browser.
dashboard() {
  local python
  python=$(python3_with dashboard "$here/dashboard/requirements.txt")
  drive "metrics" workqueue documented control "$python" "$here/dashboard/check_metrics.py" @
  if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then
    echo "dashboard: not run, needs a browser and its driver (Debian: apt-get install chromium chromium-driver)"
    return
  fi
  drive "dashboard" workqueue documented control "$python" "$here/dashboard/drive_dashboard.py" @
  drive "dashboard of messages" esgfpid documented control \
    "$python" "$here/dashboard/drive_dashboard.py" @ --messages
  admin=(--admin-token "let-me-in")
  drive "dashboard with a token" workqueue documented control \
    "$python" "$here/dashboard/drive_dashboard.py" @ --token "let-me-in"
  admin=()
}

# ---- Python environments ----

# python3_with NAME REQUIREMENTS: prints the Python of a virtual environment that has them.
python3_with() {
  local place=$environments/$1
  if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
    echo "interop: needs Python 3 with venv and pip (Debian: apt-get install python3-venv python3-pip)" >&2
    return 1
  fi
  if stale "$place" "$2" python3; then
    echo "interop: installing what $1 needs into .build/interop/$1" >&2
    rm -rf "$place"
    python3 -m venv "$place"
    "$place/bin/python" -m pip install --quiet --disable-pip-version-check -r "$2" >&2
    stamp "$2" python3 >"$place/.stamp"
  fi
  echo "$place/bin/python"
}

# python27_with NAME REQUIREMENTS LABEL: sets $python27; says what is missing and fails otherwise.
# Python 2.7 has no venv: its packages are one user's, and PYTHONUSERBASE says whose. Unlike
# PYTHONPATH that stays without effect on the Python 3 programs which the Worker starts.
python27_with() {
  local place=$environments/$1 log=$environments/$1.log
  python27=${PYTHON27:-python2.7}
  if ! "$python27" -c 'import sys; sys.exit(sys.version_info[:2] != (2, 7))' 2>/dev/null; then
    echo "$3: not run, needs Python 2.7 (python2.7 on the PATH, or PYTHON27=<its path>)"
    return 1
  fi
  stale "$place" "$2" "$python27" || return 0
  echo "interop: installing what $1 needs into .build/interop/$1" >&2
  rm -rf "$place"
  mkdir -p "$place"
  if ! PYTHONUSERBASE=$place "$python27" -m pip install --user --ignore-installed -r "$2" >"$log" 2>&1; then
    echo "$3: not run, needs what Python 2.7's pip failed to install (.build/interop/$1.log;" \
      "Debian: apt-get install gcc swig libssl-dev)"
    return 1
  fi
  stamp "$2" "$python27" >"$place/.stamp"
}

# stamp REQUIREMENTS PYTHON: what an environment was made from.
stamp() {
  "$2" --version 2>&1
  cat "$1"
}

# stale PLACE REQUIREMENTS PYTHON: whether the environment has to be made anew.
stale() {
  ! stamp "$2" "$3" | cmp --quiet - "$1/.stamp"
}

# ---- running ----

# drive LABEL SERVICE PROFILE ADDRESS COMMAND…: starts the mock, runs COMMAND…, in whose words an @
# in front stands for that address of the ready file (`control`: the control port's), stops the
# mock, and counts the checks.
drive() {
  local label=$1 service=$2 profile=$3 address=$4 words word
  shift 4
  if ! start "$service" "$address" --profile "$profile"; then
    fails "$label: the mock did not start" "$scratch/server.log"
    return
  fi
  words=()
  for word in "$@"; do words+=("${word/#@/$url}"); done
  at_hand "$label" "${words[@]}"
  if ! stop; then
    fails "$label: the mock ended by itself or did not end when told to" "$scratch/server.log"
  fi
}

# at_hand LABEL COMMAND…: runs COMMAND… against what runs already, and counts the checks.
at_hand() {
  local label=$1 log=$scratch/driver.log code=0
  shift
  if [[ $(type -t "$1") == function ]]; then
    "$@" >"$log" 2>&1 || code=$?
  else
    timeout 300 "$@" >"$log" 2>&1 || code=$?
  fi
  count "$label" "$log" "$code"
}

# judge LABEL CODE ARGUMENT…: runs `understudy check` and expects that exit code.
judge() {
  local label=$1 expected=$2 log=$scratch/check.log code=0
  shift 2
  timeout 300 "$understudy" check "$@" >"$log" 2>&1 || code=$?
  if [[ $code == "$expected" ]]; then
    passed=$((passed + 1))
    echo "$label: $(tail -n 1 "$log" | sed 's/^[^:]*: //')"
  else
    fails "$label: check ended with $code, expected $expected" "$log"
  fi
}

# start SERVICE ADDRESS OPTION…: starts the mock on free ports and sets $server and $url.
start() {
  local ready=$scratch/ready.json service=$1 address=$2 wait
  shift 2
  rm -f "$ready"
  "$understudy" serve "$service" --port 0 --ready-file "$ready" "${admin[@]}" "$@" >"$scratch/server.log" 2>&1 &
  server=$!
  for wait in {1..200}; do
    if [[ -e $ready ]]; then
      url=$(python3 -c 'import json, sys; 
ready = json.load(open(sys.argv[1]))
print(ready["control"]["url"] if sys.argv[3] == "control" else ready["services"][sys.argv[2]][sys.argv[3]])' \
        "$ready" "$(basename "$service")" "$address") || break
      return
    fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.05
  done
  stop || true
  return 1
}

# stop: ends the mock; fails when it had ended before, crashes now, or has to be killed.
stop() {
  local pid=$server wait code=0
  server=
  kill "$pid" 2>/dev/null || return 1
  for wait in {1..100}; do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.05
  done
  kill -KILL "$pid" 2>/dev/null || true
  wait "$pid" || code=$?
  ((code == 0 || code == 143))
}

# count LABEL LOG CODE: adds a driver's tally, its last line, to the total.
count() {
  local last
  last=$(tail -n 1 "$2")
  if [[ ! $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    fails "$1: the driver ended with $3 and no tally" "$2"
    return
  fi
  passed=$((passed + BASH_REMATCH[1]))
  failed=$((failed + BASH_REMATCH[2]))
  echo "$1: $last"
  grep '^FAIL ' "$2" | sed 's/^/  /' || true
  if [[ $3 != 0 && ${BASH_REMATCH[2]} == 0 ]]; then
    fails "$1: the driver ended with $3"
  fi
}

# fails WHY [LOG]: counts a failure of a whole run.
fails() {
  failed=$((failed + 1))
  echo "$1"
  if [[ $# -gt 1 ]]; then
    tail -n 15 "$2" | sed 's/^/  /'
  fi
}

clean_up() {
  if [[ -n $server ]]; then
    kill -KILL "$server" 2>/dev/null || true
  fi
  if [[ -n $rabbit_url ]]; then
    "$here/esgfpid/rabbit_stop.sh" >/dev/null 2>&1 || true
  fi
  rm -rf "$scratch"
}

trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [[ ! -x $understudy ]]; then
  echo "interop: no $understudy (make build, or name one in UNDERSTUDY)" >&2
  exit 1
fi
mkdir -p "$environments"
for system in "${@:-${systems[@]}}"; do
  if [[ " ${systems[*]} " != *" $system "* ]]; then
    echo "interop: unknown system $system (known: ${systems[*]})" >&2
    exit 1
  fi
  "$system"
done
echo "interop: $passed passed, $failed failed"
((failed == 0))
