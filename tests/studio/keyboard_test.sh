#!/usr/bin/env bash
# Without a mouse: first start, generate, mask, edit, accept, undo, redo, save.
#   keyboard_test.sh STUDIO FAKE_CLI
set -euo pipefail
source "$(dirname "$0")/common.sh"
first_pictures
xdotool key Right
xdotool key g          # all side by side
sleep 0.3
xdotool key Right Return
sleep 0.3
xdotool key Return     # accepted
sleep 0.3

xdotool key ctrl+a     # everything is masked, then less of it
for _ in 1 2 3 4 5 6; do xdotool key ctrl+alt+bracketleft; done
xdotool key alt+a ctrl+a
xdotool type "add a couch"
xdotool key ctrl+Return
until_true 30 has_pictures 8 || fail "the edit's pictures are missing: $(pictures)"
sleep 1
xdotool key Return
sleep 0.3
xdotool key ctrl+z
sleep 0.3
xdotool key ctrl+shift+z
sleep 0.3

xdotool key ctrl+s
until_true 10 dialog_there Save || fail "no dialog asks where to save"
xdotool windowfocus "$(dialog_id Save)"
sleep 0.3
xdotool key ctrl+a
xdotool type "$work/lake.ora"
xdotool key Return
until_true 20 test -s "$work/lake.ora" || fail "nothing was saved"
xdotool windowfocus "$(window_id)"
sleep 0.5
unzip -tqq "$work/lake.ora" || fail "the project is damaged"
unzip -p "$work/lake.ora" stack.xml | grep -q 'add a couch' || fail "the edit is not in the project"
[ "$(unzip -p "$work/lake.ora" stack.xml | grep -o '<layer' | wc -l)" -ge 3 ] ||
  fail "background, picture and edit are layers"
quit_studio
echo "saved without a mouse: $(stat -c %s "$work/lake.ora") bytes"
