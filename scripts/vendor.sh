#!/usr/bin/env bash
# Puts MapLibre GL JS into Web/vendor, out of a pinned wheel from PyPI; run it, or source it and call vendor_web.
# Does nothing, and needs no network, when the files are there and whole.

vendor_folder=Web/vendor
vendor_wheel=roadstyle-0.25.0-cp39-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl
vendor_wheel_sha256=26940d75acdc08e445251aac5f273375237c17913f1eb9c8cc25a7749317fed3
# The files themselves, in the form sha256sum reads.
vendor_sums="45a9b07a9189ce56054c620a947ccf41e291e58c95e9b61533b740aaa65ee5cb  maplibre-gl.js
ab1e70d59ec40465bae7e7030da2f3ccf28133fd502e62bd598eefbadfd7a732  maplibre-gl.css"

# vendor_say ENGLISH CHINESE: one sentence for people; scripts/prepare.sh has the same as say.
vendor_say() {
  case "${KAIMEN_LANG:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}}" in
    zh*) printf '%s\n' "$2" >&2 ;;
    *) printf '%s\n' "$1" >&2 ;;
  esac
}

# Whether Web/vendor holds what is pinned.
vendor_is_whole() {
  [ -d "$vendor_folder" ] && (cd -- "$vendor_folder" && sha256sum --check --status <<<"$vendor_sums") 2>/dev/null
}

# vendor_fetch FOLDER: downloads the wheel into it. The wheel's own platform is named, for the files within are the
# same everywhere.
vendor_fetch() {
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
    --implementation cp --python-version 3.11 --abi abi3 --platform manylinux_2_17_x86_64 \
    --dest "$1" roadstyle==0.25.0
}

# vendor_unpack WHEEL FOLDER: takes the two files out of the wheel, and nothing else.
vendor_unpack() {
  python3 - "$1" "$2" <<'PYTHON'
import os, sys, zipfile
wheel, folder = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for name in ("maplibre-gl.js", "maplibre-gl.css"):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(archive.read(f"roadstyle/vendor/{name}"))
PYTHON
}

# vendor_web: the whole of it. Call it in the root of the checkout.
vendor_web() {
  if vendor_is_whole; then return 0; fi
  local store=.cache/vendor
  mkdir -p "$store" "$vendor_folder"
  local wheel=$store/$vendor_wheel
  if ! sha256sum --check --status <<<"$vendor_wheel_sha256  $wheel" 2>/dev/null; then
    vendor_say "Fetching MapLibre GL JS 5.24.0 for the web map…" "正在获取网页地图所需的 MapLibre GL JS 5.24.0……"
    rm -f "$wheel"
    vendor_fetch "$store" >"$store/pip.log" 2>&1 || {
      tail -n 3 "$store/pip.log" >&2
      vendor_say "PyPI gave no roadstyle 0.25.0, which carries MapLibre; check the network and run $0 again, or put $vendor_wheel into $store." \
        "无法从 PyPI 获取含有 MapLibre 的 roadstyle 0.25.0；请检查网络后重新运行 $0，或把 $vendor_wheel 放入 $store。"
      return 2
    }
  fi
  if ! sha256sum --check --status <<<"$vendor_wheel_sha256  $wheel" 2>/dev/null; then
    vendor_say "$wheel is not the file that Kaimen was tested with; delete it and run $0 again." \
      "$wheel 与开门测试所用的文件不一致；请删除后重新运行 $0。"
    return 2
  fi
  vendor_unpack "$wheel" "$vendor_folder"
  vendor_is_whole || {
    vendor_say "$vendor_folder could not be written whole; free some space and run $0 again." \
      "$vendor_folder 未能完整写入；请腾出空间后重新运行 $0。"
    return 2
  }
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -euo pipefail
  cd -- "$(dirname -- "$0")/.."
  vendor_web
fi
