#!/usr/bin/env bash
# Installs what is missing to build, run and test: system packages (Debian, Ubuntu) and the npm packages of package-lock.json.
# Does nothing, quickly and offline, when everything is there.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
  # to compile
  build-essential pkg-config libssl-dev libwebkit2gtk-4.1-dev libgtk-3-dev
  # to test in a real window with a real keyring
  xvfb xauth webkit2gtk-driver dbus dbus-x11 gnome-keyring libsecret-tools xdotool imagemagick chromium iproute2 strace
)
# Ubuntu ships Chromium as a snap behind a stub package; the accessibility test then uses what CHROMIUM names.
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
  command -v apt-get >/dev/null || {
    echo "Please install these packages by your system's own means, then run make again: ${missing[*]}" >&2
    exit 1
  }
  sudo=""
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "Installing ${missing[*]} needs root or sudo." >&2; exit 1; }
    sudo="sudo"
  fi
  echo "Installing ${missing[*]}"
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

for tool in cargo node npm; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: install Rust (1.90 or later) and Node.js (20.19 or later) first." >&2; exit 1; }
done

# npm leaves this file behind; it is as new as the last complete install.
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --no-audit --no-fund --loglevel=error
fi
