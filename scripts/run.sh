#!/usr/bin/env bash
# Opens the window, or, where there is no display, audits the bundled sample in the terminal.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  npm run --silent build
  cargo build -q -p broadsheet-window
  exec target/debug/broadsheet-window "$@"
fi
echo "There is no display here, so the window cannot open. The bundled sample is audited in the terminal instead."
cargo run -q -p broadsheet -- audit sample
