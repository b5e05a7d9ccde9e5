#!/usr/bin/env bash
# A second start hands its file to the first; a damaged history is rebuilt from the pictures.
#   recovery_test.sh STUDIO FAKE_CLI
set -euo pipefail
source "$(dirname "$0")/common.sh"
first_pictures
xdotool key Return
sleep 0.5

picture=$(find "$work/data/pictures" -name '*.png' | head -n 1)
cp "$picture" "$work/second.png"
titled() { xdotool getwindowname "$(window_id)" | grep -q "$1"; }
timeout 20 "$studio" --data "$work/data" "$work/second.png" || fail "the second start does not end well"
until_true 10 titled second.png || fail "the first studio does not open what the second was given"
kill -0 "$studio_pid" || fail "the first studio is gone"
[ "$(ls "$work/data/data/kept" | wc -l)" = 1 ] || fail "what was on the canvas is not kept"
quit_studio

database=$work/data/data/history.sqlite
printf 'this is not a database, whatever its name says' | dd of="$database" conv=notrunc status=none
rm -f "$database"-wal "$database"-shm
start_studio
rebuilt() {
  [ "$(sqlite3 "$database" 'PRAGMA integrity_check; SELECT COUNT(*) FROM entries' 2>/dev/null | tr '\n' ' ')" = "ok 4 " ]
}
until_true 20 rebuilt || fail "the history is not rebuilt"
ls "$database".damaged-* >/dev/null || fail "the damaged file is not kept"
quit_studio
echo "handed over, rebuilt: $(pictures) pictures"
