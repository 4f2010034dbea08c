#!/usr/bin/env bash
# Sets up, builds and runs every test, and those of the category AnyProcessor once more without wide instructions, as on an older
# processor: no result may hang on them. Arguments go to 'dotnet test' of one run, for example --filter Name~Sampler.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# A browser for the tests of the pages; who only uses RobotVision needs none of this.
if ! command -v chromium >/dev/null; then
  root=()
  ((EUID == 0)) || root=(sudo)
  echo "test: installing chromium"
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null 2>&1 || true
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1 \
    || echo "test: chromium cannot be installed; the tests of the pages are skipped" >&2
fi
tools/setup.sh
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
run() { env --default-signal=INT,QUIT "$@" test RobotVision.sln -c Release --no-build --nologo -v quiet --logger "console;verbosity=minimal" "${arguments[@]}" 2>&1 | tee -a "$log" || status=$?; }
arguments=("$@")
run dotnet
if [[ $# -eq 0 ]]; then
  echo "once more without AVX2, AVX-512 and fused multiplication:"
  arguments=(--filter TestCategory=AnyProcessor)
  run env OPENCV_CPU_DISABLE=AVX512-SKX,AVX2,FMA3 DOTNET_EnableAVX512=0 DOTNET_EnableAVX2=0 dotnet
fi
# One line over all test projects: each of them ended with 'Failed: 0, Passed: 12, Skipped: 1, ...'.
total() { grep -oE "$1: +[0-9]+" "$log" | awk '{ sum += $2 } END { print sum + 0 }'; }
# What is skipped proves nothing: with the real images there, only tests may be that are started by name because they take minutes.
by_name='KilledTwentyTimes|FreshSeeds|FieldPhotos|DigitsOfSevenFonts'
unexpected=$(grep -E '^ +Skipped ' "$log" | grep -vE "$by_name" || true)
if [[ -n $unexpected ]]; then
  echo "skipped without need or for want of the real images (ROBOTVISION_DATA, or ../shared/data):"
  echo "$unexpected"
  [[ ! -d ${ROBOTVISION_DATA:-../shared/data} ]] || status=1
fi
echo "$(total Passed) passed, $(total Failed) failed, $(total Skipped) skipped"
exit "$status"
