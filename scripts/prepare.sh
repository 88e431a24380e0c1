# Shared by ./start, ./test and .ci/run; sourced, not run. Leaves `swift` in PATH and $kaimen_language set.
# Needs nothing but bash, and the network only where a Debian package is missing.

case "${KAIMEN_LANG:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}}" in
  zh*) kaimen_language=zh ;;
  *) kaimen_language=en ;;
esac
export KAIMEN_LANG=$kaimen_language

# Scratch of these scripts: logs, the demo map, city files. Not under version control.
cache=.cache

# say ENGLISH CHINESE: one sentence for people, on standard error.
say() {
  if [ "$kaimen_language" = zh ]; then printf '%s\n' "$2" >&2; else printf '%s\n' "$1" >&2; fi
}

# fail ENGLISH CHINESE: says what is wrong and what to do next, and stops.
fail() {
  say "$1" "$2"
  exit 2
}

# What a Debian 12 without anything lacks: headers that we link against, fonts for boards, and what Swift itself links with.
debian_packages=(
  libdeflate-dev zlib1g-dev libbz2-dev libexpat1-dev libsqlite3-dev libcairo2-dev libpango1.0-dev libqrencode-dev
  libsodium-dev
  fonts-noto-cjk fonts-liberation pkg-config ca-certificates git g++ tzdata python3 python3-pip
)
# What the tests need beside: a browser, a place for PyPI's packages, readers of PDF, QR codes and OGC services.
test_packages=(chromium python3-venv poppler-utils zbar-tools gdal-bin)
# Drives the browser; existing clients of routing servers.
test_wheels=(playwright==1.65.2 routingpy==1.3.0 pyvroom==1.15.2)

# install_packages PACKAGES...: installs what is missing; silent and offline when nothing is.
install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "This is no Debian, so nothing is installed; if the build fails, install the equivalents of: $*" \
      "这不是 Debian，未安装任何软件包；若构建失败，请自行安装相应的软件包：$*"
    return
  fi
  local missing=() package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "Debian packages are missing; run as root: apt-get install ${missing[*]}" \
      "缺少 Debian 软件包；请以 root 运行：apt-get install ${missing[*]}"
    as_root=(sudo)
    [ -t 0 ] || as_root+=(-n)
  fi
  say "Installing Debian packages: ${missing[*]}" "正在安装 Debian 软件包：${missing[*]}"
  local log=$cache/install.log
  if ! { "${as_root[@]}" apt-get update \
    && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
    >"$log" 2>&1 </dev/null; then
    tail -n 5 "$log" >&2
    fail "apt-get could not install ${missing[*]}; see $log, install them by hand and try again." \
      "apt-get 无法安装 ${missing[*]}；请查看 $log，手动安装后重试。"
  fi
}

# Finds a Swift that is new enough.
check_swift() {
  if ! command -v swift >/dev/null && [ -x /opt/swift/usr/bin/swift ]; then PATH=/opt/swift/usr/bin:$PATH; fi
  command -v swift >/dev/null || fail \
    "Swift 6.3 or newer is needed, but there is no swift in PATH nor in /opt/swift/usr/bin; install it from https://www.swift.org/install/linux and try again." \
    "需要 Swift 6.3 或更新版本，但 PATH 和 /opt/swift/usr/bin 中都没有 swift；请从 https://www.swift.org/install/linux 安装后重试。"
  local said version
  said=$(swift --version 2>&1 || true)
  [[ $said =~ Swift\ version\ ([0-9]+)\.([0-9]+)([^ ]*) ]] || fail \
    "swift --version says nothing readable: ${said%%$'\n'*}; install Swift 6.3 or newer and try again." \
    "无法读取 swift --version 的输出：${said%%$'\n'*}；请安装 Swift 6.3 或更新版本后重试。"
  version=${BASH_REMATCH[1]}.${BASH_REMATCH[2]}${BASH_REMATCH[3]}
  if [ "${BASH_REMATCH[1]}" -lt 6 ] || { [ "${BASH_REMATCH[1]}" = 6 ] && [ "${BASH_REMATCH[2]}" -lt 3 ]; }; then
    fail "Swift $version is too old; Kaimen needs 6.3 or newer: install it from https://www.swift.org/install/linux and try again." \
      "Swift $version 版本过旧；开门需要 6.3 或更新版本：请从 https://www.swift.org/install/linux 安装后重试。"
  fi
}

# build LOG SWIFT-BUILD-ARGUMENTS...: builds, showing one line of progress on a terminal; errors are shown in full.
build() {
  local log=$cache/$1 line width
  shift
  width=$(($(tput cols 2>/dev/null || echo 80) - 1))
  if ! swift build "$@" 2>&1 </dev/null | tee "$log" | while IFS= read -r line; do
    if [ -t 2 ] && [[ $line == \[*/*\]* ]]; then printf '\r\033[K%s' "${line:0:width}" >&2; fi
  done; then
    if [ -t 2 ]; then printf '\r\033[K' >&2; fi
    grep -E -A 6 '(^|[^a-z])error:' "$log" >&2 || tail -n 20 "$log" >&2
    fail "The build failed; the whole log is $log." "构建失败；完整日志见 $log。"
  fi
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
}

# prepare: everything that a build and the pages need.
prepare() {
  mkdir -p "$cache"
  install_packages "${debian_packages[@]}"
  check_swift
  . scripts/vendor.sh
  vendor_web || exit 2
}

# prepare_tests: what the tests of the service need; leaves its Python first in PATH.
prepare_tests() {
  install_packages "${test_packages[@]}"
  local venv=$cache/venv
  if [ "$(cat "$venv/.wheels" 2>/dev/null || true)" != "${test_wheels[*]}" ]; then
    say "Fetching ${test_wheels[*]}…" "正在获取 ${test_wheels[*]}……"
    if ! { python3 -m venv --clear "$venv" \
      && "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "${test_wheels[@]}"; } \
      >"$cache/venv.log" 2>&1 </dev/null; then
      tail -n 3 "$cache/venv.log" >&2
      fail "PyPI gave no ${test_wheels[*]}; check the network and try again." \
        "无法从 PyPI 获取 ${test_wheels[*]}；请检查网络后重试。"
    fi
    printf '%s\n' "${test_wheels[*]}" >"$venv/.wheels"
  fi
  PATH=$PWD/$venv/bin:$PATH
}
