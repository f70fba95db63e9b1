#!/usr/bin/env bash
# Makes .venv from the locked requirements, after the system packages it stands on.
#
#   .ci/setup.sh runtime   what `dsr` needs                  (make setup, make demo)
#   .ci/setup.sh dev       and what the tests and checks need (make test, make lint)
#
# May be called again at any time: a finished set-up is recognised by its stamp in a moment.
# Exit 1, with the exact way out, when something is missing that it may not install itself.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

level=${1:?runtime or dev}
venv=.venv
stamp=$venv/.dsr-setup
lock=requirements/$level.txt

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# --- what is there -------------------------------------------------------------------------

# The locked requirements have wheels for these.
can_run() { # PYTHON MODULE…
  local python=$1
  shift
  "$python" -c "import sys, $(IFS=,; echo "$*")
sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))" >/dev/null 2>&1
}

# One that can make a venv with pip in it: Debian keeps ensurepip in python3-venv.
find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if can_run "$candidate" venv ensurepip; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

has_library() { # SONAME. No pipe: grep -q would end ldconfig by a signal, and pipefail see it
  [[ $(PATH=$PATH:/sbin:/usr/sbin ldconfig -p) == *"$1 "* ]]
}

has_javac() { # javac 17 or newer: veraPDF's driver is compiled once by the tests
  local version
  version=$(javac -version 2>&1) || return 1
  version=${version#javac }
  [[ ${version%%[.-]*} -ge 17 ]] 2>/dev/null
}

has_postgres() { # Debian keeps the server's programs out of PATH
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

has_mariadb() { # the server's program, and the tables it begins with
  PATH=$PATH:/usr/sbin command -v mariadbd >/dev/null &&
    [[ -f /usr/share/mysql/mysql_system_tables.sql ]]
}

# One Debian package name a line.
missing_packages() {
  find_python >/dev/null || printf '%s\n' python3 python3-venv
  has_library libpango-1.0.so.0 || echo libpango-1.0-0
  has_library libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
  has_library libharfbuzz-subset.so.0 || echo libharfbuzz-subset0
  if [[ $level == dev ]]; then
    has_javac || newest_jdk
    has_postgres || echo postgresql
    has_mariadb || echo mariadb-server-core
  fi
}

newest_jdk() { # Debian 12 has 17, Debian 13 has 21; Ubuntu has both
  if apt-cache show openjdk-17-jdk-headless >/dev/null 2>&1 || ! command -v apt-cache >/dev/null
  then echo openjdk-17-jdk-headless
  else echo openjdk-21-jdk-headless
  fi
}

# --- system packages -----------------------------------------------------------------------

as_root() {
  if [[ $EUID -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

may_become_root() {
  [[ $EUID -eq 0 ]] && return
  command -v sudo >/dev/null || return 1
  sudo -n true 2>/dev/null || [[ -t 0 ]] # with a terminal, sudo can ask for the password
}

install_packages() {
  local missing line
  mapfile -t missing < <(missing_packages)
  [[ ${#missing[@]} -eq 0 ]] && return
  line="apt-get install -y --no-install-recommends ${missing[*]}"
  if ! command -v apt-get >/dev/null; then
    fail "missing: ${missing[*]} (names of Debian packages). Install them, then call make again."
  fi
  if ! may_become_root; then
    say "these system packages are missing: ${missing[*]}"
    fail "ask an administrator to run the next line, then call make again:
  apt-get update && $line"
  fi
  say "installing system packages: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get update -qq </dev/null >&2
  mapfile -t missing < <(missing_packages) # with fresh lists the name of the JDK may differ
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "${missing[@]}" </dev/null >&2
  mapfile -t missing < <(missing_packages)
  [[ ${#missing[@]} -eq 0 ]] || fail "still missing after apt-get: ${missing[*]}.
  This system's packages are too old; Debian 12 or Ubuntu 24.04 and newer are known to do.
  PYTHON=/path/to/python3.11 names another Python."
}

# --- the virtual environment ---------------------------------------------------------------

wanted_stamp() {
  cat "$lock" pyproject.toml .ci/setup.sh | sha256sum | cut -d' ' -f1
  pwd # an editable install points at this folder
}

is_set_up() { # LEVEL; dev holds everything of runtime
  [[ -x $venv/bin/python && -x $venv/bin/dsr && -f $stamp-$1 ]] || return 1
  [[ $(cat "$stamp-$1") == "$(lock=requirements/$1.txt wanted_stamp)" ]] || return 1
  can_run "$venv/bin/python" pip
}

make_venv() {
  local python
  if ! can_run "$venv/bin/python" pip; then
    python=$(find_python)
    say "making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
  fi
  rm -f "$stamp"-*
  say "installing the locked requirements ($lock)"
  # --no-deps: the lock is complete, and it leaves out opencv-python on purpose
  # (docs/decisions/0001-set-up.md). Wheels only: no package runs code while it is installed.
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
    --no-deps --require-hashes --only-binary :all: -r "$lock" >&2
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
    --no-deps --no-index --no-build-isolation --editable . >&2
  "$venv/bin/python" -W error -c 'import weasyprint' # loads Pango and HarfBuzz for real
  wanted_stamp >"$stamp-$level"
  if [[ $level == dev ]]; then lock=requirements/runtime.txt wanted_stamp >"$stamp-runtime"; fi
}

[[ $level == runtime || $level == dev ]] || fail "no such level: $level (runtime or dev)"
install_packages
is_set_up "$level" && exit 0
# `make lint` and `make test` started side by side take turns.
mkdir -p .tools
exec 9>.tools/setup.lock
flock 9
is_set_up "$level" || make_venv
