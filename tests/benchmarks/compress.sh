#!/bin/bash
# How long `convert` into compressed parts takes against converting into parts that are not, and
# compressing those with the usual program: whole processes, in pairs; medians and ratios. Usage:
#   tests/benchmarks/compress.sh [gzip|zstd] [BYTES_OF_XML] [PAIRS]
# Against `gzip`, which has one thread, or `zstd -T2`. Needs a packaged program (mvn -q -DskipTests
# package), gzip, zstd and GNU time. `size` is that of the parts.
set -euo pipefail
kind=${1:-gzip}
bytes=${2:-1073741824}
pairs=${3:-5}
root=$(cd "$(dirname "$0")/../.." && pwd)
jar=${SLUICE_JAR:-$root/pipeline/target/sluice.jar}
work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-benchmark.XXXXXX")
trap 'rm -rf "$work"' EXIT
case $kind in
  gzip) compressor="gzip" suffix=gz ;;
  zstd) compressor="zstd -T2 -q --rm" suffix=zst ;;
  *) echo "Unknown kind $kind (expected gzip or zstd)" >&2; exit 2 ;;
esac
dump=$work/dump.xml.gz
java -jar "$jar" generate --kind=stub-meta-history --bytes="$bytes" --seed=1 --output="$dump"
convert="java -Xmx128m -jar '$jar' convert --input='$dump' --output='$work/parts/'"

# measure NAME COMMAND: appends wall seconds, CPU seconds, peak MiB and the parts' MiB to NAME's file
measure() {
  rm -rf "$work/parts"
  /usr/bin/time -f "%e %U %S %M" -o "$work/time" sh -c "$2" 2> "$work/err" \
    || { cat "$work/err"; exit 1; }
  local size
  size=$(cat "$work"/parts/part-*"$3" | wc -c)
  awk -v s="$size" '{printf "%.2f %.2f %d %.1f\n", $1, $2 + $3, $4 / 1024, s / 1048576}' \
    "$work/time" >> "$work/$1"
}

for ((pair = 0; pair < pairs; pair++)); do
  measure none "$convert" ndjson
  measure then "$convert && $compressor '$work'/parts/part-*" "$suffix"
  measure parallel "$convert --compression=$kind" "$suffix"
done

median() { cut -d' ' -f"$2" "$work/$1" | sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}'; }
printf "%-22s %8s %8s %8s %8s %10s %10s %10s\n" \
  "" "wall s" "CPU s" "peak MiB" "size MiB" "wall/then" "CPU/then" "size/then"
for name in none then parallel; do
  case $name in
    none) label="not compressed" ;;
    then) label="then ${compressor%% -q*}" ;;
    parallel) label="--compression=$kind" ;;
  esac
  printf "%-22s %8s %8s %8s %8s " \
    "$label" "$(median $name 1)" "$(median $name 2)" "$(median $name 3)" "$(median $name 4)"
  awk -v w="$(median $name 1)" -v c="$(median $name 2)" -v s="$(median $name 4)" \
    -v tw="$(median then 1)" -v tc="$(median then 2)" -v ts="$(median then 4)" \
    'BEGIN {printf "%10.2f %10.2f %10.2f\n", w / tw, c / tc, s / ts}'
done
