#!/usr/bin/env bash
# Runs the browser tests: run.sh [TREFOIL] [NAME...]. The binary is TREFOIL, else $TREFOIL_BINARY, else the development
# build's; the browser $CHROMIUM, else /usr/bin/chromium. NAMEs choose tests, as keyboard. Screenshots go to
# artefacts/screenshots/.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

if [[ -x ${1:-} && ! -d $1 ]]; then TREFOIL_BINARY=$(realpath "$1"); shift; fi
export TREFOIL_BINARY=${TREFOIL_BINARY:-$root/build/dev/trefoil}
export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
[[ -x $TREFOIL_BINARY ]] || { echo "There is no trefoil at $TREFOIL_BINARY: build it first." >&2; exit 2; }
[[ -x $CHROMIUM ]] || { echo "There is no Chromium at $CHROMIUM: name one in CHROMIUM." >&2; exit 2; }
[[ -d $here/node_modules ]] || (cd "$here" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)

shots=$root/artefacts/screenshots
rm -rf "$shots"
mkdir -p "$shots"

# A browser must not run as root. Then everything that it needs is copied to where an unprivileged user may read it,
# since a checkout may lie in a folder that only root can enter.
as=()
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
if ((EUID == 0)); then
  as=(setpriv --reuid=nobody --regid=nogroup --clear-groups --no-new-privs)
  mkdir -p "$place/tests" "$place/home" "$place/tmp" "$place/artefacts/screenshots"
  cp -r "$here" "$place/tests/browser"
  cp -r "$root/examples" "$place/examples"
  cp "$TREFOIL_BINARY" "$place/trefoil"
  chmod -R go+rX "$place"
  chown -R nobody:nogroup "$place/home" "$place/tmp" "$place/artefacts"
  export TREFOIL_BINARY=$place/trefoil HOME=$place/home TMPDIR=$place/tmp
  export TREFOIL_ROOT=$place TREFOIL_SCREENSHOTS=$place/artefacts/screenshots
  unset XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME
  here=$place/tests/browser
fi
unset TREFOIL_DATA TREFOIL_PASSPHRASE_FILE

# Chromium's own sandbox where the machine allows it.
export CHROMIUM_SANDBOX=0
if "${as[@]}" unshare --user --map-root-user true 2>/dev/null; then CHROMIUM_SANDBOX=1; fi

code=0
cd "$here"
if (($# > 0)); then
  "${as[@]}" node --test-reporter=spec all.js "$@" || code=$?
else
  # All of them in two processes, since each waits much. What the second says comes after the first.
  "${as[@]}" node --test-reporter=spec all.js --share 2/2 >"$place/second.log" 2>&1 &
  second=$!
  "${as[@]}" node --test-reporter=spec all.js --share 1/2 || code=$?
  wait "$second" || code=$?
  cat "$place/second.log"
fi
if ((EUID == 0)); then cp -r "$TREFOIL_SCREENSHOTS/." "$shots/"; fi
exit "$code"
