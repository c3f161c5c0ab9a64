#!/usr/bin/env bash
# Fuzzes the readers of archives for a bounded time: `scripts/fuzz.sh [SECONDS]` for each target (10 unless told).
# Stable Rust will do: the coverage counters are LLVM's own; the address sanitizer, which needs a nightly Rust, is left out,
# and none of our code is unsafe. What makes a target fail is left in target/fuzz/found.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds="${1:-10}"
target="$(rustc -vV | sed -n 's/^host: //p')"
export CARGO_TARGET_DIR="$PWD/target/fuzz"
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Ccodegen-units=1"
cargo build --quiet --release --target "$target" --manifest-path fuzz/Cargo.toml --bin container --bin parsers
RUSTFLAGS="" cargo run --quiet --release --manifest-path fuzz/Cargo.toml --bin seeds -- target/fuzz/corpus
mkdir -p target/fuzz/found
for name in container parsers; do
  echo "fuzzing $name for $seconds s"
  "target/fuzz/$target/release/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=200000 \
    -artifact_prefix=target/fuzz/found/ -print_final_stats=1 "target/fuzz/corpus/$name" 2>&1 |
    { grep -E '^(stat::number_of_executed_units|stat::peak_rss_mb|SUMMARY|==|thread)' || true; }
done
