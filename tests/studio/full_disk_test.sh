#!/usr/bin/env bash
# The studio in a real window on a disk that fills up while it generates, paints and saves, and has
# room again later: nothing is torn or lost, and it goes on.
#   full_disk_test.sh STUDIO FAKE_CLI        77 (skipped): no disk can be mounted here
set -euo pipefail
here=$(dirname "$0")
source "$here/common.sh"
disk=$work/data
mkdir -p "$disk"
mount -t tmpfs -o size=24m tmpfs "$disk" 2>/dev/null || {
  echo "SKIPPED: mounting a small disk needs root"
  exit 77
}
leave() {
  [ -z "$studio_pid" ] || { kill "$studio_pid" && wait "$studio_pid"; } 2>/dev/null || true
  studio_pid=
  umount "$disk" 2>/dev/null || umount -l "$disk"
  finish
}
trap leave EXIT
RANDOM=20261125
project=$disk/project.ora picture=$disk/picture.png
database=$disk/data/history.sqlite
room() { df --output=avail "$disk" | tail -n 1; }
# fill KILOBYTES: all of the room but that.
fill() {
  local take=$(($(room) - $1))
  [ $take -le 0 ] || dd if=/dev/zero of="$disk/filler" bs=1024 count=$take oflag=append conv=notrunc status=none
}
alive() { kill -0 "$studio_pid" 2>/dev/null || fail "the studio is gone ($1)"; }

start_screen 1400x900
write_settings
python3 -B "$here/project_file.py" make "$project"
start_studio "$project"
for round in 1 2 3 4 5 6; do
  # At one time it is the picture that finds no room, at another the autosave, the queue, the project.
  fill $((RANDOM % 5 * 40))
  xdotool key alt+a ctrl+a
  xdotool type --delay 1 "round $round"
  xdotool key ctrl+Return
  sleep 1
  xdotool key Return b
  stroke 300 $((200 + RANDOM % 200)) 500 $((200 + RANDOM % 200))
  xdotool key ctrl+s
  sleep 3  # the autosave has its turn
  alive "round $round, full"
  python3 -B "$here/project_file.py" check "$project" || fail "the project is torn"
  rm -f "$disk/filler"
  xdotool key Escape
  stroke 320 300 420 350
  sleep 0.5
  alive "round $round, with room again"
done

# With room again all of it works: a picture, the project, the next start.
before=$(pictures)
xdotool key alt+a ctrl+a
xdotool type --delay 1 "at last"
xdotool key ctrl+Return
until_true 30 has_pictures $((before + 1)) || fail "it generates nothing any more"
sleep 1
xdotool key Return
was=$(stat -c %i "$project")
xdotool key ctrl+s
until_true 20 sh -c "[ \$(stat -c %i '$project') != $was ]" || fail "it saves nothing any more"
sleep 3
quit_studio
[ "$(sqlite3 "$database" 'PRAGMA integrity_check')" = ok ] || fail "the history is damaged"
[ "$(sqlite3 "$disk/data/session.journal" 'PRAGMA integrity_check')" = ok ] || fail "the journal is damaged"
while read -r path; do
  [ -s "$path" ] || fail "$path is in the history and not on the disk"
done < <(sqlite3 "$database" 'SELECT path FROM entries')
python3 "$here/check_png.py" "$disk/pictures" || fail "a picture is torn"
python3 -B "$here/project_file.py" check "$project" || fail "the project is torn"
start_studio
[ "$(xdotool search --onlyvisible --class pentimento | wc -l)" = 1 ] || fail "a question at the start"
xdotool getwindowname "$(window_id)" | grep -q project.ora || fail "the session is not back"
quit_studio
echo "full six times, nothing torn: $(pictures) pictures"
