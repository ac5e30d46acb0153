#!/bin/sh
# Make .venv with the pinned, hashed packages, and see to the system's parts: `sh packaging/set_up.sh run|test`.
# System packages come by apt when we are root or sudo asks for no password; otherwise one sentence says the exact line.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 2; }

# install REASON PACKAGE... : 0 when they are there afterwards.
install() {
    reason=$1
    shift
    line="apt-get install --no-install-recommends $*"
    if ! command -v apt-get >/dev/null 2>&1; then
        say "$reason; this system has no apt, so please install what corresponds to: $*" >&2
        return 1
    fi
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        say "$reason; please run: sudo $line" >&2
        return 1
    fi
    say "$reason: installing $*"
    if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1; then
        # The lists of a fresh machine are empty or old.
        $as_root apt-get update -qq >/dev/null 2>&1 || true
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null || {
            say "$reason, and apt could not install it; please run: sudo $line" >&2
            return 1
        }
    fi
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14 /usr/bin/python3; do
        if command -v "$candidate" >/dev/null 2>&1 && new_enough "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

python=$(find_python) || stop "Python 3.11 or newer is needed; please install it, or name one: make PYTHON=/path/to/python3.12"
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')

if ! [ -x .venv/bin/python ] || ! new_enough .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    rm -rf .venv
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        install "Python's venv module is missing" "python$version-venv" || exit 2
    fi
    say "Making .venv with Python $version"
    "$python" -m venv .venv || stop "Python could not make .venv (see above)."
fi

if [ "$purpose" = test ]; then pins=packaging/requirements-development.txt; else pins=packaging/requirements.txt; fi
say "Installing the pinned packages (the first time takes a minute)"
.venv/bin/python -m pip install -qq --require-hashes -r "$pins" || stop "The pinned packages could not be installed (see above)."
if [ "$purpose" = test ]; then
    .venv/bin/python -m pip install -qq --no-deps --no-build-isolation --editable . || stop "The project could not be installed into .venv (see above)."
fi

[ "$(uname -s)" = Linux ] || exit 0

# What Qt needs of the system, found by asking the loader and not by a list of packages that grows old.
qt=$(.venv/bin/python -c 'import importlib.util, os; print(os.path.dirname(importlib.util.find_spec("PySide6").origin))')
lacking() {
    ldd "$qt"/QtWidgets.abi3.so "$qt"/QtNetwork.abi3.so "$qt"/QtSvg.abi3.so "$qt"/Qt/plugins/platforms/libqxcb.so \
        "$qt"/Qt/plugins/platforms/libqoffscreen.so "$qt"/Qt/plugins/platforms/libqwayland.so 2>/dev/null |
        awk '/not found/ {print $1}' | sort -u | tr '\n' ' '
}
missing=$(lacking)
if [ -n "$missing" ]; then
    first=${missing%% *}
    install "Qt needs shared libraries of the system ($first and others)" libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 \
        libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-randr0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0 \
        libwayland-client0 libwayland-cursor0 libwayland-egl1 libgssapi-krb5-2 libzstd1 || exit 2
    [ -z "$(lacking)" ] || stop "Qt still lacks: $(lacking)"
fi

# Letters to draw with, Japanese ones too. Their absence is ugly but stops nobody from running the program.
if ! command -v fc-list >/dev/null 2>&1 || [ -z "$(fc-list :lang=ja family 2>/dev/null | head -n 1)" ]; then
    install "No Japanese font is installed" fontconfig fonts-dejavu-core fonts-noto-cjk || [ "$purpose" = run ] || exit 2
fi

if [ "$purpose" = test ]; then
    packages=
    command -v openssl >/dev/null 2>&1 || packages="$packages openssl"
    command -v Xvfb >/dev/null 2>&1 || packages="$packages xvfb"
    command -v objdump >/dev/null 2>&1 || packages="$packages binutils"
    .venv/bin/python - <<'END' || packages="$packages libpython$version"
import ctypes, os, sys, sysconfig
name = "libpython%d.%d.so.1.0" % sys.version_info[:2]
folder = sysconfig.get_config_var("LIBDIR") or ""
try:
    ctypes.CDLL(os.path.join(folder, name) if os.path.exists(os.path.join(folder, name)) else name)
except OSError:
    sys.exit(1)
END
    # shellcheck disable=SC2086  (a list of words)
    [ -z "$packages" ] || install "The tests and the package need some tools" $packages || exit 2

    # Other people's TLS, to compare with. Without them the tests that ask them are skipped, by name.
    peers=
    command -v tshark >/dev/null 2>&1 || peers="$peers tshark"
    command -v gnutls-serv >/dev/null 2>&1 || peers="$peers gnutls-bin"
    # shellcheck disable=SC2086  (a list of words)
    [ -z "$peers" ] || install "Some tests compare with other TLS software" $peers || say "Those tests will be skipped."

    # Other people's servers and key stores, which take the files that we issue. Without them the tests that ask them are skipped, by name.
    users=
    command -v nginx >/dev/null 2>&1 || users="$users nginx-light"
    command -v apache2 >/dev/null 2>&1 || users="$users apache2-bin"
    command -v haproxy >/dev/null 2>&1 || users="$users haproxy"
    command -v node >/dev/null 2>&1 || users="$users nodejs"
    command -v keytool >/dev/null 2>&1 || users="$users default-jre-headless"
    command -v curl >/dev/null 2>&1 || users="$users curl"
    command -v certutil >/dev/null 2>&1 || users="$users libnss3-tools"
    # shellcheck disable=SC2086  (a list of words)
    [ -z "$users" ] || install "Some tests put certificates into other software" $users || say "Those tests will be skipped."

    # Other people's programs that open what we write. Without them the tests that ask them are skipped, by name.
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 ||
        install "Some tests open what was written in a browser" chromium || say "Those tests will be skipped."
    command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ||
        install "Some tests keep a workspace in a real PostgreSQL" postgresql || say "Those tests will be skipped."
    command -v pdftotext >/dev/null 2>&1 && command -v pdftoppm >/dev/null 2>&1 ||
        install "Some tests open what was written as PDF" poppler-utils || say "Those tests will be skipped."
fi
