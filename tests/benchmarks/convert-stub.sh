#!/bin/bash
# How long `convert` takes for a stub dump (.xml.gz) against `gzip -dc` of the same file, whole
# processes writing to a file, in pairs; medians and ratios. Usage:
#   tests/benchmarks/convert-stub.sh [BYTES_OF_XML] [PAIRS]
# Needs a packaged program (mvn -q -DskipTests package), gzip and GNU time.
set -euo pipefail
bytes=${1:-1073741824}
pairs=${2:-5}
root=$(cd "$(dirname "$0")/../.." && pwd)
jar=${SLUICE_JAR:-$root/pipeline/target/sluice.jar}
work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-benchmark.XXXXXX")
trap 'rm -rf "$work"' EXIT
dump=$work/stub.xml.gz
java -jar "$jar" generate --kind=stub-meta-history --bytes="$bytes" --seed=1 --output="$dump"

# measure NAME COMMAND…: appends wall seconds, CPU seconds and peak MiB to NAME's file
measure() {
  local name=$1
  shift
  /usr/bin/time -f "%e %U %S %M" -o "$work/time" "$@"
  awk '{printf "%.2f %.2f %d\n", $1, $2 + $3, $4 / 1024}' "$work/time" >> "$work/$name"
}

convert() {
  rm -f "$work/out.ndjson"
  measure "$1" java -Xmx128m "${@:2}" -jar "$jar" convert --input="$dump" \
    --output="$work/out.ndjson" 2> "$work/err" || { cat "$work/err"; exit 1; }
}

for ((pair = 0; pair < pairs; pair++)); do
  rm -f "$work/out.xml"
  measure gzip sh -c "gzip -dc '$dump' > '$work/out.xml'"
  convert scanner
done
rm -f "$work/out.xml"
# The reference converter, once: it is the same for years.
convert reference -Dsluice.convert.reference=true

median() { cut -d' ' -f"$2" "$work/$1" | sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}'; }
printf "%-10s %8s %8s %8s %10s %10s\n" "" "wall s" "CPU s" "peak MiB" "wall/gzip" "CPU/gzip"
for name in gzip scanner reference; do
  printf "%-10s %8s %8s %8s " "$name" "$(median $name 1)" "$(median $name 2)" "$(median $name 3)"
  awk -v w="$(median $name 1)" -v c="$(median $name 2)" -v gw="$(median gzip 1)" \
    -v gc="$(median gzip 2)" 'BEGIN {printf "%10.2f %10.2f\n", w / gw, c / gc}'
done
