#!/usr/bin/env bash
# The way of a frame from its decoded BGR picture in memory to detections, with the same model files and frames on one thread: ours (robotvision bench),
# OpenCV DNN from C++ and from Python, ONNX Runtime in Node with sharp; in turn, so that other load affects all of them. Prints a table a model.
#   compare-peers.sh [--rounds N] [--seconds S] [--loaded]     5 rounds of 3 s each; --loaded: beside a busy loop for each core
# Needs a Release build (tools/setup.sh); installs the rest: libopencv-dev, python3-opencv and g++ from Debian (as root or with sudo), the packages of Node
# into artifacts/peers. Timed on each side: resize to 96x96, normalisation to RGB planes, the network, decoding to boxes; not timed: files and start.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../../.." && pwd)
work=$top/artifacts/peers
onnxruntime=1.30.0 sharp=0.35.5 # the newest ones when this was measured

stop() { echo "compare-peers: $1" >&2; exit "${2:-1}"; }
rounds=5 seconds=3 load=
while (($#)); do
  case $1 in
    -h|--help) sed -n '2,6s/^# //p' "${BASH_SOURCE[0]}"; exit 0 ;;
    --rounds|--seconds) [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || stop "$1: expected a whole number from 1, found '${2:-}'" 2
      if [[ $1 == --rounds ]]; then rounds=$2; else seconds=$2; fi
      shift 2 ;;
    --loaded) load=--loaded; shift ;;
    *) stop "unknown argument '$1'; --help shows how it is used" 2 ;;
  esac
done
[[ -f $top/artifacts/bin/RobotVision.Benchmarks/release/RobotVision.Benchmarks.dll ]] || stop "not built: run tools/setup.sh"

missing=()
for package in libopencv-dev python3-opencv g++; do
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
done
mkdir -p "$work"
if ((${#missing[@]})); then
  root=()
  if ((EUID != 0)); then root=(sudo); fi
  echo "compare-peers: installing ${missing[*]}" >&2
  { "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$work/apt.log" 2>&1 ||
    stop "apt-get failed (whole log: $work/apt.log): run 'apt-get install ${missing[*]}' as root"
fi
if [[ ! -d $work/node_modules/onnxruntime-node || ! -d $work/node_modules/sharp ]]; then
  echo "compare-peers: fetching onnxruntime-node and sharp" >&2
  [[ -f $work/package.json ]] || echo '{"private":true}' >"$work/package.json" # so that npm stays in this folder
  (cd "$work" && ONNXRUNTIME_NODE_INSTALL_CUDA=skip npm install --no-audit --no-fund --loglevel=error "onnxruntime-node@$onnxruntime" "sharp@$sharp") \
    >"$work/npm.log" 2>&1 || stop "npm install failed (whole log: $work/npm.log): is the network there?"
fi
if [[ ! -x $work/opencv_dnn || $here/opencv_dnn.cpp -nt $work/opencv_dnn ]]; then
  g++ -std=c++17 -O3 -march=native -I/usr/include/opencv4 "$here/opencv_dnn.cpp" -o "$work/opencv_dnn" -lopencv_core -lopencv_imgproc -lopencv_dnn \
    >"$work/g++.log" 2>&1 || stop "g++ failed (whole log: $work/g++.log)"
fi
exec node "$here/peers.mjs" "$top" "$work" "$rounds" "$seconds" "$load"
