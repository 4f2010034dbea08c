#!/usr/bin/env bash
# Sets up, builds and runs every test. Arguments go to 'dotnet test', for example --filter Name~Sampler.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools/setup.sh
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet test RobotVision.sln -c Release --no-build --nologo -v quiet --logger "console;verbosity=minimal" "$@" 2>&1 | tee "$log" || status=$?
# One line over all test projects: each of them ended with 'Failed: 0, Passed: 12, Skipped: 1, ...'.
total() { grep -oE "$1: +[0-9]+" "$log" | awk '{ sum += $2 } END { print sum + 0 }'; }
echo "$(total Passed) passed, $(total Failed) failed, $(total Skipped) skipped"
exit "$status"
