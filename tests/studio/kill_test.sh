#!/usr/bin/env bash
# kill -9 of the real studio with its engine, again and again, while it generates, paints and saves:
# every picture of the history is there and whole, so is the project that was being saved, nothing asks
# at the next start, no engine is left behind.
#   kill_test.sh STUDIO FAKE_CLI [SECONDS [KILLS]]      ends with whichever comes first
set -euo pipefail
here=$(dirname "$0")
source "$here/common.sh"
end=$((SECONDS + ${3:-90}))
most=${4:-100000}
RANDOM=20261124
start_screen 1000x700
write_settings
database=$work/data/data/history.sqlite
journal=$work/data/data/session.journal
project=$work/project.ora
python3 -B "$here/project_file.py" make "$project"
rounds=0 entries=0 saved=0
starts=()

gone() {
  local pid
  for pid in "$@"; do [ ! -e "/proc/$pid/exe" ] || return 1; done
}
# The rows of the history; a picture that was not indexed yet is adopted by the next start.
count() { sqlite3 -cmd '.timeout 3000' "$database" 'SELECT COUNT(*) FROM entries' 2>/dev/null || echo 0; }

while [ $SECONDS -lt $end ] && [ $rounds -lt $most ]; do
  begin=$(date +%s%N)
  saves=$((RANDOM % 2))  # with the project open, else with whatever the last session left
  files=()
  [ $saves = 0 ] || files=("$project")
  "$studio" --data "$work/data" "${files[@]}" >"$work/studio.log" 2>&1 &
  studio_pid=$!
  patience=$((SECONDS + 20))
  until window_there; do
    [ $SECONDS -lt $patience ] || fail "the studio does not start"
    sleep 0.01
  done
  starts+=($((($(date +%s%N) - begin) / 1000000)))
  xdotool windowmove "$(window_id)" 0 0
  xdotool windowfocus "$(window_id)" 2>/dev/null || true
  sleep 0.2
  # Nothing but the window: no dialog asks.
  [ "$(xdotool search --onlyvisible --class pentimento | wc -l)" = 1 ] || fail "a question at the start"
  xdotool key ctrl+shift+p   # the queue goes on, or pauses: both are to be survived
  xdotool key alt+a ctrl+a
  xdotool type --delay 1 "round $rounds"
  xdotool key ctrl+Return
  xdotool key b
  stroke 300 $((200 + RANDOM % 200)) 500 $((200 + RANDOM % 200))
  was=$(stat -c %i "$project")
  [ $saves = 0 ] || xdotool key ctrl+s
  sleep 0.$((RANDOM % 6))$((RANDOM % 10))
  engines=$(cat /proc/$studio_pid/task/*/children)
  kill -9 $studio_pid
  wait $studio_pid 2>/dev/null || true
  studio_pid=
  until_true 5 gone $engines || fail "an engine is left behind: $engines"

  for file in "$database" "$journal"; do
    [ ! -e "$file" ] || [ "$(sqlite3 "$file" 'PRAGMA integrity_check')" = ok ] || fail "$file is damaged"
  done
  now=$(count)
  [ "$now" -ge $entries ] || fail "the history had $entries pictures and has $now"
  entries=$now
  if [ "$entries" -gt 0 ]; then
    while read -r path; do
      [ -s "$path" ] || fail "$path is in the history and not on the disk"
    done < <(sqlite3 "$database" 'SELECT path FROM entries')
  fi
  python3 -B "$here/project_file.py" check "$project" || fail "the project is torn"
  [ "$(stat -c %i "$project")" = "$was" ] || saved=$((saved + 1))
  rounds=$((rounds + 1))
done

[ $rounds -ge 5 ] || fail "only $rounds rounds"
[ "$entries" -gt 0 ] || fail "nothing was ever generated"
[ $saved -gt 0 ] || fail "nothing was ever saved"
python3 "$here/check_png.py" "$work/data/pictures" || fail "a picture is torn"
median=$(printf '%s\n' "${starts[@]}" | sort -n | sed -n "$(((${#starts[@]} + 1) / 2))p")
[ "$median" -le 2000 ] || fail "the next start takes $median ms"
echo "$rounds kills, $entries pictures, $saved saved projects, all whole; the next start takes $median ms (median)"
