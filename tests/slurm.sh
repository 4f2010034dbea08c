#!/usr/bin/env bash
# Divided work on a real Slurm: tests/slurm.sh
# Starts a cluster of its own with two emulated nodes on this machine, submits an evaluation as a job array, kills one node in the middle, lets
# Slurm put the task that died back into the queue, merges the parts and compares the result with that of one run, byte for byte. Needs root and
#   apt-get install munge slurmctld slurmd slurm-client
# Nothing outside a temporary folder is changed; the processes that it starts are ended by their numbers.
set -euo pipefail
robotvision=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)/tools/robotvision

stop() { echo "slurm.sh: $1" >&2; exit 1; }

[[ $(id -u) == 0 ]] || stop "run as root, which Slurm's daemons are started by"
for program in munged slurmctld slurmd sbatch; do
  command -v "$program" >/dev/null || stop "no $program: apt-get install munge slurmctld slurmd slurm-client"
done

work=$(mktemp -d)
chmod 755 "$work"
export SLURM_CONF=$work/slurm.conf
declare -A daemons

finish() {
  for name in "${!daemons[@]}"; do kill "${daemons[$name]}" 2>/dev/null || true; done
  [[ ${1:-1} == 0 ]] && rm -rf "$work" || echo "slurm.sh: failed; logs are in $work" >&2
}
trap 'finish $?' EXIT

# Waits until a command succeeds.
await() {
  local what=$1 limit=$2
  shift 2
  for ((i = 0; i < limit * 5; i++)); do
    if "$@" >/dev/null 2>&1; then return; fi
    sleep 0.2
  done
  stop "waited $limit s in vain: $what"
}

mkdir -p "$work"/{state,n1,n2,munge}
dd if=/dev/urandom of="$work/munge/key" bs=1024 count=1 status=none
chown -R munge "$work/munge"
chmod 700 "$work/munge/key"
chmod 711 "$work/munge"
runuser -u munge -- munged --foreground --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munge/pid" \
  --log-file="$work/munge/log" --seed-file="$work/munge/seed" 2>/dev/null &
daemons[munged]=$!
await "munged" 20 test -S "$work/munge/socket"

host=$(hostname -s)
cat >"$SLURM_CONF" <<EOF
ClusterName=emulated
SlurmctldHost=$host
SlurmctldPort=16817
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmUser=root
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/%n
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/%n.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/%n.log
ReturnToService=2
SlurmdTimeout=10
JobRequeue=1
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
NodeName=n1 NodeHostname=$host Port=16821 CPUs=1 RealMemory=4096
NodeName=n2 NodeHostname=$host Port=16822 CPUs=1 RealMemory=4096
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
EOF
slurmctld -D 2>/dev/null &
daemons[slurmctld]=$!
for node in n1 n2; do
  slurmd -D -N "$node" 2>/dev/null &
  daemons[$node]=$!
done
idle() { [[ $(sinfo -h -N -o %t | sort -u) == idle ]]; }
await "two idle nodes" 60 idle

cd "$work"
command=(evaluate --synthetic "seed=2000001,count=${IMAGES:-400},width=320,height=240" --threads 1 --looks 2)
started=$SECONDS
"$robotvision" "${command[@]}" --output whole 2>/dev/null >/dev/null
echo "slurm.sh: one run took $((SECONDS - started)) s"

started=$SECONDS
"$robotvision" submit slurm --parts 4 --cpus 1 --memory 1G -- "${command[@]}" --output divided
on_n2() { task=$(squeue -h -t R -w n2 -o %A); [[ -n $task ]]; }
await "a task on n2" 60 on_n2
part=$(squeue -h -t R -w n2 -o %K)
await "part $part to begin" 60 test -s "divided.parts/part-$part-of-4/part.json"
"$robotvision" status divided.parts || true

# The node dies: its daemon, the step and all that the step started, at once.
family() { echo "$1"; for child in $(pgrep -P "$1"); do family "$child"; done; }
victims=$(family "$(pgrep -f "slurmstepd: \[$task\.batch\]" | head -n 1)")
# shellcheck disable=SC2086
kill -KILL "${daemons[n2]}" $victims
echo "slurm.sh: node n2 died while it made part $part"
grep -q '"state": "unfinished"' "divided.parts/part-$part-of-4/part.json" || stop "part $part was finished before its node died: try with more IMAGES=N"
dead() { sinfo -h -n n2 -o %t | grep -q '^down'; }
await "Slurm to find n2 dead" 120 dead
empty() { [[ -z $(squeue -h) ]]; }
await "the rest on n1" 600 empty
echo "slurm.sh: divided, with one dead node, took $((SECONDS - started)) s"
"$robotvision" status divided.parts
"$robotvision" submit slurm --parts 4 -- "${command[@]}" --output divided
"$robotvision" merge divided.parts -o divided >/dev/null
diff -r whole divided
echo "slurm.sh: passed; the merged evaluation is that of one run, byte for byte"
