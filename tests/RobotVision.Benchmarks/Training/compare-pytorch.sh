#!/usr/bin/env bash
# Training step of the lecture network, ours against PyTorch's (Debian's python3-torch), in turn in one run, so that other load affects both.
#   compare-pytorch.sh [BATCH] [STEPS] [THREADS] [ROUNDS]     32 20 2 5; needs a Release build (tools/setup.sh) and
# 'apt-get install python3-torch libopenblas0-pthread': with Debian's reference BLAS PyTorch is three times slower.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
batch=${1:-32} steps=${2:-20} threads=${3:-2} rounds=${4:-5}
ours=$here/../../../artifacts/bin/RobotVision.Benchmarks/release/RobotVision.Benchmarks.dll
python=/usr/bin/python3
[[ -f $ours ]] || { echo "not built: run tools/setup.sh" >&2; exit 1; }
"$python" -c 'import torch' 2>/dev/null || { echo "no PyTorch: apt-get install python3-torch" >&2; exit 1; }
realpath /usr/lib/*/libblas.so.3 | grep -q openblas || { echo "PyTorch would run on a slow BLAS: apt-get install libopenblas0-pthread" >&2; exit 1; }
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE # it finds the best kernels itself
echo "PyTorch $("$python" -c 'import torch; print(torch.__version__)'), batch $batch, $threads threads, images/s"

results=$(mktemp)
trap 'rm -f "$results"' EXIT
for ((round = 1; round <= rounds; round++)); do
  a=$(dotnet "$ours" step lecture "$batch" "$steps" "$threads")
  b=$("$python" "$here/pytorch_lecture.py" "$batch" "$steps" "$threads" contiguous)
  c=$("$python" "$here/pytorch_lecture.py" "$batch" "$steps" "$threads" channels_last)
  echo "$a $b $c" | awk -v ratios="$results.ratio" '{
    best = $2 > $3 ? $2 : $3
    printf "ours %s   PyTorch contiguous %s, channels last %s   ratio to the faster %.2f\n", $1, $2, $3, $1 / best
    print $1 / best > ratios
  }'
  cat "$results.ratio" >>"$results"
done
rm -f "$results.ratio"
sort -g "$results" | awk '{ r[NR] = $1 } END { printf "median ratio %.2f\n", NR % 2 ? r[(NR + 1) / 2] : (r[NR / 2] + r[NR / 2 + 1]) / 2 }'
