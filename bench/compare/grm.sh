#!/bin/sh
# Calibration and EAP of invented answers, 20 items x 5 categories, by trefoil and by mirt (R) on the same file, one thread
# each. The same answer is checked first; prints ratios of whole runs, files read in both. Without R or mirt it says so.
#
#   bench/compare/grm.sh [TREFOIL [PEOPLE [PAIRS]]]
set -eu
cd "$(dirname "$0")/../.."
trefoil=${1:-build/bench/trefoil} people=${2:-50000} pairs=${3:-5}
if ! command -v Rscript >/dev/null || ! Rscript -e 'library(mirt)' >/dev/null 2>&1; then
  echo "R with the package mirt is not installed: nothing to compare with."
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
awk 'BEGIN {
  printf "{\"model\":\"grm\",\"items\":["
  for (i = 0; i < 20; i++) {
    m = 1.5 - 3 * i / 19
    printf "%s{\"id\":\"q%d\",\"a\":%.6f,\"b\":[%.6f,%.6f,%.6f,%.6f]}", i ? "," : "", i, 0.8 + 1.7 * i / 19, m - 1.5, m - 0.5, m + 0.4, m + 1.4
  }
  print "]}"
}' >"$work/true.json"
"$trefoil" measure simulate --bank "$work/true.json" --people "$people" --seed 20 >"$work/answers.csv"
now() { date +%s%N; }
pair=0
while [ $pair -lt "$pairs" ]; do
  pair=$((pair + 1))
  theirs=$(Rscript bench/compare/grm.R "$work/answers.csv")
  from=$(now)
  "$trefoil" measure calibrate --model grm "$work/answers.csv" --out "$work/bank.json" >/dev/null
  between=$(now)
  "$trefoil" measure estimate --bank "$work/bank.json" --method eap "$work/answers.csv" >"$work/eap.csv"
  to=$(now)
  loglik=$(sed -n 's/.*"loglik":\([-0-9.]*\).*/\1/p' "$work/bank.json")
  slope=$(sed -n 's/.*"id":"q0","a":\([-0-9.]*\).*/\1/p' "$work/bank.json")
  theta=$(awk -F, 'NR == 2 {print $(NF - 1)}' "$work/eap.csv")
  echo "$theirs $loglik $slope $theta $((between - from)) $((to - between))" | awk '
    function off(a, b) { return a > b ? a - b : b - a }
    { if (off($3, $6) > 0.5 || off($4, $7) > 0.01 || off($5, $8) > 0.01) { print "Not the same answer: " $0; exit 1 }
      printf "calibration %.3f s, mirt %.3f s: %.1f times; EAP %.3f s, mirt %.3f s: %.1f times\n", $9 / 1e9, $1, $1 * 1e9 / $9, $10 / 1e9, $2, $2 * 1e9 / $10 }'
done
