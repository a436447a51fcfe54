"""`load` against a server that runs."""

import json
import os
import subprocess

from bench.program import GaveUp


def load(tools, server, arguments, timeout=900):
    """What it measured; `server` has a `port` and a `process`. `arguments` has the target, the scenario and times."""
    command = [tools["load"], "--port", server.port, "--server-pid", str(server.process.pid), *map(str, arguments)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=timeout,
            preexec_fn=lambda: os.sched_setaffinity(0, tools.load_cores))
    except subprocess.TimeoutExpired:
        raise GaveUp(f"not done within {timeout} s") from None
    if done.returncode != 0:
        raise GaveUp(done.stderr.strip().removeprefix("load: ") or f"it ended with {done.returncode}")
    return json.loads(done.stdout)
