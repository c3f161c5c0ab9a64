#!/usr/bin/env bash
# Runs a command on a desktop of its own: a virtual screen, a session bus, an unlocked keyring, an empty home folder.
# Everything is thrown away at the end, so a test neither sees nor touches the keyring and files of whoever runs it.
set -euo pipefail
desk=$(mktemp -d)
trap 'rm -rf "$desk"' EXIT
mkdir -p "$desk/home" "$desk/run"
chmod 700 "$desk/run"

# rustup finds its toolchain by HOME, which changes here.
export CARGO_HOME="${CARGO_HOME:-$HOME/.cargo}" RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}"
export HOME="$desk/home" XDG_RUNTIME_DIR="$desk/run"
unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME WAYLAND_DISPLAY
# Software drawing and no accessibility bus: neither exists in a container.
export GDK_BACKEND=x11 LIBGL_ALWAYS_SOFTWARE=1 WEBKIT_DISABLE_DMABUF_RENDERER=1 NO_AT_BRIDGE=1 GTK_A11Y=none

unlock='printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$@"'
xvfb-run --auto-servernum --server-args="-screen 0 1440x960x24 -nolisten tcp" \
  dbus-run-session -- bash -c "$unlock" desktop "$@"
