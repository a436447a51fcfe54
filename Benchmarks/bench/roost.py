"""Roost, on a store."""

import subprocess

from bench import ROOT
from bench.program import Program

# What a benchmark is not about: whoever asks too often.
UNLIMITED = (
    "--log-level warning --password-operations 1 --password-memory 1 "
    "--account-requests-per-second off --address-requests-per-second off --connections-per-address off "
    "--login-failures off --max-connections 12000"
).split()
IRC_READY = r"By IRC:\s*127\.0\.0\.1:(\d+)"


def serve(tools, data, loops=1, irc=False):
    """A server on a free port, for a `with`; `irc` makes that the port for IRC."""
    command = [tools.roost, "serve", "--listen", "127.0.0.1:0", *UNLIMITED, "--data", data, "--loops", str(loops)]
    if irc:
        return Program([*command, "--irc", "127.0.0.1:0"], tools.cores_for(loops), ready=IRC_READY)
    return Program(command, tools.cores_for(loops))


def commit():
    return subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
