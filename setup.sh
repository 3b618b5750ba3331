#!/bin/sh
# Installs the system packages that are missing, and names the Python to use.
#
#   ./setup.sh build    what building the documents needs
#   ./setup.sh test     that, and what the tests need besides
#   ./setup.sh foreign  what making the documents of tests/foreign anew needs: LibreOffice
#   ./setup.sh python   prints a Python that is new enough
#
# What is there already is left alone, wherever it came from; only the gaps go to apt.
set -eu

PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH

say() { printf '%s\n' "$*" >&2; }

main() {
    case ${1-} in
        python) find_python || fail_python ;;
        build) fill missing_for_build ;;
        test) fill missing_for_tests ;;
        foreign) fill missing_for_foreign ;;
        *) say "Pemakaian: ./setup.sh build|test|foreign|python"; exit 2 ;;
    esac
}

# One round of installing may lay bare the next gap: a python3 that turns out to be too old.
fill() {
    [ -z "${PYTHON-}" ] || find_python >/dev/null || fail_python
    for _ in 1 2 3; do
        gaps=$("$1" | xargs)
        [ -n "$gaps" ] || return 0
        install "$gaps"
    done
    gaps=$("$1" | xargs)
    [ -z "$gaps" ] || fail_by_hand "$gaps" "Sesudah pemasangan masih ada yang kurang."
}

# ---- what is missing, by the name of the Debian package that has it ---------------------------------------

missing_for_build() {
    find_python >/dev/null || python_packages
    has_program dot || echo graphviz
    has_program fc-list || echo fontconfig
    has_library libpango-1.0.so.0 || echo libpango-1.0-0
    has_library libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
    has_library libharfbuzz-subset.so.0 || is_system jammy || echo libharfbuzz-subset0
    has_font "Liberation Sans" || echo fonts-liberation
    has_font "DejaVu Sans" || echo fonts-dejavu-core
}

missing_for_tests() {
    missing_for_build
    has_program pdftoppm || echo poppler-utils
    has_program softhsm2-util || echo softhsm2
    has_program openssl || echo openssl
    has_browser || is_system 'ID=ubuntu' || echo chromium
}

missing_for_foreign() {
    has_program soffice || echo libreoffice-writer libreoffice-calc
    has_program pdftoppm || echo poppler-utils
}

# As tests/conftest.py looks for it. Ubuntu has Chromium only as a snap, which cannot read what the tests
# write to /tmp; without a browser the tests that need one are skipped, and say so.
has_browser() { has_program chromium || has_program google-chrome; }

# Ubuntu 22.04 (jammy) has no package of HarfBuzz's subsetter; WeasyPrint then makes do with fontTools.
is_system() { grep -qsE "^$1|_CODENAME=$1" /etc/os-release; }

has_program() { command -v "$1" >/dev/null 2>&1; }

has_library() { ldconfig -p 2>/dev/null | grep -qF "$1 "; }

has_font() { has_program fc-list && fc-list : family 2>/dev/null | grep -qF "$1"; }

# A Python that is new enough and can make virtual environments; one asked for by name is never replaced.
find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if has_program "$candidate" && "$candidate" -c "$USABLE" 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}
USABLE='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'

# Where the system's python3 is too old (Ubuntu 22.04), a newer one often stands beside it.
python_packages() {
    if has_program python3 && ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        echo python3.11 python3.11-venv
    else
        echo python3 python3-venv
    fi
}

# ---- installing -------------------------------------------------------------------------------------------

install() {
    say "Paket sistem yang belum ada: $1"
    has_program apt-get || fail_by_hand "$1" "Sistem ini tidak memakai apt."
    as_root=$(root_command) || fail_by_hand "$1" "Perlu hak root: sudo tidak ada, atau meminta sandi tanpa terminal."
    say "Memasang dengan apt-get; ini hanya sekali."
    $as_root apt-get update -qq </dev/null >&2 || say "Daftar paket tidak dapat diperbarui; dicoba dengan yang ada."
    # shellcheck disable=SC2086  # several packages in one word, on purpose
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y -o Dpkg::Use-Pty=0 \
        --no-install-recommends $1 </dev/null >&2 || fail_by_hand "$1" "apt-get gagal; pesannya ada di atas."
}

# Empty for root, a form of sudo for others.
root_command() {
    [ "$(id -u)" -ne 0 ] || return 0
    has_program sudo || return 1
    if sudo -n true 2>/dev/null; then
        echo "sudo -n"
    elif [ -t 2 ] && [ -r /dev/tty ]; then
        echo sudo
    else
        return 1
    fi
}

fail_by_hand() {
    say "Galat: $2"
    say "Pasanglah sendiri paket berikut (nama Debian/Ubuntu), lalu ulangi:"
    say "    sudo apt-get install -y --no-install-recommends $1"
    exit 1
}

fail_python() {
    say "Galat: Python 3.11 atau lebih baru, lengkap dengan modul venv, tidak ditemukan."
    say "Pasanglah (Debian 12 atau Ubuntu 24.04: sudo apt-get install -y python3 python3-venv),"
    say "atau tunjukkan letaknya: make build PYTHON=/letak/python3"
    exit 1
}

main "$@"
