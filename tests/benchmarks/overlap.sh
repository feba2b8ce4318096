#!/bin/bash
# How long `overlap` takes for the timeline of a generated CSV against DuckDB's SQL on the same file,
# whole processes writing to a file, in pairs; medians and ratios. Usage:
#   tests/benchmarks/overlap.sh [ROWS] [PAIRS]
# Then, once, as many probes as 11 in 100 rows. Needs a packaged program (mvn -q -DskipTests
# package), DuckDB's JDBC driver in Maven's repository (the tests use it) and GNU time.
set -euo pipefail
rows=${1:-11000000}
pairs=${2:-5}
here=$(cd "$(dirname "$0")" && pwd)
jar=${SLUICE_JAR:-$here/../../pipeline/target/sluice.jar}
duckdb=${DUCKDB_JAR:-$(ls "$HOME"/.m2/repository/org/duckdb/duckdb_jdbc/*/duckdb_jdbc-*.jar | tail -1)}
heap=${SLUICE_HEAP:-$((rows > 50000000 ? 1200 : 300))m}
work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-benchmark.XXXXXX")
trap 'rm -rf "$work"' EXIT
table=$work/table.csv
java "$here/Intervals.java" "$rows" 1 "$table"

# measure NAME COMMAND…: appends wall seconds, CPU seconds and peak MiB to NAME's file
measure() {
  local name=$1
  shift
  /usr/bin/time -f "%e %U %S %M" -o "$work/time" "$@" 2> "$work/err" || { cat "$work/err"; exit 1; }
  awk '{printf "%.2f %.2f %d\n", $1, $2 + $3, $4 / 1024}' "$work/time" >> "$work/$name"
}

sluice() {
  rm -f "$work/out.ndjson"
  measure "$1" java -Xmx"$heap" -jar "$jar" overlap --input="$table" --output="$work/out.ndjson" "${@:2}"
}

for ((pair = 0; pair < pairs; pair++)); do
  rm -f "$work/out.csv"
  measure duckdb java -cp "$duckdb" "$here/DuckDbTimeline.java" "$table" "$work/out.csv"
  sluice timeline
done
rm -f "$work/out.csv"
probes=$work/probes.csv
java "$here/Intervals.java" "$((rows * 11 / 100))" 2 "$probes"
heap=${SLUICE_HEAP:-2g}
sluice probes --probe="$probes"

median() { cut -d' ' -f"$2" "$work/$1" | sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}'; }
printf "%-10s %8s %8s %8s %12s %12s\n" "" "wall s" "CPU s" "peak MiB" "wall/duckdb" "CPU/duckdb"
for name in duckdb timeline probes; do
  printf "%-10s %8s %8s %8s " "$name" "$(median $name 1)" "$(median $name 2)" "$(median $name 3)"
  awk -v w="$(median $name 1)" -v c="$(median $name 2)" -v dw="$(median duckdb 1)" \
    -v dc="$(median duckdb 2)" 'BEGIN {printf "%12.2f %12.2f\n", w / dw, c / dc}'
done
