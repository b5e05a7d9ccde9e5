#!/usr/bin/env bash
# Runs the tests of failing_disk_test.cpp as an ordinary user on a disk of a few megabytes.
#   failing_disk_test.sh STUDIO_TESTS        77 (skipped): no disk can be mounted here
set -euo pipefail
disk=$(mktemp -d)
mount -t tmpfs -o size=24m,mode=777 tmpfs "$disk" 2>/dev/null || {
  rmdir "$disk"
  echo "SKIPPED: mounting a small disk needs root"
  exit 77
}
trap 'umount "$disk" && rmdir "$disk"' EXIT
export TMPDIR=$disk HOME=$disk XDG_RUNTIME_DIR=$disk QT_QPA_PLATFORM=offscreen
log=$disk/../$(basename "$disk").log
setpriv --reuid=65534 --regid=65534 --clear-groups "$1" --gtest_filter='FailingDisk.*' | tee "$log"
# A filter that finds nothing, or tests that were skipped, prove nothing.
ran=$(grep -c '^\[       OK' "$log" || true)
skipped=$(grep -c SKIPPED "$log" || true)
rm "$log"
[ "$ran" -gt 0 ] && [ "$skipped" = 0 ] || { echo "the tests did not run"; exit 1; }
