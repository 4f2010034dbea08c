#!/usr/bin/env bash
# Sets up, builds and runs the main job on a rendered match, or on what is given:
#   tools/demo.sh [INPUT]      INPUT: a video, an image folder, a stream's URL, a camera's index or device
# A camera or stream runs until Ctrl-C.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
case ${1:-} in -h|--help) sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}"; exit 0 ;; esac
"$top/tools/setup.sh"
robotvision=$top/tools/robotvision
out=$PWD/out/demo
mkdir -p "$out"

if (($#)) && [[ $1 =~ ^[0-9]+$ || $1 == /dev/* || $1 == *://* ]]; then
  exec "$robotvision" run --camera "$1" --jsonl "$out/live.jsonl"
fi
if (($#)); then
  labels=()
  input=$1
else
  input=$out/match.mp4
  labels=(--labels "$out/match.json")
  "$robotvision" synthesize --clip --count 300 --seed 7 --output "$input"
fi
"$robotvision" replay "$input" "${labels[@]}" --jsonl "$out/result.jsonl" --annotate "$out/annotated.mp4" \
  --contact-sheet "$out/contact-sheet.png" --report "$out/report.json"
cat <<EOF

annotated video  $out/annotated.mp4
contact sheet    $out/contact-sheet.png
detections       $out/result.jsonl
figures          $out/report.json
EOF
