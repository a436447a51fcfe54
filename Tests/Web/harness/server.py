"""The real `roost serve`, on a folder of its own and a port of the system's choice."""

import pathlib
import re
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

# What these tests are not about: costly passwords, and whoever asks too often.
EASY = (
    "--password-operations 1 --password-memory 1 --login-failures 0 --rooms-per-account 0 --connections-per-address 0 "
    "--account-requests-per-second 0 --address-requests-per-second 0"
).split()
PATIENCE = 30


class Server:
    def __init__(self, program, web_root=None, address="127.0.0.1", options=()):
        self.program = program
        self.address = address
        self.port = 0
        self.options = [*EASY, *options]
        if web_root:
            self.options += ["--web-root", str(web_root)]
        self._folder = tempfile.TemporaryDirectory(prefix="roost-web-")
        self.folder = pathlib.Path(self._folder.name)
        self.process = None
        self.code = None

    @property
    def url(self):
        return f"http://{self.address}:{self.port}"

    def start(self):
        """Starts it, or starts it again where it was: same folder, same port."""
        said = self.folder / "said"
        with open(said, "wb") as out, open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "serve", "--listen", f"{self.address}:{self.port}", "--data", self.folder / "data",
                 *self.options],
                stdout=out, stderr=log, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while "To stop:" not in said.read_text():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"The server did not start.\n{said.read_text()}\n{self.log()}")
            time.sleep(0.01)
        text = said.read_text()
        self.port = self.port or int(re.search(rf"{re.escape(self.address)}:(\d+)", text)[1])
        code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)
        self.code = code[0] if code else None
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"The server does not answer.\n{self.log()}")
            time.sleep(0.01)
        return self

    def _answers(self):
        try:
            return urllib.request.urlopen(f"{self.url}/healthz", timeout=5).status == 200
        except (urllib.error.URLError, OSError):
            return False

    def kill(self):
        """As a power cut would: at once, and without a word."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()
        self._folder.cleanup()

    def log(self):
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""


def outside_address():
    """An address of this machine that is not the loopback's, or None: for plain HTTP as on a local network."""
    import socket

    # Nothing is sent: the system only says from where it would be.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address = probe.getsockname()[0]
    return None if address.startswith("127.") else address
