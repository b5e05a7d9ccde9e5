#!/usr/bin/env bash
# Time from start to a visible window, processor time until then and a second later, and memory, over
# five starts. Run it on a quiet machine; on a busy one the processor time says more.
#   start_benchmark.sh STUDIO FAKE_CLI
set -euo pipefail
source "$(dirname "$0")/common.sh"
start_screen 1400x900
write_settings
# What all threads have used so far.
processor_ms() { awk '{sum += $1} END {print int(sum / 1000000)}' "/proc/$1"/task/*/schedstat; }
for run in 1 2 3 4 5; do
  begin=$(date +%s%N)
  "$studio" --data "$work/data" >"$work/studio.log" 2>&1 &
  studio_pid=$!
  until window_there; do sleep 0.005; done
  end=$(date +%s%N)
  until_window=$(processor_ms "$studio_pid")
  sleep 1
  memory=$(awk '/^VmRSS/ {print $2}' "/proc/$studio_pid/status")
  own=$(awk '/^RssAnon/ {print $2}' "/proc/$studio_pid/status")
  printf 'window after %4d ms (processor %3d ms, settled %3d ms), resident %3d MiB, of it not shared %3d MiB\n' \
    $(((end - begin) / 1000000)) "$until_window" "$(processor_ms "$studio_pid")" $((memory / 1024)) $((own / 1024))
  xdotool windowfocus "$(window_id)" 2>/dev/null || true
  sleep 0.5
  quit_studio
done
