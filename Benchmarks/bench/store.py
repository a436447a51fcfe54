"""Roost's store as the scenarios want it: filled once, copied before each run."""

import json
import os
import pathlib
import shutil
import subprocess
import time

from bench import DATA, roost, say

IDLE_NS = 5_000_000
"""What a thread may use in a second that has nothing to do."""


def prefill(tools, town):
    """The folder of a store with what the town has; made once."""
    return made(tools, f"{town.name}-{town.messages}", {
        "people": town.people, "hall": town.hall, "rooms": town.rooms, "people-in-room": town.people_in_room,
        "messages": town.messages}, then=index)


def made(tools, name, figures, *more, then=None):
    """The folder of that name, filled by `prefill` with these figures unless it is there; `complete` has the seconds."""
    filled = DATA / name
    if (filled / "complete").exists():
        return filled
    say(f"filling a store with {figures['messages']:,} messages")
    shutil.rmtree(filled, ignore_errors=True)
    DATA.mkdir(parents=True, exist_ok=True)
    arguments = [f for key, value in figures.items() for f in (f"--{key}", str(value))]
    start = time.monotonic()
    subprocess.run([tools["prefill"], "--directory", filled, *more, *arguments], check=True)
    seconds = time.monotonic() - start
    if then:
        then(tools, filled)
    (filled / "complete").write_text(f"{seconds:.0f}")
    return filled


def index(tools, filled):
    """Lets the search index catch up, which otherwise would be made while something else is measured."""
    with roost.serve(tools, filled) as server:
        threads = pathlib.Path(f"/proc/{server.process.pid}/task").iterdir()
        feed = next(t for t in threads if (t / "comm").read_text().strip() == "search-feed")
        used, idle = 0, 0
        while idle < 2:
            time.sleep(1)
            now = int((feed / "schedstat").read_text().split()[0])
            used, idle = now, idle + 1 if now - used < IDLE_NS else 0


def fresh_copy(filled):
    copy = DATA / "run"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(filled, copy)
    # What was copied must not be written back while commits are measured.
    for path in copy.iterdir():
        with open(path, "rb") as file:
            os.fsync(file.fileno())
    return copy


def probe(tools, filled):
    """What a commit and a bare append with `fdatasync` take on this disk."""
    done = subprocess.run(
        [tools["prefill"], "--probe", fresh_copy(filled)], capture_output=True, text=True, check=True,
        preexec_fn=lambda: os.sched_setaffinity(0, tools.server_cores))
    return json.loads(done.stdout)
