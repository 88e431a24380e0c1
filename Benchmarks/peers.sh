#!/usr/bin/env bash
# Sets up what the benchmarks need, outside the repository:
#   1. a Python virtual environment with osmium, shapely and numpy,
#   2. the two peers, OSRM and Valhalla, unzipped from their PyPI wheels.
# Then prepares both peers' data for every map named on the command line.
#
# usage: Benchmarks/peers.sh [MAP.osm.pbf ...]
# The cache is $KAIMEN_BENCH_CACHE, or ~/.cache/kaimen-bench.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
cache=${KAIMEN_BENCH_CACHE:-$HOME/.cache/kaimen-bench}
osrm_version=26.10
valhalla_version=3.9.1

# A Python of 3.12 or later can load the peers into its own process (their wheels
# are cp312-abi3); an older one still measures them over loopback HTTP.
newest_python() {
  local candidate
  for candidate in python3.13 python3.12 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3 python3; do
    if "$candidate" -c 'import sys, venv; assert sys.version_info >= (3, 10)' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "peers.sh: no Python of 3.10 or later with venv found; apt-get install python3-venv" >&2
  exit 1
}

# fetch_wheel NAME VERSION DIRECTORY: unzips a cp312-abi3 wheel, whatever Python runs this.
fetch_wheel() {
  local name=$1 version=$2 directory=$3
  if [[ -f $directory/.version && $(<"$directory/.version") == "$version" ]]; then
    return
  fi
  echo "fetching $name $version" >&2
  rm -rf "$directory" "$cache/wheels/$name"
  "$python" -m pip download --quiet --no-deps --python-version 312 --only-binary=:all: \
    --platform manylinux_2_28_x86_64 --dest "$cache/wheels/$name" "$name==$version"
  mkdir -p "$directory"
  "$python" -m zipfile -e "$cache/wheels/$name"/*.whl "$directory"
  chmod +x "$directory"/*/bin/*
  rm -r "$cache/wheels/$name"
  echo "$version" >"$directory/.version"
}

mkdir -p "$cache"
python=$cache/venv/bin/python
if [[ ! -f $cache/venv/.ready || $here/requirements.txt -nt $cache/venv/.ready ]]; then
  echo "making the virtual environment in $cache/venv" >&2
  "$(newest_python)" -m venv --clear "$cache/venv"
  "$python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
  touch "$cache/venv/.ready"
fi
fetch_wheel osrm-bindings "$osrm_version" "$cache/osrm"
fetch_wheel pyvalhalla "$valhalla_version" "$cache/valhalla"

if (($# > 0)); then
  PYTHONPATH=$here exec "$python" -m benchlib.prepare "$@"
fi
