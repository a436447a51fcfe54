#!/usr/bin/env bash
# Asks the real server everything that its OpenAPI document allows, and much that it does not, and holds the answers
# against the document: no fault of the server, no status, content type or body that is not in it.
#
# Usage: run.sh [OPTION...]     such as: run.sh --include-operation-id rooms.create --max-examples 500
# Exit:  0 all good, 1 something was found, 3 the server did not start, 4 Schemathesis could not be installed.
#
# Without options all operations are asked, by an owner and by a member, for some minutes. Schemathesis is kept in .build/schemathesis,
# and what it writes in .build/schemathesis/run.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly version=4.32.5
readonly suite=$PWD/.build/schemathesis

# What the document says of each answer. Not: that whatever fits a schema is accepted, since a schema says the type of a
# name or a password, and the service what is allowed in it.
readonly checks=not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
response_schema_conformance,negative_data_rejection,unsupported_method,allow_header_conformance,ignored_auth

if [[ ! -f $suite/installed-$version ]]; then
    echo "Installing Schemathesis $version …"
    rm -rf "$suite"
    if ! { python3 -m venv "$suite" && "$suite/bin/pip" install --disable-pip-version-check --quiet \
        "schemathesis==$version"; } >"$suite.log" 2>&1; then
        cat "$suite.log" >&2
        echo "Schemathesis could not be installed; the lines above say why." >&2
        exit 4
    fi
    touch "$suite/installed-$version"
fi

swift build --product roost
work=$(mktemp -d)
server=
finish() {
    if [[ -n $server ]]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap finish EXIT

# Hashing that costs nothing, and no throttle: those would answer in place of the operations.
touch "$work/said"
"$(swift build --show-bin-path)/roost" serve --listen 127.0.0.1:0 --data "$work/data" \
    --password-operations 1 --password-memory 1 --account-requests-per-second 0 --address-requests-per-second 0 \
    --login-failures 0 --rooms-per-account 0 --connections-per-address 0 >"$work/said" 2>"$work/log" &
server=$!
for _ in {1..100}; do
    grep -q 'To stop:' "$work/said" && break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
url=$(grep -o 'http://127\.0\.0\.1:[0-9]*' "$work/said" | head -n 1) || {
    cat "$work/said" "$work/log" >&2
    echo "The server did not start." >&2
    exit 3
}
code=$(grep -oE '\b[0-9A-Z]{4}-[0-9A-Z]{4}\b' "$work/said" | head -n 1)

# The server as an owner sees it, then as a member does, whom the owner adds when his turn comes: the first run does
# whatever can be done to people and settings.
enter() {
    "$suite/bin/python" - "$url" "$@" <<'PYTHON'
import json, sys, urllib.request


def ask(path, token=None, form=None):
    headers = {"Authorization": "Bearer " + token} if token else {}
    body = json.dumps(form).encode() if form else None
    return json.load(urllib.request.urlopen(urllib.request.Request(url + path, body, headers)))


url, name, key = sys.argv[1:]
form = {"mail": name + "@example.org", "username": name, "password": "correct horse battery"}
if name == "owner":
    made = ask("/v1/accounts", form=form | {"code": key})
else:
    ask("/v1/people", key, form | {"role": "member"})
    made = ask("/v1/sessions", form={"login": name, "password": form["password"]})
sessions = ask("/v1/me/sessions", made["token"])["sessions"]
print(made["token"], made["account"]["id"], next(session["id"] for session in sessions if session["current"]))
PYTHON
}

# Logging out would end the session that asks; the end-to-end tests do it.
export PYTHONPATH=$PWD/Tests/Schemathesis PYTHONDONTWRITEBYTECODE=1 SCHEMATHESIS_HOOKS=hooks
mkdir -p "$suite/run"
cd "$suite/run"
status=0
key=$code
for name in owner member; do
    entered=$(enter "$name" "$key") || { tail -n 40 "$work/log" >&2; echo "The $name could not enter." >&2; exit 1; }
    read -r token OWN_ACCOUNT OWN_SESSION <<<"$entered"
    export OWN_ACCOUNT OWN_SESSION
    key=$token
    echo "As the $name:"
    "$suite/bin/schemathesis" run "$url/v1/openapi.json" --url "$url" --header "Authorization: Bearer $token" \
        --checks "$checks" --exclude-operation-id sessions.log_out --max-examples 60 --generation-database none \
        --request-timeout 20 --continue-on-failure --suppress-health-check all --no-color "$@" || status=1
    kill -0 "$server" 2>/dev/null || { tail -n 40 "$work/log" >&2; echo "The server died." >&2; exit 1; }
done
exit "$status"
