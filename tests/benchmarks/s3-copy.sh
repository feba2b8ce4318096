#!/bin/bash
# How fast Sluice writes an object against `aws s3 cp` of the same file, whole processes and the same
# s3proxy on loopback, in pairs: medians for a small file and a large one, and the throughput between
# the two, which leaves out the start of either program (a step of a run is in a JVM that runs). Usage:
#   tests/benchmarks/s3-copy.sh [SMALL_MIB] [LARGE_MIB] [PAIRS]
# Needs GNU time, and a packaged program with its tests' class path:
#   mvn -q -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/class-path
# Without the AWS CLI it prints only Sluice's; `pip install awscli` gets that. TMPDIR=/dev/shm keeps
# a disk out of it. The heap is one with which ten parts are on their way at a time, as with the AWS CLI.
set -euo pipefail
small=${1:-256}
large=${2:-2048}
pairs=${3:-5}
root=$(cd "$(dirname "$0")/../.." && pwd)
jar=${SLUICE_JAR:-$root/pipeline/target/sluice.jar}
classes=$root/tests/target/test-classes
class_path=$(cat "$root/tests/target/class-path")
work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-benchmark.XXXXXX")
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
for mebibytes in "$small" "$large"; do
  head -c "${mebibytes}M" /dev/urandom > "$work/file-$mebibytes"
done

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

# measure NAME FILE COMMAND…: appends wall seconds, CPU seconds and peak MiB to NAME's file
measure() {
  local name=$1 file=$2
  shift 2
  rm -f "$work/s3/dumps/copy"
  /usr/bin/time -f "%e %U %S %M" -o "$work/time" "$@" > "$work/out" 2>&1 \
    || { cat "$work/out"; exit 1; }
  cmp "$file" "$work/s3/dumps/copy"
  awk '{printf "%.2f %.2f %d\n", $1, $2 + $3, $4 / 1024}' "$work/time" >> "$work/$name"
}

programs=(sluice)
if aws --version > /dev/null 2>&1; then
  programs=(aws sluice)
else
  echo "No AWS CLI to compare with (pip install awscli)" >&2
fi
# copy PROGRAM MEBIBYTES NAME: measures it as NAME
copy() {
  local file=$work/file-$2
  case $1 in
    aws) measure "$3" "$file" aws --endpoint-url "$endpoint" s3 cp "$file" s3://dumps/copy ;;
    sluice) measure "$3" "$file" java -Xmx640m -cp "$jar:$classes" dev.sluice.tests.S3Copy \
      "$file" s3://dumps/copy "${options[@]}" ;;
  esac
}

copy sluice "$small" warm-up
for ((pair = 0; pair < pairs; pair++)); do
  for mebibytes in "$small" "$large"; do
    for program in "${programs[@]}"; do
      copy "$program" "$mebibytes" "$program-$mebibytes"
    done
  done
done

median() { cut -d' ' -f"$2" "$work/$1" | sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}'; }
# throughput PROGRAM: MiB/s from the small file to the large one
throughput() {
  awk -v small="$(median "$1-$small" 1)" -v large="$(median "$1-$large" 1)" \
    -v mebibytes=$((large - small)) 'BEGIN {printf "%.1f\n", mebibytes / (large - small)}'
}
printf "%-8s %8s %8s %8s %8s\n" "" "MiB" "wall s" "CPU s" "peak MiB"
for program in "${programs[@]}"; do
  for mebibytes in "$small" "$large"; do
    name=$program-$mebibytes
    printf "%-8s %8s %8s %8s %8s\n" "$program" "$mebibytes" "$(median "$name" 1)" \
      "$(median "$name" 2)" "$(median "$name" 3)"
  done
  printf "%-8s %s MiB/s from the small file to the large one\n" "$program" "$(throughput "$program")"
done
if [ "${#programs[@]}" = 2 ]; then
  awk -v s="$(throughput sluice)" -v a="$(throughput aws)" \
    'BEGIN {printf "Throughput of sluice to that of aws s3 cp: %.2f\n", s / a}'
  for mebibytes in "$small" "$large"; do
    awk -v s="$(median "sluice-$mebibytes" 1)" -v a="$(median "aws-$mebibytes" 1)" -v m="$mebibytes" \
      'BEGIN {printf "The same with the starts of both, %d MiB: %.2f\n", m, a / s}'
  done
fi
