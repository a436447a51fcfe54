"""What all of them share: a folder, a port and a configuration for each run."""

import os
import resource
import shutil
import socket
import subprocess
import time

from bench.program import GaveUp, end


def program(name):
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin")


def installed(package):
    """Its version; empty if it is not there, as on a system that is not Debian's."""
    if not shutil.which("dpkg-query"):
        return ""
    said = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}", package], capture_output=True, text=True).stdout
    return said.removeprefix("installed ") if said.startswith("installed ") else ""


class Peer:
    """A started server, ended at the end of the block; `port` and `process` as those of `bench.program`."""

    name = ""
    """Of the target, in options and tables."""
    title = ""
    protocol = ""
    keeps = "nothing"
    """What it stores of messages."""
    packages = []
    """Debian's; the first is the server."""
    units = []
    """What systemd would start, beside `PACKAGE.service`."""
    file = "conf"
    """Of the configuration."""
    load = []
    """For `load`."""
    joins_slowly = False
    """Whether joining takes the longer the more are in a room: then one of 5,000 takes minutes to fill."""

    def __init__(self, folder, cores):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder, self.cores = folder, cores
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = str(free.getsockname()[1])
        (folder / self.file).write_text(self.configuration())

    def command(self):
        raise NotImplementedError

    def configuration(self):
        """The text of the file."""
        raise NotImplementedError

    def environment(self):
        return {}

    @classmethod
    def is_there(cls):
        return all(installed(package) for package in cls.packages)

    @classmethod
    def version(cls):
        """Without what Debian adds."""
        return installed(cls.packages[0]).split(":")[-1].split("-")[0].split("+")[0]

    def __enter__(self):
        self.log = open(self.folder / "log", "w+")
        self.process = subprocess.Popen(
            self.command(), stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT, cwd=self.folder,
            env={**os.environ, **self.environment()}, preexec_fn=self.prepare)
        deadline = time.monotonic() + 30
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", int(self.port))).close()
                return self
            except ConnectionRefusedError:
                time.sleep(0.02)
        self.__exit__()
        raise GaveUp("it did not start: " + " ".join((self.folder / "log").read_text().split())[-300:])

    def __exit__(self, *_):
        end(self.process)
        self.log.close()

    def prepare(self):
        os.sched_setaffinity(0, self.cores)
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
