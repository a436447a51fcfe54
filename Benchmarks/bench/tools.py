"""The programs that measure, and where they run: the server on one core, the load on another."""

import copy
import os
import subprocess
import sys

from bench import HERE, ROOT, say


class Tools:
    def __init__(self, options):
        # The smoke run shares what the tests have built.
        mode = ["-c", "debug"] if options.smoke else ["-c", "release", "--static-swift-stdlib"]
        say("building")
        self.folder = HERE / ".build" / mode[1]
        build(HERE, mode)
        self.roost = options.roost
        if not self.roost:
            build(ROOT, mode + ["--product", "roost"])
            self.roost = ROOT / ".build" / mode[1] / "roost"
        cores = sorted(os.sched_getaffinity(0))
        pinned = len(cores) >= 2 and not options.smoke
        self.server_cores = {cores[0]} if pinned else set(cores)
        self.load_cores = {cores[1]} if pinned else set(cores)

    def __getitem__(self, name):
        return self.folder / name

    def on(self, server_cores, load_cores):
        """The same on other cores."""
        other = copy.copy(self)
        other.server_cores, other.load_cores = server_cores, load_cores
        return other

    def cores_for(self, loops):
        """A server of several loops may use as many cores; on a machine with two one of them is the load's too."""
        if len(self.server_cores) >= loops:
            return self.server_cores
        others = sorted(set(os.sched_getaffinity(0)) - self.load_cores) + sorted(self.load_cores)
        return set(others[:loops])


def build(folder, arguments):
    done = subprocess.run(["swift", "build", *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"bench: building in {folder} failed:\n{done.stdout}{done.stderr}")
