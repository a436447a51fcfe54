"""An index of a million messages, made anew, and a thousand questions to it: `Benchmarks/run --search`."""

import datetime
import shutil
import subprocess
import sys

from bench import DATA, HERE, roost, say
from bench.machine import load_average, machine
from bench.tools import build


def measure():
    """Everything, as a page."""
    say("building")
    build(HERE, ["-c", "release", "--product", "search"])
    say("filling an index and asking it")
    text = questions(HERE / ".build" / "release" / "search", [])
    return (f"# Search, {datetime.date.today()}\n\n{machine()}. Roost {roost.commit()}. "
            f"Load average at the end: {load_average()}.\n\n{text}")


def smoke(tools):
    questions(tools["search"], ["--messages", "2000", "--segment", "500", "--queries", "20"])


def questions(program, arguments):
    folder = DATA / "search"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    done = subprocess.run(
        [program, "--directory", folder, *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"bench: search: {done.stderr}")
    return done.stdout
