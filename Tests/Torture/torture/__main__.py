"""The command line. See README.md beside this package."""

import argparse
import asyncio
import random
import shlex
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from . import faults
from .run import run

ROOT = Path(__file__).resolve().parents[3]
FOUND = 1


def main():
    # Ended from outside it takes down what it has set up, as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    wanted = arguments()
    names, missing = permitted(wanted.faults)
    for name, reason in missing.items():
        print(f"left out: {name} ({reason})")
    seeds = wanted.seed or [random.randrange(10**6)]
    is_good = True
    for seed in seeds:
        is_good &= one(seed, wanted, names)
    sys.exit(0 if is_good else FOUND)


def arguments():
    parser = argparse.ArgumentParser(prog="make torture ARGS=…", description="Tries to make Roost lose a message.")
    parser.add_argument("--seed", type=seed_of, action="append", help="repeats a run; may be given several times; `random`")
    parser.add_argument("--minutes", type=float, default=10, help="how long each seed's faults go on (10)")
    parser.add_argument("--faults", default="all", help=f"all, or some of {','.join(faults.ALL)}; -NAME leaves one out")
    parser.add_argument("--roost", type=Path, default=ROOT / ".build" / "debug" / "roost", help="the program")
    parser.add_argument("--keep", type=Path, help="a folder for the records (else a new one, kept after a failure)")
    parser.add_argument("--quiet", action="store_true", help="tells the result alone")
    return parser.parse_args()


def seed_of(text):
    return random.randrange(10**6) if text == "random" else int(text)


def permitted(wanted):
    """The faults that were asked for and can be had here, and why others cannot."""
    words = wanted.split(",")
    names = [name for name in faults.ALL if name in words or "all" in words or words[0].startswith("-")]
    unknown = [word for word in words if word != "all" and word.lstrip("-") not in faults.ALL]
    if unknown:
        sys.exit(f"No such fault: {', '.join(unknown)}. There are {', '.join(faults.ALL)}.")
    names = [name for name in names if f"-{name}" not in words]
    missing = {name: reason for name in names if (reason := faults.ALL[name].missing())}
    return [name for name in names if name not in missing], missing


def one(seed, wanted, names):
    again = f"make torture ARGS={shlex.quote(f'--seed {seed} --minutes {wanted.minutes:g} --faults={wanted.faults}')}"
    print(f"seed {seed}: {', '.join(names)}; again by: {again}", flush=True)
    folder = (wanted.keep or Path(tempfile.mkdtemp(prefix="roost-torture-"))) / f"seed-{seed}"
    if folder.exists():
        sys.exit(f"{folder} is there already.")
    folder.mkdir(parents=True)
    began = time.monotonic()

    def say(sentence):
        if not wanted.quiet:
            print(f"{time.monotonic() - began:7.1f} s  {sentence}", flush=True)

    found, count = asyncio.run(run(seed, wanted.minutes * 60, names, wanted.roost, folder, say))
    struck = ", ".join(f"{name} {number}" for name, number in count.items())
    if not found:
        print(f"seed {seed}: every promise was kept. Faults: {struck}", flush=True)
        if not wanted.keep:
            shutil.rmtree(folder.parent)
        return True
    for violation in found[:40]:
        print(f"VIOLATION of {violation}")
    print(f"seed {seed}: {len(found)} violations. Faults: {struck}\nRecords: {folder}\nAgain by: {again}")
    return False


main()
