#!/usr/bin/env bash
# Screenshots of the main states, in both themes and languages, as PNG files.
#   screenshots.sh STUDIO CLI FOLDER [SCALE]     CLI: pentimento-cli, or the fake of the tests
set -euo pipefail
source "$(dirname "$0")/common.sh"
folder=$3
export QT_SCALE_FACTOR=${4:-1}
mkdir -p "$folder"
scaled() { awk -v n="$1" -v scale="$QT_SCALE_FACTOR" 'BEGIN {print int(n * scale + 0.5)}'; }
shot() {  # 256 colours: small enough for the repository
  sleep 0.5
  import -window root -crop "$(scaled 1360)x$(scaled 860)+0+0" +dither -colors 256 "PNG8:$folder/$1.png"
}

start_screen "$(scaled 1400)x$(scaled 900)"
for variant in dark-en light-de; do
  rm -rf "$work/data"
  write_settings '[look]' "theme=${variant%-*}" "language=${variant#*-}"
  start_studio
  shot "$variant-first-start"
  xdotool key alt+a
  xdotool type "an empty room"
  xdotool key ctrl+Return
  until_true 60 has_pictures 4 || fail "no pictures"
  shot "$variant-results"
  xdotool key Return shift+c b
  xdotool key --repeat 4 bracketright
  stroke "$(scaled 420)" "$(scaled 400)" "$(scaled 600)" "$(scaled 410)"
  xdotool mousemove "$(scaled 1200)" "$(scaled 500)"  # the cursor out of the picture
  shot "$variant-mask"
  xdotool key alt+a
  xdotool type "add a red couch"
  xdotool key ctrl+Return
  until_true 60 has_pictures 8 || fail "no pictures"
  shot "$variant-fill"
  xdotool key ctrl+k
  shot "$variant-palette"
  xdotool key Escape
  quit_studio
done
