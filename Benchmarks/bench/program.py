"""A started program that says where it listens."""

import os
import re
import subprocess


class GaveUp(Exception):
    """Why a peer or the load could not do what it should."""


class Program:
    """Ended at the end of the block. `port` is a text, `process` what was started."""

    def __init__(self, command, cores, ready=r"listening on (\d+)|ready at http://127\.0\.0\.1:(\d+)"):
        self.ready = ready
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, cores))

    def __enter__(self):
        for line in self.process.stdout:
            found = re.search(self.ready, line)
            if found:
                self.port = next(filter(None, found.groups()))
                return self
        self.process.wait()
        raise SystemExit("bench: the server did not start")

    def __exit__(self, *_):
        end(self.process)


def end(process):
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
