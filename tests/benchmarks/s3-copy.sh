#!/bin/bash
# How long Sluice takes to write an object against `aws s3 cp` of the same file, whole processes and
# the same s3proxy on loopback, in pairs; medians and their ratio. Usage:
#   tests/benchmarks/s3-copy.sh [MEBIBYTES] [PAIRS]
# Needs GNU time, and a packaged program with its tests' class path:
#   mvn -q -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/class-path
# Without the AWS CLI it prints only Sluice's; `pip install awscli` gets that.
set -euo pipefail
mebibytes=${1:-512}
pairs=${2:-3}
root=$(cd "$(dirname "$0")/../.." && pwd)
jar=${SLUICE_JAR:-$root/pipeline/target/sluice.jar}
classes=$root/tests/target/test-classes
class_path=$(cat "$root/tests/target/class-path")
work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-benchmark.XXXXXX")
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
head -c "${mebibytes}M" /dev/urandom > "$work/file"

java -cp "$classes:$class_path" 'dev.sluice.tests.S3Copy$Server' "$work/s3" "$work/options" \
  2> "$work/server.log" &
server=$!
for ((i = 0; i < 600; i++)); do
  [ ! -e "$work/options" ] || break
  kill -0 "$server" || { cat "$work/server.log"; exit 1; }
  sleep 0.1
done
mapfile -t options < "$work/options"
endpoint=${options[0]#*=}
export AWS_ACCESS_KEY_ID=test-key-id AWS_SECRET_ACCESS_KEY=test-secret AWS_REGION=us-east-1
export AWS_CONFIG_FILE=$work/none AWS_EC2_METADATA_DISABLED=true

# measure NAME COMMAND…: appends wall seconds, CPU seconds and peak MiB to NAME's file
measure() {
  local name=$1
  shift
  rm -f "$work/s3/dumps/copy"
  /usr/bin/time -f "%e %U %S %M" -o "$work/time" "$@" > "$work/out" 2>&1 \
    || { cat "$work/out"; exit 1; }
  cmp "$work/file" "$work/s3/dumps/copy"
  awk '{printf "%.2f %.2f %d\n", $1, $2 + $3, $4 / 1024}' "$work/time" >> "$work/$name"
}

programs=(sluice)
if aws --version > /dev/null 2>&1; then
  programs=(aws sluice)
else
  echo "No AWS CLI to compare with (pip install awscli)" >&2
fi
# copy PROGRAM NAME: measures it as NAME
copy() {
  case $1 in
    aws) measure "$2" aws --endpoint-url "$endpoint" s3 cp "$work/file" s3://dumps/copy ;;
    sluice) measure "$2" java -Xmx256m -cp "$jar:$classes" dev.sluice.tests.S3Copy \
      "$work/file" s3://dumps/copy "${options[@]}" ;;
  esac
}

copy sluice warm-up
for ((pair = 0; pair < pairs; pair++)); do
  for program in "${programs[@]}"; do
    copy "$program" "$program"
  done
done

median() { cut -d' ' -f"$2" "$work/$1" | sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}'; }
printf "%-8s %8s %8s %8s %8s\n" "" "wall s" "CPU s" "peak MiB" "MiB/s"
for name in "${programs[@]}"; do
  printf "%-8s %8s %8s %8s " "$name" "$(median "$name" 1)" "$(median "$name" 2)" "$(median "$name" 3)"
  awk -v w="$(median "$name" 1)" -v m="$mebibytes" 'BEGIN {printf "%8.0f\n", m / w}'
done
if [ "${#programs[@]}" = 2 ]; then
  awk -v w="$(median sluice 1)" -v a="$(median aws 1)" \
    'BEGIN {printf "Throughput of sluice to that of aws s3 cp: %.2f\n", a / w}'
fi
