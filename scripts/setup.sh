# shellcheck shell=bash
# What ./run, ./test and ./bench share: where things are kept, and installing what is missing. Sourced, never run.

CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/waymark"
# One build folder for every clone: the dependencies take minutes to compile, our own targets seconds.
SCRATCH="$CACHE/build"
VENV="$CACHE/venv"
export CACHE SCRATCH VENV

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$*"
    exit 1
}

# need_swift: stops with advice when there is no Swift; every other gap can be filled from here.
need_swift() {
    command -v swift >/dev/null || die "Swift 6.3 or newer is needed and is not on the PATH: https://www.swift.org/install/linux/"
}

# need_packages NAME…: installs the Debian packages of NAME… that are missing, and says so first.
need_packages() {
    local missing=() package as_root=()
    if ! command -v dpkg-query >/dev/null; then
        say "This is not Debian or Ubuntu, so nothing is installed. Should the build fail, install what your system calls: $*"
        return 0
    fi
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "Please install these as root, then start again: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    say "Installing ${missing[*]} with apt-get (some minutes at most) …"
    local log
    log=$(mktemp)
    if ! { "${as_root[@]}" apt-get update -qq -o DPkg::Lock::Timeout=300 &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends "${missing[@]}"; } \
        >"$log" 2>&1 </dev/null; then
        tail -n 30 "$log" >&2
        rm -f "$log"
        die "Could not install ${missing[*]}"
    fi
    rm -f "$log"
}

# need_libraries: what the product is linked with.
need_libraries() {
    need_packages libsqlite3-dev libpq-dev zlib1g-dev pkg-config
}

# need_age: the program that shows that our encrypted backups open without us, and opens what it made for us.
need_age() {
    need_packages age
    [ -n "$(command -v age)" ] && [ -n "$(command -v age-keygen)" ] && return 0
    die "age is not installed: the tests of encrypted backups need it"
}

# need_venv REQUIREMENTS VENV PROGRAM WORDS: a virtual environment with the pinned packages of REQUIREMENTS, made again when the pins change or its
# PROGRAM is gone; WORDS say what is being made. Ends with 1 where it could not be made, and leaves nothing half made.
need_venv() {
    local requirements=$1 venv=$2 program=$3 words=$4
    python3 -c 'import venv, ensurepip' 2>/dev/null || need_packages python3 python3-venv
    [ -x "$venv/bin/$program" ] && cmp -s "$requirements" "$venv/requirements.txt" && return 0
    say "Making the Python environment of $words …"
    rm -rf "$venv"
    mkdir -p "$CACHE"
    if ! { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"; } >&2; then
        rm -rf "$venv"
        say "Could not make the Python environment in $venv"
        return 1
    fi
    cp "$requirements" "$venv/requirements.txt"
}

# need_python: the pinned tools of the browser and fault tests.
need_python() {
    need_venv Tests/Journeys/requirements.txt "$VENV" pytest "the browser tests (about half a minute)" || exit 1
}

# need_documents: the optional extras, PDF and XLSX; $DOCUMENTS is the Python that makes PDFs, or nothing where it could not be had.
# A machine that has no network, or is not Debian, runs without them and its pages say so.
need_documents() {
    local venv="$CACHE/documents"
    DOCUMENTS=""
    # In a shell of its own: what cannot be installed ends that and not the caller.
    if ! (need_document_libraries && need_venv scripts/documents.txt "$venv" python "the PDFs (about half a minute)"); then
        say "There will be no PDFs: print and CSV remain."
        return 0
    fi
    # shellcheck disable=SC2034 # ./run reads it
    DOCUMENTS="$venv/bin/python"
}

# need_document_libraries: what WeasyPrint draws with, a font with most signs, and the library that writes XLSX.
need_document_libraries() {
    need_packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core libxlsxwriter-dev
}

# need_scanner: wapiti in an environment of its own, for what it brings along is not what the browser tests bring; $SCANNER is its program.
need_scanner() {
    # shellcheck disable=SC2034 # ./test reads it
    SCANNER="$CACHE/scanner/bin/wapiti"
    need_venv Tests/Scanner/requirements.txt "$CACHE/scanner" wapiti "the scanner (a minute or so)" || exit 1
}
