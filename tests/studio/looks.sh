#!/usr/bin/env bash
# Every dialog, empty state and error of the studio in a real window, as PNG files to be looked at.
#   looks.sh STUDIO FAKE_CLI FOLDER [SCALE [THEME-LANGUAGE…]]     e.g. looks.sh … /tmp/looks 1.5 light-de
set -euo pipefail
source "$(dirname "$0")/common.sh"
folder=$3
export QT_SCALE_FACTOR=${4:-1}
variants=(dark-en light-de)
[ $# -lt 5 ] || variants=("${@:5}")
mkdir -p "$folder"
scaled() { awk -v n="$1" -v scale="$QT_SCALE_FACTOR" 'BEGIN {print int(n * scale + 0.5)}'; }
at() { xdotool mousemove "$(scaled "$1")" "$(scaled "$2")"; }
shot() { sleep 0.4; import -window root "$folder/$variant-$1.png"; }
# The window that came last has the keys; nobody manages the windows here.
focus() {
  sleep 0.3
  xdotool windowfocus "$(xdotool search --onlyvisible --name . 2>/dev/null | tail -n 1)" 2>/dev/null || true
  sleep 0.2
}
type_in() { xdotool key ctrl+a; xdotool type "$1"; }

# dialog NAME KEYS: shown by keys, looked at, closed by Escape.
dialog() {
  xdotool key "$2"
  focus
  shot "$1"
  xdotool key Escape
  focus
}
# command NAME WORDS: the same by the command palette.
command_dialog() {
  xdotool key ctrl+k
  focus
  xdotool type "$2"
  xdotool key Return
  focus
  shot "$1"
  xdotool key Escape
  focus
}
run_prompt() {
  xdotool key alt+a
  type_in "$1"
  xdotool key ctrl+Return
}
# history X: the middle of a thumbnail of the first row.
history_at() { at "$1" 790; }

start_screen "$(scaled 1400)x$(scaled 900)"
for variant in "${variants[@]}"; do
  rm -rf "$work/data"
  write_settings '[look]' "theme=${variant%-*}" "language=${variant#*-}"
  printf 'no picture' >"$work/broken.png"
  start_studio "$work/broken.png"
  shot 01-first-start-broken-file
  run_prompt "!fail"
  sleep 1
  shot 02-failed
  run_prompt "a quiet lake"
  until_true 60 has_pictures 4 || fail "no pictures"
  at 700 400
  shot 03-results
  xdotool key g
  shot 04-grid
  xdotool key Escape Return
  run_prompt "a quiet harbour"
  until_true 60 has_pictures 8 || fail "no pictures"
  xdotool key Return
  dialog 10-models ctrl+m
  dialog 11-settings ctrl+comma
  dialog 12-shortcuts F1
  dialog 13-new ctrl+n
  dialog 14-canvas-size ctrl+alt+c
  dialog 15-palette ctrl+k
  dialog 16-open ctrl+o
  dialog 17-save ctrl+s
  dialog 18-export ctrl+shift+e
  command_dialog 19-about "$([ "${variant#*-}" = de ] && echo "ber Pen" || echo About)"
  xdotool key alt+f
  shot 20-file-menu
  xdotool key Escape Escape
  focus
  history_at 260
  sleep 0.8
  shot 21-hover
  xdotool click 3
  shot 22-history-menu
  xdotool key Escape
  focus
  history_at 260
  xdotool click 1 key t
  focus
  shot 23-family
  xdotool key Escape
  focus
  history_at 260
  xdotool click 1
  history_at 390
  xdotool keydown ctrl click 1 keyup ctrl key m
  focus
  shot 24-compare
  xdotool key Escape
  focus
  history_at 260
  xdotool click 1 key m
  shot 25-hint
  xdotool key Delete
  sleep 0.5
  shot 26-moved-to-trash
  at 110 750
  xdotool click 1
  shot 27-trash
  xdotool key Up Up
  at 400 672
  xdotool click 1
  xdotool type "zebra"
  sleep 0.6
  shot 28-nothing-found
  quit_studio
done
