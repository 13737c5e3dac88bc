#!/usr/bin/env bash
# Tells how long the worker takes from the start of its process until it is master, and what memory it holds after a minute as master.
#
#   samples/MinimalWorker/measure.sh ZOOKEEPER PROGRAM [ARGUMENT...]
#   samples/MinimalWorker/measure.sh 127.0.0.1:2181 artifacts/native/MinimalWorker
#   samples/MinimalWorker/measure.sh 127.0.0.1:2181 dotnet artifacts/jit/MinimalWorker.dll
#
# STARTS (10) says how often it is started, SESSION_TIMEOUT (00:00:10) with which session timeout, IDLE (60) how many seconds it then leads.
# Linux only: memory is read from /proc.
set -euo pipefail

readonly starts=${STARTS:-10} session_timeout=${SESSION_TIMEOUT:-00:00:10} idle=${IDLE:-60}
[ $# -ge 2 ] || { sed -n 's/^# \{0,1\}//p' "$0" >&2; exit 2; }
readonly zookeeper=$1
shift

pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true' EXIT

# Starts the program on a path of its own, and sets pid and the microseconds until it is master.
start_master() {
  local began=${EPOCHREALTIME/./} line= log
  exec {log}< <(exec "$@" --urls http://127.0.0.1:0 \
    --ZooKeeperLeadership:ConnectionString="$zookeeper" --ZooKeeperLeadership:SessionTimeout="$session_timeout" \
    --ZooKeeperLeadership:ElectionPath="/measure/$began" 2>&1)
  pid=$!
  until [[ $line == *" is MASTER of "* ]]; do
    IFS= read -r -t 30 line <&"$log" || { echo "It did not become master; its last line was: $line" >&2; exit 1; }
  done
  took=$((${EPOCHREALTIME/./} - began))
  # Its further lines are read, so that it never waits for room in the pipe.
  cat <&"$log" >/dev/null &
  exec {log}<&-
}

stop_master() {
  kill "$pid"
  while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
  pid=
}

# field NAME: a figure from /proc/PID/status, in MiB with one decimal.
field() { awk -v name="$1:" '$1 == name { printf "%.1f", $2 / 1024 }' "/proc/$pid/status"; }

times=()
for ((i = 1; i <= starts; i++)); do
  [ -z "$pid" ] || stop_master
  start_master "$@"
  times+=("$took")
done
mapfile -t times < <(printf '%s\n' "${times[@]}" | sort -n)
printf 'master after %d ms (median of %d starts, %d to %d ms)\n' \
  $((times[starts / 2] / 1000)) "$starts" $((times[0] / 1000)) $((times[starts - 1] / 1000))

sleep "$idle"
# Code that the runtime compiles lies in shared memory, since it is mapped twice, once to be written and once to be run.
printf 'memory after %d s: %s MiB resident, of them %s MiB its own data and %s MiB code compiled at run time (the rest is mapped files); %s MiB at most\n' \
  "$idle" "$(field VmRSS)" "$(field RssAnon)" "$(field RssShmem)" "$(field VmHWM)"
stop_master
