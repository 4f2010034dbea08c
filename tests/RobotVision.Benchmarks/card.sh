#!/usr/bin/env bash
# Prints the figures of a model's card, in some ten minutes on two cores: tests/RobotVision.Benchmarks/card.sh [MODEL.onnx] [LOOKS ...]
# The real images lie in ../shared/data or in ROBOTVISION_DATA.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
model=${1:-models/grid.int8.onnx}
looks=("${@:2}")
((${#looks[@]})) || looks=(0 6)
nimbro=${ROBOTVISION_DATA:-../shared/data}/nimbro
lscpu | grep 'Model name'
sha256sum "$model"
for n in "${looks[@]}"; do
  echo "== close-ups: $n"
  for video in nimbro_430 nimbro_431; do
    tools/robotvision replay "$nimbro/$video.mp4" --labels "$nimbro/$video.json" --model "$model" --looks "$n" 2>&1 | grep -vE '^(frames|runs on)' | tail -n 16
  done
  tools/robotvision evaluate --model "$model" --looks "$n" --data models/data/nimbro_fields.yaml=test --data models/data/ssl.yaml=test \
    --data models/data/msl.yaml=val --synthetic seed=2000001,count=500,width=640,height=480
done
echo "== on the ground"
tools/robotvision evaluate-ground --model "$model" --looks 6 --clips 20 --frames 24 --fps 10 --seed 9100
