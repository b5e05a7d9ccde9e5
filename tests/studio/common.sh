# Shared by the scripts beside it: a studio in a real window under Xvfb. Sourced, not run.
studio=$1
fake=$2
work=$(mktemp -d)
studio_pid=
xvfb_pid=

finish() {
  [ -z "$studio_pid" ] || kill "$studio_pid" 2>/dev/null || true
  [ -z "$xvfb_pid" ] || kill "$xvfb_pid" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

fail() { printf 'FAILED: %s\n' "$*" >&2; cat "$work/studio.log" >&2 2>/dev/null; exit 1; }

# start_screen WIDTHxHEIGHT: a display of our own; Xvfb picks a number that is free.
start_screen() {
  Xvfb -displayfd 3 -screen 0 "$1x24" -nolisten tcp -noreset 3>"$work/display" 2>/dev/null &
  xvfb_pid=$!
  until_true 10 test -s "$work/display" || fail "no Xvfb"
  export DISPLAY=:$(cat "$work/display")
}

# until_true SECONDS COMMAND…
until_true() {
  local end=$((SECONDS + $1)); shift
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.1
  done
}

# write_settings LINES…: the INI file of a studio that has the fake engine.
write_settings() {
  mkdir -p "$work/data/config"
  printf '[engine]\ncommand=%s, engine\n' "$fake" >"$work/data/config/settings.ini"
  [ $# -eq 0 ] || printf '%s\n' "$@" >>"$work/data/config/settings.ini"
}

window_id() { xdotool search --onlyvisible --name 'Pentimento$' 2>/dev/null | head -n 1; }
window_there() { [ -n "$(window_id)" ]; }

# A dialog by its title.
dialog_id() { xdotool search --onlyvisible --name "^$1" 2>/dev/null | head -n 1; }
dialog_there() { [ -n "$(dialog_id "$1")" ]; }

start_studio() {
  "$studio" --data "$work/data" "$@" >"$work/studio.log" 2>&1 &
  studio_pid=$!
  until_true 20 window_there || fail "the window does not appear"
  xdotool windowmove "$(window_id)" 0 0
  xdotool windowfocus "$(window_id)" 2>/dev/null || true
  sleep 0.7
}

# Closes it as an artist does: Ctrl+Q.
quit_studio() {
  xdotool key ctrl+q
  until_true 20 sh -c "! kill -0 $studio_pid 2>/dev/null" || fail "the studio does not end"
  studio_pid=
}

pictures() { find "$work/data/pictures" -name '*.png' 2>/dev/null | wc -l; }
has_pictures() { [ "$(pictures)" -ge "$1" ]; }

# stroke X1 Y1 X2 Y2: with the left button held, in steps, as a hand does.
stroke() {
  xdotool mousemove "$1" "$2" mousedown 1
  local k
  for k in 1 2 3 4 5 6 7 8; do
    xdotool mousemove $(($1 + ($3 - $1) * k / 8)) $(($2 + ($4 - $2) * k / 8))
    sleep 0.02
  done
  xdotool mouseup 1
}

# drag X1 Y1 X2 Y2: takes something along; the other side must have time to answer.
drag() {
  xdotool mousemove "$1" "$2" mousedown 1
  local k
  for k in 1 2 3 4 5 6 7 8 9 10; do
    xdotool mousemove $(($1 + ($3 - $1) * k / 10)) $(($2 + ($4 - $2) * k / 10))
    sleep 0.06
  done
  sleep 0.3
  xdotool mousemove_relative 1 0
  sleep 0.3
  xdotool mouseup 1
}

# first_pictures: a studio started for the first time has made four of "a quiet lake".
first_pictures() {
  start_screen 1400x900
  write_settings
  start_studio
  xdotool key alt+a
  xdotool type "a quiet lake"
  xdotool key ctrl+Return
  until_true 30 has_pictures 4 || fail "four pictures were asked for, $(pictures) are there"
  sleep 0.5
}
