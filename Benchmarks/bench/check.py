"""Whether Roost became dearer than the committed figures say: `Benchmarks/run --check`.

Only what barely depends on the machine is compared: CPU a delivery as a ratio to the floor, which the same run measured,
and memory a connection. Latency depends on the disk and on what else runs, so it is not.
"""

import copy
import dataclasses
import subprocess

from bench import HERE, say
from bench.record import Record, cpu, memory

SCENARIOS, TARGETS, ROUNDS = "A,B,D", "floor,roost,roost-irc", 3
# The ratio of single rounds on a busy machine was seen to vary by a sixth in either direction, the median of three by
# less. Whatever a change costs beyond this is the change's.
CPU_TOLERANCE = 1.25
# Memory is nearly the same in each run; what differs is where the allocator's last block ends.
MEMORY_TOLERANCE = 1.10


@dataclasses.dataclass
class Comparison:
    what: str
    before: float
    now: float
    tolerance: float

    @property
    def is_worse(self):
        return self.now > self.before * self.tolerance

    def __str__(self):
        verdict = "DEARER" if self.is_worse else "fine"
        return (f"{verdict:6} {self.what}: {self.now:.2f}, committed {self.before:.2f}, "
                f"allowed {self.before * self.tolerance:.2f}")


def committed(path):
    """The newest figures in the repository, or those of the path."""
    if path is None:
        listed = subprocess.run(
            ["git", "ls-files", "results/*-bench.json"], cwd=HERE, capture_output=True, text=True).stdout.split()
        if not listed:
            raise SystemExit("bench: no results/*-bench.json is committed; name figures by --against")
        path = HERE / max(listed)
    say(f"compared with {path}")
    return Record.read(path)


def comparisons(record, base):
    for scenario in record.scenarios:
        for target in record.targets:
            if not target["name"].startswith("roost"):
                continue
            name, what = scenario["name"], f"{scenario['name']}, {target['title']}"
            if scenario["kind"] == "idle":
                unit, tolerance = "KiB a connection", MEMORY_TOLERANCE
                figure = lambda r: r.median(name, target["name"], memory())
            elif scenario["kind"] == "speed":
                unit, tolerance = "CPU a delivery, × floor", CPU_TOLERANCE
                figure = lambda r: r.ratio(name, target["name"], cpu, base=scenario["floor"])
            else:
                continue
            before, now = figure(base), figure(record)
            if before and now:
                yield Comparison(f"{what}: {unit}", before, now, tolerance)


def compare(record, base):
    """Prints what was compared. Returns the status to exit with: 1 if anything is dearer, or nothing was compared."""
    found = list(comparisons(record, base))
    for line in found:
        print(line)
    worse = [c for c in found if c.is_worse]
    if not found:
        print("bench: the committed figures have none of what was measured")
    elif worse:
        print(f"bench: {len(worse)} of {len(found)} figures are dearer than what is allowed")
    return 1 if worse or not found else 0


def try_out(record):
    """Part of the smoke run: figures are as good as themselves, and figures of a dearer Roost are noticed."""
    dearer = Record(copy.deepcopy(record.fields))
    for run in dearer.runs:
        if run["target"] == "roost":
            run["whole"]["server_cpu_ns"] = int(run["whole"]["server_cpu_ns"] * CPU_TOLERANCE * 1.1)
    noticed = [c.what for c in comparisons(dearer, record) if c.is_worse]
    if any(c.is_worse for c in comparisons(record, record)) or len(noticed) != len(record.of_kind("speed")):
        raise SystemExit(f"bench: the regression check notices the wrong thing: {noticed}")
