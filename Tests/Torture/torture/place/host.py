"""What this machine permits: a small disk, a network namespace that loses packets, tracing, a clock that is moved."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

DISK = "512m"
FAKETIME = "faketime"


def works(*command, **options):
    """Whether a command is there and succeeds."""
    try:
        return subprocess.run(command, capture_output=True, timeout=20, **options).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def no_tracing():
    fault = ("strace", "-f", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO")
    return None if works(*fault, "true") else "strace is not here, or may not trace"


def no_mount():
    with tempfile.TemporaryDirectory() as folder:
        if not works("mount", "-t", "tmpfs", "-o", "size=1m", "none", folder):
            return "no file system may be mounted"
        works("umount", folder)
    return None


def no_namespace():
    name = f"roost-probe-{os.getpid()}"
    if not works("ip", "netns", "add", name):
        return "no network namespace may be made"
    rule = "table inet probe { chain in { type filter hook input priority 0; numgen random mod 100 < 1 drop; }; }"
    permitted = works("ip", "netns", "exec", name, "nft", rule)
    works("ip", "netns", "del", name)
    return None if permitted else "nft is not here, or may not drop packets"


def no_clock():
    return None if works(FAKETIME, "-f", "+0", "true") else "libfaketime is not here"


class Host:
    """What one run has set up, and takes down again."""

    def __init__(self, folder):
        self.folder = folder
        self.data = folder / "data"
        self.data.mkdir(parents=True, mode=0o700)
        self.address = "127.0.0.1"
        self.before = []
        self.environment = dict(os.environ)
        self.clock = folder / "clock"
        self.namespace = None
        self._is_mounted = False
        self._faketime = None

    def set_up(self, faults):
        """Only what these faults need."""
        if "full" in faults:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=0700", "none", self.data], check=True)
            self._is_mounted = True
        if "loss" in faults:
            self._enter_namespace()
        if "clock" in faults:
            self._fake_time()

    def _enter_namespace(self):
        """The server stands behind a wire of its own; the proxy reaches it over that."""
        self.namespace = name = f"roost-{os.getpid()}"
        third = os.getpid() % 250 + 1
        self.address = f"10.213.{third}.2"
        inside = ["ip", "netns", "exec", name]
        for command in (
                ["ip", "netns", "add", name],
                ["ip", "link", "add", f"rt{third}", "type", "veth", "peer", "name", "door", "netns", name],
                ["ip", "addr", "add", f"10.213.{third}.1/30", "dev", f"rt{third}"],
                ["ip", "link", "set", f"rt{third}", "up"],
                [*inside, "ip", "addr", "add", f"{self.address}/30", "dev", "door"],
                [*inside, "ip", "link", "set", "door", "up"],
                [*inside, "ip", "link", "set", "lo", "up"]):
            subprocess.run(command, check=True)
        self.before = inside

    def _fake_time(self):
        """One process holds what libfaketime shares, so that the server finds it made. Otherwise the library would
        change the environment before the program looks for its arguments, which Swift finds by it."""
        self.clock.write_text("+0\n")
        self._faketime = subprocess.Popen(
            [FAKETIME, "-f", "+0", "sh", "-c", 'echo "$FAKETIME_SHARED"; echo "$LD_PRELOAD"; exec cat'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        shared, library = self._faketime.stdout.readline().strip(), self._faketime.stdout.readline().strip()
        self.environment.update(
            FAKETIME_SHARED=shared, LD_PRELOAD=library.replace("libfaketime.so", "libfaketimeMT.so"),
            FAKETIME_TIMESTAMP_FILE=str(self.clock), FAKETIME_NO_CACHE="1", FAKETIME_DONT_FAKE_MONOTONIC="1")

    async def nft(self, rules):
        """Changes the packet filter around the server."""
        process = await asyncio.create_subprocess_exec("ip", "netns", "exec", self.namespace, "nft", rules)
        if await process.wait() != 0:
            raise RuntimeError(f"nft refused: {rules}")

    def take_down(self):
        if self._faketime:
            self._faketime.stdin.close()
            self._faketime.wait()
        if self.namespace:
            works("ip", "netns", "del", self.namespace)
        if self._is_mounted:
            # What is looked at after a failure.
            kept = Path(f"{self.data}-kept")
            shutil.copytree(self.data, kept, ignore=shutil.ignore_patterns("filler"), dirs_exist_ok=True)
            works("umount", "--lazy", self.data)
            self.data.rmdir()
            kept.rename(self.data)
