# Set-up shared by run.sh and test.sh, which source it. POSIX sh.
#
# The caller sets `root`, the folder of the project, and calls `set_up`. Afterwards `venv` is a
# virtual environment with the locked versions, and its python finds the project from any folder.
# Everything said on the way goes to stderr: stdout belongs to the program.
# shellcheck shell=sh disable=SC2154

unset PYTHONHOME PYTHONPATH # another project's modules must not shadow ours

say() {
    printf '%s\n' "$*" >&2
}

fail() {
    say "$*"
    exit 2
}

# --- where the environment lies, and whether it is as the lock file wants it ----------------------

choose_venv() {
    if [ -n "${NETKONTOR_VENV:-}" ]; then
        case $NETKONTOR_VENV in
        /*) venv=$NETKONTOR_VENV ;;
        *) venv=$PWD/$NETKONTOR_VENV ;;
        esac
        return
    fi
    venv=$root/.venv
    if [ -w "$root" ] || is_complete "$1"; then
        return
    fi
    cache=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
    [ -n "$cache" ] || fail "$root is read-only and there is no home folder: set NETKONTOR_VENV."
    # One environment per checkout, told apart by the checksum of its path.
    venv=$cache/netkontor/venv-$(printf '%s' "$root" | cksum | cut -d ' ' -f 1)
}

# The project, its lock and the interpreter an environment was made for. An environment whose
# interpreter was upgraded or removed no longer answers as it did, and is made again.
stamp_for() {
    printf '%s\n%s\n' "$root" "$(cksum <"$root/packaging/$1.lock")"
    "$venv/bin/python" -I -S -c 'import sys; print(sys.version)' 2>/dev/null
}

is_complete() {
    [ -f "$venv/netkontor.$1" ] && [ "$(cat "$venv/netkontor.$1")" = "$(stamp_for "$1")" ]
}

# --- one set-up at a time -------------------------------------------------------------------------

# The lock is a symbolic link whose target names the process: made and labelled in one step.
lock_set_up() {
    mkdir -p -- "$(dirname -- "$venv")" || fail "Cannot make a folder for $venv."
    lock=$venv.lock
    told=
    vanished=0
    until ln -s "netkontor-set-up-$$" "$lock" 2>/dev/null; do
        holder=$(readlink "$lock") || { # just removed, or it cannot be made at all
            vanished=$((vanished + 1))
            [ "$vanished" -lt 20 ] || fail "Cannot make $lock."
            continue
        }
        if ! is_running "${holder##*-}"; then
            break_lock "$holder"
        elif [ -z "$told" ]; then
            told=yes
            say "Waiting for another start to finish the set-up (process ${holder##*-}, $lock)."
        fi
        sleep 1
    done
    trap unlock_set_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' HUP TERM
}

# Another person's process cannot be signalled, so a refusal alone says nothing.
is_running() {
    kill -0 "$1" 2>/dev/null || [ -d "/proc/$1" ] || ps -p "$1" >/dev/null 2>&1
}

# Two starts may find the same abandoned lock: only the one that makes the folder removes it, and
# only if the lock is still the abandoned one by then.
break_lock() {
    mkdir "$lock.broken" 2>/dev/null || return 0
    [ "$(readlink "$lock")" != "$1" ] || rm -f -- "$lock"
    rmdir "$lock.broken"
}

unlock_set_up() {
    rm -f -- "$lock"
    trap - EXIT INT HUP TERM
}

# --- what the system must provide -----------------------------------------------------------------

find_python() {
    python=
    for name in python3.13 python3.12 python3.11 python3; do
        "$name" -c 'import sys, ctypes, sqlite3, ssl; sys.exit(sys.version_info < (3, 11))' \
            2>/dev/null || continue
        [ -n "$python" ] || python=$name
        if has_venv "$name"; then
            python=$name
            break
        fi
    done
    [ -n "$python" ] || fail "Netkontor needs Python 3.11 or newer, and there is none on the PATH."
}

has_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

# The Debian package with the venv module of $python; the distribution's own python3 has a plain name.
venv_package() {
    "$python" -c '
import os, sys
own = os.path.realpath("/usr/bin/python3") == os.path.realpath(sys.executable)
print("python3-venv" if own else "python%d.%d-venv" % sys.version_info[:2])'
}

# Install packages with apt where that is possible; else say the command and return 1.
install_packages() {
    command -v apt-get >/dev/null || {
        say "Netkontor needs what Debian calls: $*. Please install it with your system's tools."
        return 1
    }
    set -- install --no-install-recommends "$@"
    [ "$(id -u)" = 0 ] || {
        say "Netkontor needs packages of the system. Please run this and start again:"
        say "  sudo apt-get $*"
        return 1
    }
    say "Installing packages of the system: apt-get $*"
    if ! apt_get "$@"; then # the lists may be missing or too old to name what the mirror has
        apt_get update && apt_get "$@"
    fi || {
        say "apt-get could not install them."
        return 1
    }
}

apt_get() {
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 "$@" >&2
}

# The Debian packages with Qt's libraries for platform $1 (offscreen or xcb) that are not there.
missing_for_qt() {
    missing=$("$python" "$root/packaging/qt_libraries.py" "$1" | cut -d ' ' -f 2)
    # Without any font Qt draws every letter as an empty box.
    [ -z "$missing" ] || echo fonts-dejavu-core "$missing"
}

# Make sure that Qt's libraries for platform $1 are there; return 1 if they are not.
provide_qt() {
    [ ! -e "$venv/netkontor.qt-$1" ] || return 0
    python=$venv/bin/python
    missing=$(missing_for_qt "$1")
    # shellcheck disable=SC2086 # one word per package
    [ -z "$missing" ] || install_packages $missing || return 1
    : >"$venv/netkontor.qt-$1" || true # a read-only environment is looked at each time
}

# --- making it ------------------------------------------------------------------------------------

# Bring the environment to the state of lock file $1, and the system to what Qt's platform $2 needs.
make_venv() {
    say "Setting up Netkontor in $venv. This is done once and takes a minute or so."
    if is_sound; then
        python=$venv/bin/python
        needed=$(missing_for_qt "$2")
    else
        find_python
        needed="$(has_venv "$python" || venv_package) $(missing_for_qt "$2")"
    fi
    # All at once, so that whoever must ask an administrator asks once.
    # shellcheck disable=SC2086 # one word per package
    if [ -n "${needed# }" ] && ! install_packages $needed; then
        has_venv "$python" || exit 2
        say "Until then the window does not open; the command line works."
    fi
    is_sound || create_venv
    install_locked "$1"
    say "Netkontor is set up."
}

create_venv() {
    remove_venv
    if ! mkdir -p -- "$venv" || ! : >"$venv/netkontor.incomplete"; then
        fail "Cannot write $venv."
    fi
    "$python" -m venv -- "$venv" >&2 || fail "Cannot make a virtual environment in $venv."
}

install_locked() {
    : >"$venv/netkontor.incomplete" || fail "Cannot write $venv."
    rm -f -- "$venv"/netkontor.requirements*
    # The lock names everything, so nothing is resolved; wheels only, so nothing is compiled.
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input --no-deps \
        --only-binary :all: --requirement "$root/packaging/$1.lock" >&2 ||
        fail "The packages could not be installed; pip's own message is above."
    compile_program
    site=$("$venv/bin/python" -I -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$root" >"$site/netkontor.pth" || fail "Cannot write $site."
    # The development lock holds all of the program's own, at the same versions.
    stamp_for requirements >"$venv/netkontor.requirements"
    [ "$1" = requirements ] || stamp_for "$1" >"$venv/netkontor.$1"
    rm -f -- "$venv/netkontor.incomplete"
}

# An environment can be built on if no earlier set-up was cut short in it and its pip works.
is_sound() {
    [ ! -e "$venv/netkontor.incomplete" ] && "$venv/bin/python" -I -c '
import sys, pip
sys.exit(sys.version_info < (3, 11) or sys.prefix == sys.base_prefix)' 2>/dev/null
}

# Remove an environment that cannot be built on, but only one of ours: NETKONTOR_VENV may name any
# folder.
remove_venv() {
    [ -e "$venv" ] || return 0
    if [ "$venv" = "$root/.venv" ] || [ -e "$venv/netkontor.incomplete" ] ||
        [ -e "$venv/netkontor.requirements" ]; then
        rm -rf -- "$venv" || fail "Cannot remove the damaged environment $venv."
    else
        rmdir -- "$venv" 2>/dev/null ||
            fail "$venv is not an environment that Netkontor can use: set NETKONTOR_VENV."
    fi
}

# Compile the translations whose source is newer. Without them the program speaks English.
compile_texts() {
    [ -f "$root/app/texts.py" ] || return 0
    for po in "$root"/resources/locale/*/LC_MESSAGES/*.po; do
        if [ -f "$po" ] && [ -w "${po%/*}" ] && is_newer "$po" "${po%.po}.mo"; then
            lock_set_up
            "$venv/bin/python" -P -m app.texts compile >&2 ||
                say "The translations could not be compiled."
            unlock_set_up
            return 0
        fi
    done
}

# Compile the program for the environment's interpreter when it was just set up, so that the first
# start is as fast as the others. Where that cannot be written Python compiles at every start.
compile_program() {
    env -u PYTHONDONTWRITEBYTECODE "$venv/bin/python" -m compileall -q "$root/app" \
        >/dev/null 2>&1 || true
}

is_newer() {
    # shellcheck disable=SC3013 # -nt is POSIX since 2024, and every sh has had it for long
    [ ! -e "$2" ] || [ "$1" -nt "$2" ]
}

# Set up for lock file $1 (requirements or requirements-dev) and, as far as the system allows it,
# for Qt's platform $2 (offscreen or xcb).
set_up() {
    choose_venv "$1"
    if ! is_complete "$1"; then
        lock_set_up
        # Another start may have done it while this one waited.
        is_complete "$1" || make_venv "$1" "$2"
        unlock_set_up
    fi
    compile_texts
}
