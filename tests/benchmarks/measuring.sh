#!/bin/bash
# What it costs that a run measures its steps (where their time goes, how far they are): the
# conversion of a generated stub dump measured as there, against the same function with nothing that
# measures, in one JVM, in pairs; medians and the median of the ratios. Usage:
#   tests/benchmarks/measuring.sh [MEGABYTES_OF_XML] [PAIRS]
# Needs a packaged program with its tests (mvn -q -DskipTests package).
set -euo pipefail
megabytes=${1:-500}
pairs=${2:-15}
root=$(cd "$(dirname "$0")/../.." && pwd)
jar=${SLUICE_JAR:-$root/pipeline/target/sluice.jar}
work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-benchmark.XXXXXX")
trap 'rm -rf "$work"' EXIT
java -jar "$jar" generate --kind=stub-meta-history --bytes=$((megabytes * 1000000)) --seed=1 \
  --output="$work/dump.xml.gz" 2> /dev/null
java -Xmx512m -cp "$root/transforms/target/test-classes:$jar" \
  dev.sluice.step.MeasuringCost "$work/dump.xml.gz" "$work/out" "$pairs"
