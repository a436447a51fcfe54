"""Installs what is missing from Debian. Nothing of it is started, now or when the system starts."""

import os
import pathlib
import shutil
import subprocess
import sys

# As debian/policy has it: 101 forbids what a package wants done to a service.
POLICY = pathlib.Path("/usr/sbin/policy-rc.d")


def install(peers, yes):
    """Asks first, unless `yes`."""
    missing = [peer for peer in peers if not peer.is_there()]
    if not missing:
        return
    if not shutil.which("apt-get"):
        sys.exit("bench: other servers come from Debian's packages, which this system does not have; --targets "
                 "floor,roost,roost-irc needs none")
    packages = [package for peer in missing for package in peer.packages]
    if not yes:
        print(f"bench: {', '.join(packages)} are needed (Debian packages, not started as services). Install? [y/N] ",
              end="", file=sys.stderr, flush=True)
        if not sys.stdin.readline().strip().lower().startswith("y"):
            sys.exit("bench: nothing was installed, nothing measured (--targets floor,roost,roost-irc needs nothing)")
    root = [] if os.geteuid() == 0 else ["sudo"]
    for unit in [u for peer in missing for u in (f"{peer.packages[0]}.service", *peer.units)]:
        # What `systemctl mask` does; also where no systemd runs.
        subprocess.run([*root, "ln", "-sfT", "/dev/null", f"/etc/systemd/system/{unit}"], check=True)
    forbidding = not POLICY.exists()
    if forbidding:
        subprocess.run([*root, "install", "-m", "755", "/dev/stdin", POLICY], input=b"#!/bin/sh\nexit 101\n", check=True)
    try:
        command = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "-qq",
                   "--no-install-recommends", *packages]
        if subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
            subprocess.run([*root, "apt-get", "update", "-qq"], check=True)
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    finally:
        if forbidding:
            subprocess.run([*root, "rm", POLICY], check=True)
