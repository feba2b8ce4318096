#!/bin/bash
# How long `convert` takes for a dump against decompressing the same file, whole processes writing
# to a file, in pairs; medians and ratios. Usage:
#   tests/benchmarks/convert.sh [gzip|pages|bzip2|multistream] [BYTES_OF_XML] [PAIRS]
# gzip: a stub dump, against `gzip -dc`; pages: the same with --rows=page, and a heap that holds its
# largest page; bzip2: full text in one stream, multistream: in many, against `bzip2 -dc`. Needs a packaged program (mvn -q -DskipTests package), gzip, bzip2 and GNU
# time.
set -euo pipefail
kind=${1:-gzip}
bytes=${2:-1073741824}
pairs=${3:-5}
root=$(cd "$(dirname "$0")/../.." && pwd)
jar=${SLUICE_JAR:-$root/pipeline/target/sluice.jar}
work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-benchmark.XXXXXX")
trap 'rm -rf "$work"' EXIT
heap=128m rows=revision
case $kind in
  gzip) baseline=gzip suffix=gz options=(--kind=stub-meta-history) ;;
  pages) baseline=gzip suffix=gz options=(--kind=stub-meta-history) heap=1g rows=page ;;
  bzip2) baseline=bzip2 suffix=bz2 options=(--kind=pages-articles) ;;
  multistream) baseline=bzip2 suffix=bz2 options=(--kind=pages-articles --multistream) ;;
  *) echo "Unknown kind $kind (expected gzip, pages, bzip2 or multistream)" >&2; exit 2 ;;
esac
dump=$work/dump.xml.$suffix
java -jar "$jar" generate "${options[@]}" --bytes="$bytes" --seed=1 --output="$dump"

# measure NAME COMMAND…: appends wall seconds, CPU seconds and peak MiB to NAME's file
measure() {
  local name=$1
  shift
  /usr/bin/time -f "%e %U %S %M" -o "$work/time" "$@"
  awk '{printf "%.2f %.2f %d\n", $1, $2 + $3, $4 / 1024}' "$work/time" >> "$work/$name"
}

convert() {
  rm -f "$work/out.ndjson"
  measure "$1" java -Xmx$heap "${@:2}" -jar "$jar" convert --input="$dump" \
    --rows=$rows --output="$work/out.ndjson" 2> "$work/err" || { cat "$work/err"; exit 1; }
}

for ((pair = 0; pair < pairs; pair++)); do
  rm -f "$work/out.xml"
  measure "$baseline" sh -c "$baseline -dc '$dump' > '$work/out.xml'"
  convert scanner
done
rm -f "$work/out.xml"
# The reference converter, once: it is the same for years.
convert reference -Dsluice.convert.reference=true

median() { cut -d' ' -f"$2" "$work/$1" | sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}'; }
printf "%-10s %8s %8s %8s %12s %12s\n" "" "wall s" "CPU s" "peak MiB" "wall/$baseline" "CPU/$baseline"
for name in "$baseline" scanner reference; do
  printf "%-10s %8s %8s %8s " "$name" "$(median $name 1)" "$(median $name 2)" "$(median $name 3)"
  awk -v w="$(median $name 1)" -v c="$(median $name 2)" -v gw="$(median "$baseline" 1)" \
    -v gc="$(median "$baseline" 2)" 'BEGIN {printf "%12.2f %12.2f\n", w / gw, c / gc}'
done
