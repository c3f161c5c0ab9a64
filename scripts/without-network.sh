#!/usr/bin/env bash
# Runs a command in a network name space that has a loopback interface and nothing else.
# The WebDriver speaks over loopback; any other address is out of reach, so a journey that passes here used no network.
set -euo pipefail
exec unshare --map-root-user --net -- bash -c 'ip link set lo up && exec "$@"' isolated "$@"
