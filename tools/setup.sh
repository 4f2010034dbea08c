#!/usr/bin/env bash
# Takes a fresh Debian 12 or Ubuntu machine with the .NET 10 SDK and Node to a working build. Safe to run again.
#   tools/setup.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

stop() { echo "setup: $1" >&2; exit 1; }
note() { echo "setup: $1"; }

for argument in "$@"; do
  case $argument in
    -h|--help) sed -n '2,3s/^# //p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) echo "setup: unknown argument '$argument'; --help shows how it is used" >&2; exit 2 ;;
  esac
done

command -v apt-get >/dev/null || stop "no apt-get here: expected Debian 12 or Ubuntu; on another system install GTK 3 and ffmpeg, then run 'npm ci' and 'dotnet build'"
command -v dotnet >/dev/null || stop "no .NET SDK: install the .NET 10 SDK (https://dotnet.microsoft.com/download/dotnet/10.0) and put 'dotnet' on the PATH"
version=$(dotnet --version 2>&1) || stop "the .NET SDK does not work or is not the one of global.json (10.0.100 or newer): ${version%%$'\n'*}"
command -v npm >/dev/null || stop "no npm: install Node.js 18 or newer (https://nodejs.org) and put 'node' and 'npm' on the PATH"

# System packages: what the OpenCV library of the package is linked to, and the program that reads and writes videos.
packages=(libgtk-3-0 ffmpeg)
missing=()
for package in "${packages[@]}"; do
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
done
if ((${#missing[@]})); then
  note "installing ${missing[*]}"
  root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || stop "no rights to install packages: run as root once: apt-get install ${missing[*]}"
    sudo -n true 2>/dev/null || [[ -t 0 ]] || stop "sudo asks for a password and nobody is there to type it: run 'sudo apt-get install ${missing[*]}' once"
    root=(sudo)
  fi
  log=$(mktemp)
  if ! { "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
         "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    stop "apt-get failed (whole log: $log): is the network there, and is no other apt running?"
  fi
  rm -f "$log"
fi

# Libraries and build tools of reports and pages. npm ci takes exactly what package-lock.json says; the stamp tells whether that was done.
stamp=node_modules/.robotvision-stamp
if [[ ! -f $stamp || $(sha256sum <package-lock.json) != $(cat "$stamp") ]]; then
  note "fetching npm packages"
  log=$(mktemp)
  if ! npm ci --no-audit --no-fund --loglevel=error >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    stop "npm ci failed (whole log: $log): is the network there?"
  fi
  rm -f "$log"
  sha256sum <package-lock.json >"$stamp"
fi

# The build, unless nothing has changed since the last one: a build that does nothing still takes dotnet ten seconds.
sources() {
  { find src tools tests *.props *.targets *.sln global.json .editorconfig package-lock.json -type f -printf '%p %T@ %s\n' | sort; ls -d node_modules/*; } | sha256sum
}
build_stamp=artifacts/.robotvision-stamp
if [[ ! -f $build_stamp || $(sources) != $(cat "$build_stamp") ]]; then
  note "building"
  log=$(mktemp)
  if ! dotnet build RobotVision.sln -c Release -v quiet --nologo >"$log" 2>&1; then
    grep -E 'error' "$log" | sort -u | head -n 10 >&2 || tail -n 10 "$log" >&2
    stop "dotnet build failed (whole log: $log)"
  fi
  rm -f "$log"
  sources >"$build_stamp"
fi
note "ready"
