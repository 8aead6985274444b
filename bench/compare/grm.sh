#!/bin/sh
# The graded response model beside mirt: calibration and EAP of invented answers, 20 items x 5 categories; same data, same
# machine, one thread each, the same answer checked first. Then how many times ours theirs is, in seconds of the
# processor, so that what else the machine does is not in them. Ours works out standard errors and item fit too.
#
#   bench/compare/grm.sh [PEOPLE [TIMES]]    after cmake --preset bench && cmake --build --preset bench --target item_response_bench
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${ITEM_RESPONSE_BENCH:-$here/../../build/bench/bench/item_response_bench}
if ! Rscript -e 'library(mirt)' >/dev/null 2>&1; then
  echo "grm: no R with mirt here (Debian has none; CRAN: mirt): nothing is compared."
  exit 0
fi
[ -x "$program" ] || { echo "grm: $program is not built." >&2; exit 1; }
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
people=${1:-50000} times=${2:-3}
echo "$(uname -sm), $(nproc --all) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(date +'%-d %B %Y'); load: $(cut -d' ' -f1-3 /proc/loadavg)"
echo
echo "| people | calibration: mirt, ours | ratio | EAP: mirt, ours | ratio |"
echo "|---|---|---|---|---|"
while [ "$times" -gt 0 ]; do
  times=$((times - 1))
  ours=$("$program" --write "$scratch/answers.csv" "$people")
  theirs=$(Rscript "$here/grm.R" "$scratch/answers.csv" 2>/dev/null)
  echo "$people $theirs $ours" | awk '
    function off(a, b) { return a > b ? a - b : b - a }
    { if (off($4, $9) > 0.5 || off($5, $10) > 0.01 || off($6, $11) > 0.01) { print "Not the same answer: " $0; exit 1 }
      printf "| %d | %.2f s, %.3f s | %.1f | %.2f s, %.1f ms | %.0f |\n", $1, $2, $7, $2 / $7, $3, 1e3 * $8, $3 / $8 }'
done
echo
Rscript -e 'cat("R ", as.character(getRversion()), ", mirt ", as.character(packageVersion("mirt")), "\n", sep = "")'
