#!/usr/bin/env bash
# First start, generate, paint a mask, "add a couch", accept, undo, redo, restart: everything there.
#   window_test.sh STUDIO FAKE_CLI
set -euo pipefail
source "$(dirname "$0")/common.sh"
first_pictures
xdotool key Right Return   # the second one, accepted; the canvas has the keys
sleep 0.3

xdotool key shift+c b
stroke 400 300 520 320
xdotool key alt+a
xdotool type "add a couch"
xdotool key ctrl+Return
until_true 30 has_pictures 8 || fail "the edit's pictures are missing: $(pictures)"
sleep 1
xdotool key Return
sleep 0.3
quit_studio

[ "$(sqlite3 "$work/data/data/history.sqlite" 'PRAGMA integrity_check')" = ok ] || fail "history is damaged"
grep -q 'add a couch' "$work/data/config/settings.ini" || fail "the prompt is not remembered"
start_studio
xdotool key ctrl+z
sleep 0.3
xdotool key ctrl+shift+z
sleep 0.3

# A picture of the history, dropped onto the lower part of "New board …".
drag 260 770 110 735
until_true 5 dialog_there "New Board" || fail "no board is made of what is dropped"
xdotool windowfocus "$(dialog_id "New Board")" type "Lakes"
xdotool key Return
on_board() { [ "$(sqlite3 "$work/data/data/history.sqlite" "select count(*) from entries where board = 'Lakes'")" = 1 ]; }
until_true 5 on_board || fail "the picture is not on the board"
xdotool windowfocus "$(window_id)"  # nobody manages the windows here
sleep 0.3
quit_studio
has_pictures 8 || fail "pictures were lost by the restart"
echo "all there: $(pictures) pictures"
