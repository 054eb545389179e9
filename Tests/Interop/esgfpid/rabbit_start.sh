#!/usr/bin/env bash
# Start a private RabbitMQ on 127.0.0.1 and create the user, the vhost and the permissions. No root, no systemd.
set -eu
. "$(cd "$(dirname "$0")" && pwd)/rabbit_env.sh"
cat > "$RABBITMQ_CONFIG_FILE" <<CONF
listeners.tcp.local = 127.0.0.1:$RMQ_PORT
vm_memory_high_watermark.absolute = $RMQ_MEMORY
disk_free_limit.absolute = 50MB
log.console = false
log.file.level = info
heartbeat = 60
loopback_users = none
CONF
printf '[].\n' > "$RABBITMQ_ENABLED_PLUGINS_FILE"
rm -f "$RABBITMQ_PID_FILE"
nohup "$RMQ_LIB/rabbitmq-server" > "$RMQ_DIR/log/stdout.log" 2> "$RMQ_DIR/log/stderr.log" < /dev/null &
"$RMQ_LIB/rabbitmqctl" -n "$RMQ_NODE" wait --timeout 60 "$RABBITMQ_PID_FILE"
ctl() { "$RMQ_LIB/rabbitmqctl" -q -n "$RMQ_NODE" "$@"; }
ctl add_vhost "$RMQ_VHOST" 2>/dev/null || true
ctl add_user "$RMQ_USER" "$RMQ_PASSWORD" 2>/dev/null || true
ctl set_permissions -p "$RMQ_VHOST" "$RMQ_USER" '.*' '.*' '.*'
ctl set_permissions -p / "$RMQ_USER" '.*' '.*' '.*'
echo "ready: amqp://$RMQ_USER:$RMQ_PASSWORD@127.0.0.1:$RMQ_PORT/$RMQ_VHOST pid $(cat "$RABBITMQ_PID_FILE")"
