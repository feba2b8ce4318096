#!/bin/bash
# How long `sort` takes for NDJSON by revision_dt, in a heap of 1 GiB, against GNU sort as people use
# it (decorate, sort, cut) and DuckDB in 1 GB on two threads; and for the same file once it is in
# order, against `cat`. Whole processes writing to a file, in pairs; medians and ratios. Usage:
#   tests/benchmarks/sort.sh [MEGABYTES_OF_NDJSON] [PAIRS]
# The output has to be GNU sort's, byte for byte. Needs a packaged program (mvn -q -DskipTests
# package), mawk, GNU sort, DuckDB's JDBC driver in Maven's repository (the tests use it) and GNU time.
# SLUICE_ALONE=1 leaves the others out, and tells the disk that was taken at most beside the input.
set -euo pipefail
megabytes=${1:-2500}
pairs=${2:-3}
here=$(cd "$(dirname "$0")" && pwd)
jar=${SLUICE_JAR:-$here/../../pipeline/target/sluice.jar}
duckdb=${DUCKDB_JAR:-$(ls "$HOME"/.m2/repository/org/duckdb/duckdb_jdbc/*/duckdb_jdbc-*.jar | tail -1)}
work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-benchmark.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/out"
# A stub dump's records take half as much again as its XML.
java -jar "$jar" generate --kind=stub-meta-history --bytes=$((megabytes * 670000)) --seed=1 \
  --output="$work/dump.xml"
java -jar "$jar" convert --input="$work/dump.xml" --output="$work/table.ndjson" 2> /dev/null
rm "$work/dump.xml"

# measure NAME COMMAND…: appends wall seconds, CPU seconds and peak MiB to NAME's file
measure() {
  local name=$1
  shift
  sync # What the one before wrote is not to be waited for by this one.
  /usr/bin/time -f "%e %U %S %M" -o "$work/time" "$@" 2> "$work/err" || { cat "$work/err"; exit 1; }
  awk '{printf "%.2f %.2f %d\n", $1, $2 + $3, $4 / 1024}' "$work/time" >> "$work/$name"
}

# sluice NAME INPUT
sluice() {
  rm -f "$work/out/sluice.ndjson"
  measure "$1" java -Xmx1g -jar "$jar" sort --input="$2" --output="$work/out/sluice.ndjson" \
    --sortBy=revision_dt
}

export LC_ALL=C
gnu='mawk '\''{ match($0, /"revision_dt":"[^"]*"/); print substr($0, RSTART + 15, RLENGTH - 16) "\t" $0 }'\'' "$1" |
  sort -s -S 512M --parallel=2 -T "$2" -t "$(printf "\t")" -k1,1 | cut -f2- > "$2/gnu.ndjson"'
if [ -n "${SLUICE_ALONE:-}" ]; then
  (while sleep 0.5; do du -s --block-size=1M "$work/out" 2> /dev/null | cut -f1; done) > "$work/disk" &
  watcher=$!
  sluice sluice "$work/table.ndjson"
  kill $watcher
  records=$(wc -l < "$work/table.ndjson")
  java -jar "$jar" sort --check --sortBy=revision_dt --input="$work/out/sluice.ndjson"
  [ "$records" = "$(wc -l < "$work/out/sluice.ndjson")" ] || { echo "records are missing"; exit 1; }
  # The multiset of lines: a sum of their CRCs, whatever their order.
  for file in "$work/table.ndjson" "$work/out/sluice.ndjson"; do
    java "$here/LineSums.java" "$file"
  done | uniq | awk 'END {if (NR != 1) {print "other lines"; exit 1}}'
  mib=$(($(stat -c %s "$work/table.ndjson") / 1048576))
  sort -n "$work/disk" | tail -1 | awk -v mib=$mib '{printf "input %d MiB, disk at most %.2f times as much\n", mib, $1 / mib}'
  awk '{printf "sluice %s s, CPU %s s, peak %s MiB\n", $1, $2, $3}' "$work/sluice"
  exit
fi
for ((pair = 0; pair < pairs; pair++)); do
  measure gnu bash -c "$gnu" gnu "$work/table.ndjson" "$work/out"
  sluice sluice "$work/table.ndjson"
  cmp "$work/out/gnu.ndjson" "$work/out/sluice.ndjson"
  measure duckdb java -cp "$duckdb" "$here/DuckDbSort.java" "$work/table.ndjson" "$work/out/duckdb"
  rm -rf "$work/out/duckdb"* "$work/out/sluice.ndjson"
  mv "$work/out/gnu.ndjson" "$work/ordered.ndjson"
  measure cat sh -c 'cat "$1" > "$2"' cat "$work/ordered.ndjson" "$work/out/cat"
  rm "$work/out/cat"
  sluice ordered "$work/ordered.ndjson"
done

median() { cut -d' ' -f"$2" "$work/$1" | sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}'; }
ls -l "$work/table.ndjson" | awk '{printf "%d MB\n", $5 / 1e6}'
printf "%-8s %8s %8s %8s\n" "" "wall s" "CPU s" "peak MiB"
for name in gnu duckdb sluice cat ordered; do
  printf "%-8s %8s %8s %8s\n" "$name" "$(median $name 1)" "$(median $name 2)" "$(median $name 3)"
done
awk -v s="$(median sluice 1)" -v g="$(median gnu 1)" -v d="$(median duckdb 1)" \
  -v o="$(median ordered 1)" -v c="$(median cat 1)" \
  'BEGIN {printf "sluice/gnu %.2f, sluice/duckdb %.2f, ordered/cat %.2f\n", s / g, s / d, o / c}'
