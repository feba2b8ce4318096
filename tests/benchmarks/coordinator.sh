#!/bin/bash
# What it takes to look after many tasks on ECS, over a server that speaks ECS and CloudWatch Logs with
# AWS's quotas and an s3proxy, both on loopback: calls, delays and memory with so many tasks at a time,
# each of SECONDS to twice that; then how much longer a run of shorter tasks, 54 at a time, takes when
# 30 % of those on Spot are interrupted half-way. The tasks are simulated but for what they write to
# storage and say. Usage:
#   tests/benchmarks/coordinator.sh [TASKS] [SECONDS]
# Needs a packaged program with its tests' class path:
#   mvn -q -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/class-path
set -euo pipefail
tasks=${1:-1000}
seconds=${2:-100}
root=$(cd "$(dirname "$0")/../.." && pwd)
classes=$root/tests/target/test-classes:$(cat "$root/tests/target/class-path")
work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-benchmark.XXXXXX")
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
export AWS_ACCESS_KEY_ID=test-key-id AWS_SECRET_ACCESS_KEY=test-secret AWS_REGION=eu-west-1
export AWS_CONFIG_FILE=$work/none AWS_EC2_METADATA_DISABLED=true

# serve LEAST MOST SHARE AFTER: starts the services anew, in $folder
serve() {
  [ -z "$server" ] || { kill "$server"; wait "$server" || true; }
  folder=$(mktemp -d "$work/XXXXXX")
  java -Xmx1g -cp "$classes" 'dev.sluice.runners.CoordinatorLoad$Server' "$folder" "$@" \
    2> "$folder/server.log" &
  server=$!
  for ((i = 0; i < 600; i++)); do
    [ ! -e "$folder/server" ] || break
    kill -0 "$server" || { cat "$folder/server.log"; exit 1; }
    sleep 0.1
  done
  export AWS_ENDPOINT_URL_CLOUDWATCH_LOGS=$(head -n 1 "$folder/server")
}

# drive RUN TASKS MOST [tell]: a driver in 256 MB
drive() {
  java -Xmx256m -cp "$classes" dev.sluice.runners.CoordinatorLoad "$folder" "$@" \
    2> "$folder/driver.log" || { tail -n 20 "$folder/driver.log"; exit 1; }
}

serve "$seconds" $((2 * seconds)) 0 0
drive many "$tasks" "$tasks" tell
[ "${SLUICE_ALONE:-}" ] && exit

serve 30 45 0 0
drive undisturbed 162 54 | tee "$work/undisturbed"
serve 30 45 0.3 15
drive interrupted 162 54 | tee "$work/interrupted"
awk '{s[NR] = $3} END {printf "interrupted to undisturbed: %.2f\n", s[2] / s[1]}' \
  "$work/undisturbed" "$work/interrupted"
