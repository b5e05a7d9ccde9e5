#!/usr/bin/env bash
# The installed tree works by itself: install_test.sh BUILD_DIR
# From an empty folder, as a user who has no files yet; nothing of the build tree is in reach of it.
set -euo pipefail
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

cmake --install "$build" --prefix "$work/first" >"$work/log" || { cat "$work/log" >&2; fail "cmake --install"; }
mv "$work/first" "$work/tree"  # nothing knows where it was put
export HOME=$work/home XDG_DATA_HOME=$work/home/data XDG_CONFIG_HOME=$work/home/config XDG_RUNTIME_DIR=$work/home/run
unset PENTIMENTO_MODELS
mkdir -p "$HOME" "$XDG_RUNTIME_DIR" "$work/empty"
chmod 700 "$XDG_RUNTIME_DIR"
cd "$work/empty"

"$work/tree/bin/pentimento-cli" generate --prompt "a living room" --output room.png
[ "$(head -c 8 room.png | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ] || fail "room.png is no PNG"
[ "$(ls)" = room.png ] || fail "more than the picture was written: $(ls)"

if [ -x "$work/tree/bin/pentimento" ]; then
  share=$work/tree/share
  for file in applications/pentimento.desktop icons/hicolor/scalable/apps/pentimento.svg; do
    [ -s "$share/$file" ] || fail "$file is not installed"
  done
  # Still there after three seconds, and ended by us.
  code=0
  QT_QPA_PLATFORM=offscreen timeout 3 "$work/tree/bin/pentimento" --data "$work/data" 2>"$work/log" || code=$?
  [ "$code" = 124 ] || { cat "$work/log" >&2; fail "the studio ended by itself with $code"; }
  [ -d "$work/data" ] || fail "the studio did not get as far as its data folder"
fi
