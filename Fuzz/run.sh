#!/usr/bin/env bash
# Builds and runs the fuzzing entries: ./run.sh [ENTRY|all] [SECONDS]
# Crashing inputs are kept in Fuzz/.build/crashes/ENTRY; what was learnt in Fuzz/.build/corpus/ENTRY.
set -euo pipefail
cd "$(dirname "$0")"
entry=${1:-all}
seconds=${2:-60}
entries=(pbf pbfblock xml cityfile openinghours conditional)
[ "$entry" = all ] || entries=("$entry")

triple=$(swiftc -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)",/\1/p' | head -1)
out=.build/$triple/release
resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
if ! ls "$resources"/clang/lib/linux/libclang_rt.fuzzer*.a >/dev/null 2>&1 \
  && ! ls "$resources"/../clang/*/lib/linux/libclang_rt.fuzzer*.a >/dev/null 2>&1; then
  echo "this Swift toolchain lacks libFuzzer (libclang_rt.fuzzer); install the toolchain of swift.org" >&2
  exit 2
fi

for name in "${entries[@]}"; do
  swift build -c release --product "fuzz-$name" -Xswiftc -sanitize=fuzzer
  corpus=.build/corpus/$name
  crashes=.build/crashes/$name
  mkdir -p "$corpus" "$crashes"
  python3 seeds.py "$name" "$corpus"
  swiftc -sanitize=fuzzer -parse-as-library -o ".build/$name" -Xlinker --whole-archive "$out/libfuzz-$name.a" \
    -Xlinker --no-whole-archive -ldeflate -lz -lbz2 -lexpat
  dictionary=()
  [ -f "$name.dict" ] && dictionary=("-dict=$name.dict")
  # At most 2 GB and 10 seconds per input: growth and hangs are findings, too.
  ".build/$name" "$corpus" "${dictionary[@]}" -artifact_prefix="$crashes/" -max_total_time="$seconds" \
    -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1
done
