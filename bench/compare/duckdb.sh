#!/bin/sh
# Scoring a CSV of PHQ-9 answers (validated, each row written with its score, band and what is missing) beside DuckDB
# reading the same CSV and summing its answers; two threads each, the file in memory's cache, the same sum checked first.
# Ours is a whole run, its output thrown away; DuckDB's is the query alone, in a process that has started.
#
#   bench/compare/duckdb.sh [TREFOIL [ROWS [PAIRS]]]
#
# DuckDB comes from npm, in a folder of its own:  (cd FOLDER && npm install @duckdb/node-api), and then
# NODE_PATH=FOLDER/node_modules bench/compare/duckdb.sh. Without it, it says so.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
trefoil=${1:-$here/../../build/bench/trefoil} rows=${2:-10000000} pairs=${3:-5}
if ! node -e 'require("@duckdb/node-api")' >/dev/null 2>&1; then
  echo "duckdb: no Node with @duckdb/node-api here (NODE_PATH): nothing is compared."
  exit 0
fi
[ -x "$trefoil" ] || { echo "duckdb: $trefoil is not built." >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
awk 'BEGIN {
  printf "{\"model\":\"grm\",\"items\":["
  for (i = 1; i <= 9; i++) printf "%s{\"id\":\"phq9-%d\",\"a\":1.8,\"b\":[%.2f,%.2f,%.2f]}", (i > 1 ? "," : ""), i, i / 9 - 0.8, i / 9 + 0.3, i / 9 + 1.1
  print "]}"
}' >"$work/bank.json"
# The numbers of their rows stand before them, as an id does in an export.
"$trefoil" measure simulate --bank "$work/bank.json" --people "$rows" --seed 9 --missing 0.01 |
  awk '{ print NR == 1 ? "id," $0 : NR - 1 "," $0 }' >"$work/answers.csv"
score() { "$trefoil" measure score --instrument phq-9 --threads 2 "$work/answers.csv" 2>/dev/null; }
# Of the people who answered everything, the sum of their scores.
ours=$(score | awk -F, 'NR > 1 && $NF == 0 { sum += $11 } END { printf "%.0f", sum }')
echo "$(uname -sm), $(nproc) cores, $(date +'%-d %B %Y'); load before: $(cut -d' ' -f1-3 /proc/loadavg); $rows rows, $(wc -c <"$work/answers.csv") bytes"
now() { date +%s%N; }
pair=0
while [ $pair -lt "$pairs" ]; do
  pair=$((pair + 1))
  theirs=$(node "$here/duckdb.js" "$work/answers.csv")
  from=$(now)
  score >/dev/null
  to=$(now)
  echo "$theirs $ours $((to - from))" | awk '{
    if ($2 != $3) { print "Not the same sum: " $0; exit 1 }
    printf "trefoil %.3f s, DuckDB %.3f s: %.2f times as fast\n", $4 / 1e9, $1, $1 * 1e9 / $4 }'
done
