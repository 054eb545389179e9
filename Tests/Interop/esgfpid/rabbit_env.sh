# Sourced by rabbit_start.sh, rabbit_stop.sh and rabbit_restart.sh. Every value can be overridden from the
# environment. Nothing here needs root: any ordinary user can own the data directory and run the broker.
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
: "${RMQ_DIR:=$here/rabbit}"             # all state, logs, cookie and pid live below this folder
: "${RMQ_PORT:=5679}"                    # AMQP, loopback only
: "${RMQ_DIST_PORT:=25679}"              # Erlang distribution, used by rabbitmqctl
: "${RMQ_EPMD_PORT:=4379}"               # a private epmd, so that no other node on the machine is touched
: "${RMQ_NODE:=understudy@localhost}"
: "${RMQ_USER:=esgf-pub}"
: "${RMQ_PASSWORD:=esgf-pub-secret}"
: "${RMQ_VHOST:=esgf-pid}"
: "${RMQ_LIB:=/usr/lib/rabbitmq/bin}"    # Debian keeps the plain scripts here; /usr/sbin holds root-only wrappers
mkdir -p "$RMQ_DIR/log" "$RMQ_DIR/mnesia" "$RMQ_DIR/home"
export HOME="$RMQ_DIR/home"              # .erlang.cookie is created here on the first start
export RABBITMQ_NODENAME="$RMQ_NODE"
export RABBITMQ_USE_LONGNAME=false
export RABBITMQ_NODE_IP_ADDRESS=127.0.0.1
export RABBITMQ_NODE_PORT="$RMQ_PORT"
export RABBITMQ_DIST_PORT="$RMQ_DIST_PORT"
export RABBITMQ_MNESIA_BASE="$RMQ_DIR/mnesia"
export RABBITMQ_LOG_BASE="$RMQ_DIR/log"
export RABBITMQ_CONFIG_FILE="$RMQ_DIR/rabbitmq.conf"
export RABBITMQ_CONF_ENV_FILE="$RMQ_DIR/none.conf"   # do not read the system-wide env file
export RABBITMQ_ENABLED_PLUGINS_FILE="$RMQ_DIR/enabled_plugins"
export RABBITMQ_PID_FILE="$RMQ_DIR/rabbit.pid"
export ERL_EPMD_ADDRESS=127.0.0.1
export ERL_EPMD_PORT="$RMQ_EPMD_PORT"
# 1 scheduler and no busy waiting keep it at about 100 MB and idle at 0 % CPU; empty for its own defaults.
: "${RMQ_SCHEDULERS=+S 1:1 +SDio 1 +sbwt none +sbwtdcpu none +sbwtdio none}"
: "${RMQ_MEMORY:=300MB}"                 # from here on it takes no messages
# Distribution on loopback only.
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="$RMQ_SCHEDULERS -kernel inet_dist_use_interface {127,0,0,1}"
export RABBITMQ_CTL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"
