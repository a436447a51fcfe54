"""`roost chat` at a pseudo-terminal."""

import os
import pty
import re
import select
import subprocess
import time

from .account import PASSWORD

CONTROL = re.compile(rb"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[=>()][A-Z0-9]?)")


class Terminal:
    def __init__(self, program, server, login, room):
        ours, theirs = pty.openpty()
        self.screen = ours
        self.seen = b""
        self.process = subprocess.Popen(
            [program, "chat", "--server", server.url, "--login", login, "--room", room],
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            env={**os.environ, "ROOST_PASSWORD": PASSWORD, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40"})
        os.close(theirs)

    def type(self, text):
        os.write(self.screen, text.encode() + b"\r")

    def wait_for(self, text, patience=20):
        deadline = time.monotonic() + patience
        while text.encode() not in CONTROL.sub(b"", self.seen):
            ready, _, _ = select.select([self.screen], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise AssertionError(f"The terminal does not show {text!r} but:\n{self.seen[-2000:]!r}")
            try:
                self.seen += os.read(self.screen, 65536)
            except OSError:
                raise AssertionError(f"The terminal is gone, without {text!r}:\n{self.seen[-2000:]!r}") from None

    def close(self):
        self.process.terminate()
        self.process.wait(10)
        os.close(self.screen)
