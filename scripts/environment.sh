# Sourced by run and test: a virtual environment that holds exactly what a requirements file pins.
# shellcheck shell=bash

fail() { printf '%s\n' "$@" >&2; exit 1; }

# ensure_environment REQUIREMENTS: makes .venv and installs when the file changed since last time.
ensure_environment() {
    local requirements=$1 stamp=".venv/.installed-$1" wanted
    wanted=$(cat requirements*.txt | sha256sum)
    if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
        return
    fi
    command -v python3 >/dev/null || fail "python3 پیدا نشد؛ پایتون ۳٫۱۱ یا تازه‌تر لازم است" \
        "python3 not found; expected Python 3.11 or newer"
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail \
        "پایتون ۳٫۱۱ یا تازه‌تر لازم است" "expected Python 3.11 or newer, found $(python3 --version)"
    if [ ! -x .venv/bin/python ]; then
        python3 -m venv .venv || fail "ساخت .venv نشد؛ بستهٔ python3-venv را نصب کنید" \
            "could not make .venv; install the package python3-venv"
    fi
    echo "نصب کتابخانه‌ها …"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input -r "$requirements" ||
        fail "نصب کتابخانه‌ها نشد؛ پیام بالا را ببینید" "installing $requirements failed; see above"
    printf '%s' "$wanted" >"$stamp"
}
