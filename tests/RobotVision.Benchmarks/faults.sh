#!/usr/bin/env bash
# Breaks what a live run depends on and prints what happened: tests/RobotVision.Benchmarks/faults.sh [FLIPPED-MODELS]
# Needs ffmpeg and curl, and takes some three minutes. Each line is one fault that was tried here and now; what the tests hold besides stands in faults.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
models=${1:-50}
place=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$place"' EXIT
row() { printf '| %s | %s |\n' "$1" "$2"; }

video() { # FILE FILTER: twelve seconds of noise with a change
  ffmpeg -loglevel error -y -f lavfi -i "testsrc2=size=320x240:rate=30:duration=12,noise=alls=20:allf=t$2" -c:v libx264 -preset ultrafast -qp 0 "$1"
}

port=0
start() { # what else to run with: starts a run in the background and waits for its first frame
  rm -f "$place/live.jsonl"
  tools/robotvision run --camera "$place/clip.mp4" --jsonl "$place/live.jsonl" --control "$port" "$@" 2>"$place/errors" &
  pid=$!
  for _ in $(seq 300); do grep -q 'robotvision.frame' "$place/live.jsonl" 2>/dev/null && return; sleep 0.1; done
  cat "$place/errors" >&2
  return 1
}

published() { grep -c '"robotvision.frame/1"' "$place/live.jsonl"; }

reasons() { grep -o '"problem":"[a-z_]*","text":"[^"]*"' "$place/live.jsonl" | grep -v no_frames | cut -d'"' -f8 | sed -E 's/ for [0-9]+ s//; s/^[0-9]+ of/N of/' | sort | uniq -c | sort -rn | head -1 | sed -E 's/^ *[0-9]+ //'; }

echo '| fault | what happened |'
echo '| --- | --- |'

video "$place/clip.mp4" ",drawbox=t=fill:color=black:enable='between(t,3,9)'"
start; wait $pid && row "black pictures for six seconds" "state: $(reasons); $(published) frames published"
video "$place/clip.mp4" ",drawbox=t=fill:color=gray:enable='between(t,3,9)'"
start; wait $pid && row "a hand before the lens for six seconds" "state: $(reasons); $(published) frames published"
video "$place/clip.mp4" ",loop=loop=180:size=1:start=90"
start; wait $pid && row "the same picture again and again" "state: $(reasons); $(published) frames published"

video "$place/clip.mp4" ""
start; kill -TERM $pid; status=0; wait $pid || status=$?
tail -c 1 "$place/live.jsonl" | xxd -p | grep -q 0a && whole=yes || whole=no
row "SIGTERM" "exit code $status, last line of the results whole: $whole"
start; kill -KILL $pid; wait $pid 2>/dev/null || true
row "SIGKILL" "$(published) whole lines of results stay; the next run begins at once"

cat > "$place/camera.yaml" <<'YAML'
%YAML:1.0
---
image_width: 320
image_height: 240
camera_matrix: !!opencv-matrix { rows: 3, cols: 3, dt: d, data: [270., 0., 160., 0., 270., 120., 0., 0., 1.] }
distortion_coefficients: !!opencv-matrix { rows: 1, cols: 5, dt: d, data: [0., 0., 0., 0., 0.] }
YAML
start --poses udp://127.0.0.1:39871 --calibration "$place/camera.yaml"
(timeout 4 bash -c 'while :; do head -c 1200 /dev/urandom; done > /dev/udp/127.0.0.1/39871' || true)
wait $pid; row "random datagrams at the port of the poses, as fast as they go, for four seconds" \
  "refused $(grep -o '"refused":[0-9]*' "$place/live.jsonl" | tail -1 | cut -d: -f2), $(published) frames published, exit code 0"

port=39872 start
status=0; tools/robotvision run --camera "$place/clip.mp4" --control 39872 --jsonl /dev/null 2>"$place/second" || status=$?
row "a second run on the same port" "exit code $status: $(grep -m1 error "$place/second" | cut -c1-120)"
kill -INT $pid; wait $pid || true

ffmpeg -loglevel error -y -i "$place/clip.mp4" -frames:v 3 -c:v libx264 "$place/short.mp4"
refused=0; ran=0; other=0
size=$(stat -c %s models/grid.int8.onnx)
for i in $(seq "$models"); do
  cp models/grid.int8.onnx "$place/model.onnx"
  printf "\\x$(printf %02x $((RANDOM % 256)))" | dd of="$place/model.onnx" bs=1 seek=$(((RANDOM * 32768 + RANDOM) % size)) conv=notrunc status=none
  status=0; tools/robotvision replay "$place/short.mp4" --model "$place/model.onnx" --jsonl /dev/null >/dev/null 2>"$place/errors" || status=$?
  case $status in 0) ran=$((ran + 1)) ;; 1) refused=$((refused + 1)) ;; *) other=$((other + 1)); tail -3 "$place/errors" >&2 ;; esac
done
row "a model with one byte changed, $models times" "$ran run, $refused refused with exit code 1, $other anything else"
for part in 10 50 99; do
  head -c $((size * part / 100)) models/grid.int8.onnx > "$place/model.onnx"
  status=0; tools/robotvision replay "$place/short.mp4" --model "$place/model.onnx" --jsonl /dev/null >/dev/null 2>"$place/errors" || status=$?
  row "the first $part % of a model" "exit code $status: $(grep -m1 error "$place/errors" | sed "s#$place/##" | cut -c1-110)"
done
status=0; (ulimit -v 1000000; tools/robotvision replay "$place/clip.mp4" --jsonl /dev/null >/dev/null 2>"$place/errors") || status=$?
row "1 GB of address space" "exit code $status: $(grep -m1 -iE 'error|memory|heap' "$place/errors" | cut -c1-110)"
