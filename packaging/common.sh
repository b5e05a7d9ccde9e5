# Shared by packaging/run and packaging/test: packages, configuration, build. Sourced, not run.

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build_dir=${PENTIMENTO_BUILD_DIR:-$source_dir/build/release}
print_only=no
libtorch=

# One list per purpose; the studio's is left out with -DPENTIMENTO_STUDIO=OFF (see --no-studio).
packages_build=(g++ cmake ninja-build pkg-config lld git ca-certificates)
packages_core=(libfmt-dev nlohmann-json3-dev libsimdjson-dev libcli11-dev libopencv-dev libpng-dev libjpeg-dev
  libtiff-dev libwebp-dev liblcms2-dev libzip-dev zlib1g-dev libsentencepiece-dev libutf8proc-dev)
# OpenBLAS by name: libtorch itself is content with the reference BLAS, which is 12 to 30 times slower. The
# headers of gloo, which libtorch-dev leaves out, let several processes train together.
packages_torch=(libtorch-dev libgloo-dev libopenblas0-pthread)
packages_studio=(qt6-base-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-svg-dev libgl-dev
  libqt6sql6-sqlite qt6-image-formats-plugins qt6-translations-l10n)
packages_test=(libgtest-dev libgmock-dev libbenchmark-dev xvfb xauth xdotool x11-utils sqlite3 python3 unzip)

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# install PACKAGE…: whatever of it is missing, saying what.
install_missing() {
  local missing=() package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null)" = "ii " ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Packages to install: ${missing[*]}"
  [ "$print_only" = no ] || return 0
  command -v apt-get >/dev/null || fail "This is not a Debian system: install the equivalents of these packages by hand."
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "Installing packages needs root: run 'apt-get install ${missing[*]}' as root first."
    as_root=(sudo)
  fi
  # With the lists of an hour ago or less there is nothing to update.
  if [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -mmin -60 2>/dev/null | head -n 1)" ]; then
    "${as_root[@]}" apt-get update -qq || fail "The package lists cannot be updated: is there a network?"
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null || fail "Some packages could not be installed; see the lines above."
}

# take_libtorch DIR: an unpacked official archive.
take_libtorch() {
  libtorch=$(cd "$1" 2>/dev/null && pwd) || fail "--libtorch $1: there is no such folder."
  [ -f "$libtorch/lib/libtorch_cpu.so" ] && [ -d "$libtorch/include/torch" ] ||
    fail "--libtorch $1: that is no libtorch; unpacked, it has lib/libtorch_cpu.so and include/torch in it."
}

# configure_and_build TESTS(ON|OFF) STUDIO(ON|OFF) [TARGET…]
configure_and_build() {
  local tests=$1 studio=$2; shift 2
  local options=(-DPENTIMENTO_TESTS="$tests" -DPENTIMENTO_STUDIO="$studio")
  [ -z "$libtorch" ] || options+=(-DCMAKE_PREFIX_PATH="$libtorch")
  # Configuring again is only needed when the options changed; ninja notices changed CMake files itself. Then it
  # begins afresh: another libtorch is not looked for while one is remembered.
  local stamp=$build_dir/packaging-options
  if [ ! -f "$build_dir/build.ninja" ] || [ "$(cat "$stamp" 2>/dev/null)" != "${options[*]}" ]; then
    say "Configuring in $build_dir"
    [ "$print_only" = no ] || { say "cmake --fresh --preset release -B $build_dir ${options[*]}"; return 0; }
    mkdir -p "$build_dir"
    (cd "$source_dir" && cmake --fresh --preset release -B "$build_dir" "${options[@]}" >"$build_dir/configure.log" 2>&1) ||
      { tail -n 30 "$build_dir/configure.log" >&2; fail "Configuring failed."; }
    printf '%s' "${options[*]}" >"$stamp"
  fi
  [ "$print_only" = no ] || { say "cmake --build $build_dir"; return 0; }
  # A unity batch of torch code takes about 2 GiB: as many jobs as memory holds.
  local memory_gib jobs
  memory_gib=$(awk '/MemAvailable/ {print int($2 / 1048576)}' /proc/meminfo)
  jobs=$(nproc)
  [ $((memory_gib / 2)) -ge "$jobs" ] || jobs=$((memory_gib / 2))
  [ "$jobs" -ge 1 ] || jobs=1
  [ -d "$build_dir/bin" ] || say "Building with $jobs jobs (the first time takes some minutes)"
  cmake --build "$build_dir" -j "$jobs" ${1:+--target "$@"} -- --quiet |
    { grep -v '^ninja: no work to do' || true; } || fail "Building failed."
}
