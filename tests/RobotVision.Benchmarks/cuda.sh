#!/usr/bin/env bash
# Training steps and inference on a CUDA device, or on the CPU to compare with. Prints a table; needs a Release build (tools/setup.sh) and, for
# a device, its driver, CUDA 13 and cuDNN 9.
#   cuda.sh [cpu|cuda] [STEPS] [RUNS]     cuda 30 1000; exit code 1 where the device cannot be used
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
device=${1:-cuda} steps=${2:-30} runs=${3:-1000}
benchmarks=$here/../../artifacts/bin/RobotVision.Benchmarks/release/RobotVision.Benchmarks.dll
[[ $device == cpu || $device == cuda ]] || { echo "expected cpu or cuda, found '$device'" >&2; exit 2; }
[[ -f $benchmarks ]] || { echo "not built: run tools/setup.sh" >&2; exit 1; }

if [[ $device == cuda ]]; then
  name=$(nvidia-smi --query-gpu=name,driver_version --format=csv,noheader 2>/dev/null | head -1) || true
else
  name=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
fi
# The smallest run first: it says what is missing, if anything is.
first=$(dotnet "$benchmarks" latency 1 "$runs" "$device")

echo "${name:-unknown}, $device, $(nproc) processors"
printf '\n| training step, images/s | batch 32 | batch 128 | batch 512 |\n| --- | --- | --- | --- |\n'
for network in grid lecture; do
  row="| $network"
  for batch in 32 128 512; do
    # A step that does not fit says so and leaves a gap.
    row+=" | $(dotnet "$benchmarks" step "$network" "$batch" "$steps" "$(nproc)" "$device" || echo -)"
  done
  echo "$row |"
done
printf '\n| inference of grid, ms | cold start | p50 | p99 |\n| --- | --- | --- | --- |\n'
read -r cold median slow <<<"$first"
echo "| batch 1 | $cold | $median | $slow |"
read -r cold median slow <<<"$(dotnet "$benchmarks" latency 8 "$runs" "$device")"
echo "| batch 8 | $cold | $median | $slow |"
