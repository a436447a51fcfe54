"""The server under test: started on a folder of its own, looked at from outside, stopped."""

import dataclasses
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import tempfile

from wire import Door

MIB = 1 << 20
# Whoever attacks has as many addresses as he likes, so nothing here is counted by address.
UNPROTECTED = "--connections-per-address off --address-requests-per-second off --account-requests-per-second off --login-failures off"


@dataclasses.dataclass(frozen=True)
class Limits:
    """Those that bound memory; docs/operating/limits.md says how."""

    max_connections: int = 12_000
    outbound_total_bytes: int = 268_435_456
    inbound_total_bytes: int = 67_108_864
    pending_bytes: int = 67_108_864
    tail_bytes: int = 67_108_864
    password_memory: int = 64
    """MiB for each log-in that is being hashed; there are two at a time."""

    @property
    def flags(self):
        return [part for field in dataclasses.fields(self)
                for part in (f"--{field.name.replace('_', '-')}", str(getattr(self, field.name)))]

    @property
    def bound(self):
        """Bytes, as in "What memory is bounded by"."""
        budgets = self.outbound_total_bytes + self.inbound_total_bytes + self.pending_bytes + self.tail_bytes
        return budgets * 5 // 4 + 2 * self.password_memory * MIB + self.max_connections * 8192 + 160 * MIB


class Server:
    def __init__(self, program, limits, has_index=True):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="roost-overload-"))
        self.limits = limits
        if not has_index:
            # A folder lies where its file would be.
            (self.folder / "data" / "search.db").mkdir(parents=True)
            (self.folder / "data").chmod(0o700)
        command = [program, "serve", "--listen", "127.0.0.1:0", "--irc", "127.0.0.1:0", "--data", self.folder / "data",
                   *UNPROTECTED.split(), *limits.flags]
        self.log = open(self.folder / "log", "wb")

        def prepare():
            # As a login shell gives it: the server must see to the rest.
            hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(1024, hard), hard))
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self.log, stdin=subprocess.DEVNULL, text=True, preexec_fn=prepare)
        banner = ""
        for line in self.process.stdout:
            banner += line
            if "To stop:" in line:
                break
        ports = re.search(r"ready at http://127\.0\.0\.1:(\d+)", banner), re.search(r"By IRC: +127\.0\.0\.1:(\d+)", banner)
        if not all(ports):
            raise SystemExit(f"overload: the server did not start: {banner}{self.said()}")
        self.door = Door(int(ports[0][1]), int(ports[1][1]))
        self.code = re.search(r"\n +([0-9A-Z]{4}-[0-9A-Z]{4})\n", banner)[1]

    def said(self):
        return (self.folder / "log").read_text(errors="replace")

    @property
    def errors(self):
        return [line for line in self.said().splitlines() if " error " in line and "cannot be searched" not in line][:5]

    def status(self, name):
        """A figure of /proc/PID/status."""
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"^{name}:\s+(\d+)", text, re.M)[1])

    @property
    def memory(self):
        return self.status("VmRSS") * 1024

    @property
    def peak(self):
        """Since the last `forget_peak`."""
        return self.status("VmHWM") * 1024

    def forget_peak(self):
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    @property
    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    @property
    def is_there(self):
        return self.process.poll() is None

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.log.close()
        return code

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)
