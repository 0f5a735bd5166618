#!/usr/bin/env bash
# Runs the tests and prints "N passed, N failed" last.
#   ./test.sh              every test; finds a browser, or installs Debian's
#   ./test.sh --quick      all but browser and process tests, and fewer seeds of the simulation
#   ./test.sh --seed       one line per row of the feature list: "S07 3 passed 0 failed"
#   ./test.sh --bad-input  the same per kind of bad input
# With TEST_RESULTS=folder the run's log and its report, with the time of each test, are kept there.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_NOBANNER=1

mode=${1:-all}
case "$mode" in
  all | --quick | --seed | --bad-input) ;;
  *) echo "usage: ./test.sh [--quick | --seed | --bad-input]" >&2; exit 2 ;;
esac

find_browser() {
  local candidate
  for candidate in "${BROWSER_PATH:-}" chromium chromium-browser google-chrome google-chrome-stable microsoft-edge msedge; do
    [ -n "$candidate" ] && command -v "$candidate" 2>/dev/null && return
  done
  for candidate in "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"; do
    [ -x "$candidate" ] && echo "$candidate" && return
  done
  return 1
}

install_browser() {
  command -v apt-get >/dev/null || return 1
  local sudo=""
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || return 1
    sudo="sudo"
  fi
  echo "No browser found: installing Debian's chromium for the browser tests." >&2
  $sudo apt-get update -qq >&2 &&
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends chromium fonts-liberation >&2
}

filter=()
case "$mode" in
  --quick) filter=(--filter-not-trait "Kind=Browser" --filter-not-trait "Kind=Process" --filter-not-trait "Kind=Simulation") ;;
  --seed) filter=(--filter-trait "Seed=*") ;;
  --bad-input) filter=(--filter-trait "BadInput=*") ;;
esac

if [ "$mode" != "--quick" ]; then
  BROWSER_PATH=$(find_browser) || { install_browser && BROWSER_PATH=$(find_browser); } || {
    echo "No browser found and none could be installed. Install Chromium, Chrome or Edge, or set BROWSER_PATH; ./test.sh --quick runs without one." >&2
    echo "0 passed, 1 failed"
    exit 1
  }
  export BROWSER_PATH
fi

if [ -n "${TEST_RESULTS:-}" ]; then
  mkdir -p "$TEST_RESULTS"
  results=$(cd "$TEST_RESULTS" && pwd)
  find "$results" -name run.xml -delete
else
  results=$(mktemp -d)
  trap 'rm -rf "$results"' EXIT
fi
if ! dotnet build HubSpotCrm.sln --nologo -v quiet >&2; then
  echo "0 passed, 1 failed"
  exit 1
fi

dotnet test --solution HubSpotCrm.sln --no-build --results-directory "$results" \
  --report-xunit-xml --report-xunit-xml-filename run.xml "${filter[@]}" >"$results/out.txt" 2>&1
code=$?
report=$(find "$results" -name run.xml | head -1)
if [ -z "$report" ]; then
  tail -50 "$results/out.txt"
  echo "The tests did not run to their end." >&2
  echo "0 passed, 1 failed"
  exit 1
fi

# Everything but what passed, with its message and its lines in the tests; the console log keeps the rest.
grep -aE '^(failed|skipped) |^  [A-Za-z.]*Exception|^    at HubSpotCrm\.Tests\..*\.cs:' "$results/out.txt" | head -200

# One line per result and trait: a "<" inside a value is escaped, so every "<" begins an element.
awk -v RS='<' '
  /^test / { match($0, / result="[A-Za-z]*"/); result = substr($0, RSTART + 9, RLENGTH - 10); print "test\t" result }
  /^trait / { split($0, part, "\""); print part[2] "\t" part[4] "\t" result }
' "$report" >"$results/lines.txt"
passed=$(grep -c '^test	Pass$' "$results/lines.txt")
# A skipped test did not hold: it counts as failed.
failed=$(grep -c '^test	' "$results/lines.txt")
failed=$((failed - passed))

tally() { awk -F '\t' -v trait="$1" '$1 == trait { if ($3 == "Pass") good[$2]++; else bad[$2]++; seen[$2] }
  END { for (value in seen) print value " " good[value] + 0 " passed " bad[value] + 0 " failed" }' "$results/lines.txt"; }
case "$mode" in
  --seed)
    tally Seed >"$results/rows.txt"
    for row in $(seq -f 'S%02g' 1 43); do grep "^$row " "$results/rows.txt" || echo "$row 0 passed 0 failed"; done ;;
  --bad-input) tally BadInput | sort ;;
esac

echo "$passed passed, $failed failed"
[ "$code" -eq 0 ] && [ "$failed" -eq 0 ]
