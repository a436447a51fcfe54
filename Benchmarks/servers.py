"""InspIRCd and ngircd, without limits to what clients may say; each run has its own port, folder and configuration."""

import os
import pathlib
import resource
import shutil
import socket
import subprocess
import sys
import time

MODULES = pathlib.Path("/usr/lib/inspircd/modules")
# As debian/policy has it: 101 forbids what a package wants done to a service.
POLICY = pathlib.Path("/usr/sbin/policy-rc.d")


def install(yes):
    """Installs what is missing of both from Debian. Neither is started, now or when the system starts."""
    missing = [name for name in ("inspircd", "ngircd") if not program(name)]
    if not missing:
        return
    if not yes:
        print(f"bench: {' and '.join(missing)} are needed (Debian packages, not started as services). Install? [y/N] ",
              end="", file=sys.stderr, flush=True)
        if not sys.stdin.readline().strip().lower().startswith("y"):
            sys.exit("bench: nothing was installed, nothing measured")
    root = [] if os.geteuid() == 0 else ["sudo"]
    for name in missing:
        # What `systemctl mask` does; also where no systemd runs.
        unit = f"/etc/systemd/system/{name}.service"
        subprocess.run([*root, "ln", "-sfT", "/dev/null", unit], check=True)
    forbidding = not POLICY.exists()
    if forbidding:
        subprocess.run([*root, "install", "-m", "755", "/dev/stdin", POLICY], input=b"#!/bin/sh\nexit 101\n", check=True)
    try:
        command = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "-qq",
                   "--no-install-recommends", *missing]
        if subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
            subprocess.run([*root, "apt-get", "update", "-qq"], check=True)
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    finally:
        if forbidding:
            subprocess.run([*root, "rm", POLICY], check=True)


def program(name):
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin")


class IRCServer:
    """A started server, ended at the end of the block; `port` and `process` as those of `run`'s servers."""

    def __init__(self, folder, cores):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder, self.cores = folder, cores
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = str(free.getsockname()[1])
        (folder / "conf").write_text(self.configuration())

    def __enter__(self):
        self.log = open(self.folder / "log", "w+")
        self.process = subprocess.Popen(
            self.command(), stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT, cwd=self.folder,
            preexec_fn=self.prepare)
        deadline = time.monotonic() + 30
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", int(self.port))).close()
                return self
            except ConnectionRefusedError:
                time.sleep(0.02)
        self.__exit__()
        raise SystemExit(f"bench: {self.command()[0]} did not start:\n{(self.folder / 'log').read_text()}")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def prepare(self):
        os.sched_setaffinity(0, self.cores)
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class InspIRCd(IRCServer):
    """The modules are those for what Roost's clients can ask for too."""

    def command(self):
        as_root = ["--runasroot"] if os.geteuid() == 0 else []
        return [program("inspircd"), "--config", self.folder / "conf", "--nofork", "--nopid", *as_root]

    def configuration(self):
        modules = ["cap", "namesx", "uhnames", "ircv3", "ircv3_accounttag", "ircv3_batch", "ircv3_ctctags",
                   "ircv3_echomessage", "ircv3_labeledresponse", "ircv3_msgid", "ircv3_servertime"]
        return f"""
<server name="irc.bench.example" description="Benchmark" network="Benchmark" id="00A">
<bind address="127.0.0.1" port="{self.port}" type="clients">
<path configdir="{self.folder}" datadir="{self.folder}" logdir="{self.folder}" runtimedir="{self.folder}"
      moduledir="{MODULES}">
<connect name="all" allow="127.0.0.0/8" timeout="300" pingfreq="600" fakelag="no" threshold="1000000"
         commandrate="1000000000" recvq="1M" softsendq="64M" hardsendq="256M" localmax="100000" globalmax="100000"
         maxchans="1000" resolvehostnames="no" useconnectban="no" useconnflood="no">
<performance softlimit="100000" somaxconn="4096" netbuffersize="65536" quietbursts="yes">
<options defaultmodes="nt">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="inspircd.log">
""" + "".join(f'<module name="{name}">\n' for name in modules)


class Ngircd(IRCServer):
    def command(self):
        return [program("ngircd"), "--nodaemon", "--config", self.folder / "conf"]

    def configuration(self):
        return f"""
[Global]
Name = irc.bench.example
Info = Benchmark
Listen = 127.0.0.1
Ports = {self.port}
MotdPhrase = Benchmark
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 20
MaxPenaltyTime = 0
PingTimeout = 600
PongTimeout = 300
[Options]
DNS = no
Ident = no
PAM = no
"""
