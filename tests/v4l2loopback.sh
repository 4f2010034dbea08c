#!/usr/bin/env bash
# Tries a real Video4Linux camera without hardware: a kernel device that ffmpeg feeds with a rendered match. As root, on a machine whose kernel
# can load v4l2loopback (Debian: apt-get install v4l2loopback-dkms). Not part of tools/test.sh: containers and most virtual machines cannot load it.
#   tests/v4l2loopback.sh [DEVICE_NUMBER]      the device /dev/videoN that is made, 42 unless said otherwise
set -euo pipefail
case ${1:-} in -h|--help) sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}"; exit 0 ;; esac
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
robotvision=$top/tools/robotvision
number=${1:-42}
device=/dev/video$number
stop() { echo "v4l2loopback: $1" >&2; exit 69; }
((EUID == 0)) || stop "loading a kernel module needs root"
[[ ! -e $device ]] || stop "$device is there already: give another number"
modprobe v4l2loopback video_nr="$number" card_label=RobotVisionTest exclusive_caps=1 2>/dev/null ||
  stop "the kernel cannot load the module v4l2loopback: install v4l2loopback-dkms and the headers of kernel $(uname -r)"

folder=$(mktemp -d)
feeder= robot=
end() {
  [[ -z $robot ]] || kill -INT "$robot" 2>/dev/null || true
  [[ -z $feeder ]] || kill "$feeder" 2>/dev/null || true
  wait || true
  modprobe -r v4l2loopback || true
  rm -rf "$folder"
}
trap end EXIT
passed=0 failed=0
check() { # what, command
  if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "failed: $1"; fi
}
frames() { grep -c '"schema":"robotvision.frame/1"' "$folder/live.jsonl" || true; }
grows() { local before; before=$(frames); sleep 3; (($(frames) > before + 30)); }
says() { grep -q "\"status\":\"$1\"" "$folder/live.jsonl"; }
feed() { ffmpeg -loglevel error -re -stream_loop -1 -i "$folder/match.mp4" -vf "scale=$1,format=yuyv422" -f v4l2 "$device" & feeder=$!; }
starve() { kill "$feeder"; wait "$feeder" 2>/dev/null || true; feeder=; }

"$robotvision" synthesize --clip --count 90 --seed 7 --output "$folder/match.mp4" >/dev/null
feed 640:480
sleep 2
"$robotvision" run --camera "$device" --size 640x480 --format YUYV --jsonl "$folder/live.jsonl" & robot=$!
sleep 6
check "frames come" grows
check "the modes are listed" bash -c "'$robotvision' doctor | grep -q 640x480"
starve
sleep 4
check "a camera that sends nothing is reported" says source_lost
feed 640:480
sleep 6
check "frames come again" grows
kill -INT "$robot"
code=0
wait "$robot" || code=$?
robot=
check "Ctrl-C ends the run with exit code 0, found $code" test "$code" = 0
echo "$passed passed, $failed failed"
((failed == 0))
