#!/bin/sh
# Start Netkontor from its source folder: `run.sh ARGS...` is `netkontor ARGS...`, and without
# arguments the window opens. The first start sets everything up and may install packages of the
# system (Debian and Ubuntu, as root); later starts go straight to the program.
#
# NETKONTOR_VENV names another folder for the virtual environment than .venv beside this one.
set -eu
root=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
# shellcheck source=packaging/setup.sh
. "$root/packaging/setup.sh"

# Without a display the program says so itself, better than a missing library would.
opens_window() {
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ] || return 1
    for argument; do
        case $argument in
        -h | --help | --version) return 1 ;;
        -* | da | en) ;; # options of the whole program stand before the command
        gui | *.netkontor) return 0 ;;
        *) return 1 ;;
        esac
    done
}

set_up requirements xcb
if opens_window "$@"; then
    platform=offscreen
    if [ -z "${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
        platform=xcb
    fi
    provide_qt "$platform" || exit 2
fi
exec "$venv/bin/python" -P -m app "$@"
