#!/bin/sh
# Builds the benchmarks and runs them all; prints one markdown table. Nothing is asked of the network.
#
#   bench/run.sh            about five minutes after a build
#   bench/run.sh --quick    fewer pairs, about one
#   bench/run.sh --build    the clean build too: about three minutes more on two cores
set -eu
cd "$(dirname "$0")/.."
quick=no
clean=no
for word; do
  case $word in
    --quick) quick=yes ;;
    --build) clean=yes ;;
    *) echo "bench/run.sh [--quick] [--build]" >&2; exit 2 ;;
  esac
done

log=build/bench-build.log
mkdir -p build
{ cmake --preset bench && cmake --build --preset bench; } >"$log" 2>&1 || { tail -30 "$log" >&2; exit 1; }
scratch=build/bench/scratch
rm -rf "$scratch"
mkdir -p "$scratch"
cd "$scratch"
bin=..

# Seconds that a command takes, to a tenth.
took() {
  from=$(date +%s%N)
  "$@" >build/bench-step.log 2>&1 || { tail -30 build/bench-step.log >&2; exit 1; }
  echo "$(( ($(date +%s%N) - from) / 100000000 ))" | sed 's/\(.*\)\(.\)$/\1.\2/; s/^\./0./'
}
say() { echo "| $1 | - | $2 | $3 | |"; }

echo "$(uname -sm), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(date +'%-d %B %Y'); load before: $(cut -d' ' -f1-3 /proc/loadavg)"
echo
echo "| work | against | ratio: median (middle half, pairs) | at least | figures |"
echo "|---|---|---|---|---|"
if [ $quick = yes ]; then
  $bin/bench/opening_bench 40
  $bin/bench/store_bench . 4 100
  $bin/bench/page_bench 3 1000
  $bin/bench/caseload_bench 3
  $bin/bench/sign_in_bench 3 5000
  $bin/bench/start_bench $bin/trefoil 7 3
  $bin/bench/course_bench 20 500 100000
  $bin/bench/item_response_bench 3
  $bin/bench/growth_bench 100000 3
  $bin/bench/score_bench 2000000 5
else
  $bin/bench/opening_bench
  $bin/bench/store_bench
  $bin/bench/page_bench
  $bin/bench/caseload_bench
  $bin/bench/sign_in_bench
  $bin/bench/start_bench $bin/trefoil
  $bin/bench/course_bench
  $bin/bench/item_response_bench
  $bin/bench/growth_bench
  $bin/bench/score_bench
fi

# What a change of one page costs where pages are changed, in the development build (a release joins several files
# into one): compiled and linked anew, nothing taken from a cache.
cd ../../..
development() { cmake --preset dev -B build/bench-dev -DTREFOIL_TESTS=OFF && cmake --build build/bench-dev --target trefoil; }
took development >/dev/null
export CCACHE_DISABLE=1
touch src/web/file_pages.cpp
seconds=$(took cmake --build build/bench-dev --target trefoil)
say "rebuild after touching one page (src/web/file_pages.cpp)" "$seconds s" "aim: under 10 s"
touch assets/templates/file.html
seconds=$(took cmake --build build/bench-dev --target trefoil)
say "rebuild after touching one template" "$seconds s" "aim: under 10 s"
clean_build() {
  cmake --preset release -B build/bench-clean && cmake --build build/bench-clean -j2 --target trefoil
}
if [ $clean = yes ]; then
  rm -rf build/bench-clean
  seconds=$(took clean_build)
  say "clean build of the binary on two cores, no cache" "$seconds s" "aim: under 240 s"
  rm -rf build/bench-clean
fi
rm -rf build/bench/scratch build/bench-dev build/bench-step.log
echo
echo "Load after: $(cut -d' ' -f1-3 /proc/loadavg)."
