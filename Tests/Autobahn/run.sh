#!/usr/bin/env bash
# Judges the WebSocket codec by the Autobahn test suite: every case against Tests/EchoServer.
#
# Usage: run.sh [CASE...]     such as: run.sh '6.*' 12.1.1     Without cases all of them run, for some minutes.
# Exit:  0 all good, 1 a case failed, 3 no Python 2.7, 4 the suite could not be installed.
#
# PYTHON27 names the interpreter, if it is not found by itself. The suite is kept in .build/autobahn.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly suite_version=25.10.1
readonly total_cases=517
readonly reports=Tests/Autobahn/reports
readonly suite=$PWD/.build/autobahn

works() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (2, 7))' >/dev/null 2>&1; }

find_python() {
    local candidate
    for candidate in "${PYTHON27:-}" python2.7 python2 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/2.7*/bin/python2.7; do
        if [[ -n $candidate ]] && works "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    echo "The Autobahn test suite needs Python 2.7: install it (\"pyenv install 2.7.18\" does) or name it with PYTHON27." >&2
    return 3
}

python=$(find_python)

# A user site of its own, rather than a virtualenv, which Python 2.7 does not bring along.
export PYTHONUSERBASE=$suite PYTHONDONTWRITEBYTECODE=1
unset PYTHONPATH PYTHONHOME PYTHONNOUSERSITE
if [[ ! -f $suite/installed-$suite_version ]]; then
    echo "Installing the Autobahn test suite $suite_version …"
    rm -rf "$suite"
    mkdir -p "$suite"
    if ! "$python" -m pip install --disable-pip-version-check --user --ignore-installed --quiet \
        "autobahntestsuite==$suite_version" >"$suite.log" 2>&1; then
        cat "$suite.log" >&2
        echo "The Autobahn test suite could not be installed; the lines above say why." >&2
        exit 4
    fi
    touch "$suite/installed-$suite_version"
fi

swift build -c release --product echo-server
work=$(mktemp -d)
server=
finish() {
    [[ -z $server ]] || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

mkfifo "$work/said"
"$(swift build -c release --show-bin-path)/echo-server" --port 0 >"$work/said" &
server=$!
read -r said <"$work/said" || { echo "The echo server did not start." >&2; exit 1; }
address=${said#listening on }

if (($# == 0)); then cases='"*"'; else cases=$(printf '"%s",' "$@"); fi
rm -rf "$reports"
cat >"$work/spec.json" <<SPEC
{
    "outdir": "$PWD/$reports",
    "servers": [{"agent": "Roost", "url": "ws://$address"}],
    "cases": [${cases%,}],
    "exclude-cases": [],
    "exclude-agent-cases": {}
}
SPEC
echo "Running the cases against $address …"
"$python" "$suite/bin/wstest" --mode fuzzingclient --spec "$work/spec.json" >"$work/log" 2>&1 || {
    tail -n 40 "$work/log" >&2
    exit 1
}
kill -0 "$server" || { echo "The echo server died." >&2; exit 1; }

(($# == 0)) && expected=$total_cases || expected=1
"$python" Tests/Autobahn/judge.py "$reports/index.json" Tests/Autobahn/nonstrict.txt "$expected"
