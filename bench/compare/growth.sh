#!/bin/sh
# Growth models beside lme4: same data, same machine, the same answer checked first; one thread each.
#
#   bench/compare/growth.sh [SUBJECTS]     after cmake --preset bench && cmake --build --preset bench --target growth_bench
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${GROWTH_BENCH:-$here/../../build/bench/bench/growth_bench}
if ! Rscript -e 'quit(status = !requireNamespace("lme4", quietly = TRUE))' >/dev/null 2>&1; then
  echo "growth: no R with lme4 here (Debian: r-cran-lme4): nothing is compared."
  exit 0
fi
[ -x "$program" ] || { echo "growth: $program is not built." >&2; exit 1; }
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$program" --write "$scratch" "${1:-100000}"
echo "$(uname -sm), $(nproc --all) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(date +'%-d %B %Y'); load: $(cut -d' ' -f1-3 /proc/loadavg)"
echo
Rscript "$here/growth.R" "$scratch"
