"""What Roost shall reach, as ratios to what the same run measured."""

import dataclasses
import statistics

from bench.record import cpu, latency, memory

SMALL = 4
"""KiB a connection."""


@dataclasses.dataclass
class Goal:
    text: str
    aim: str
    measured: str
    met: bool


def goals(record):
    """Those of which both sides were measured. The smoke run's few clients are no measure."""
    if record.about["smoke"]:
        return []
    found = [*at_full_speed(record), *two_loops(record), *latencies(record), *small(record), *irc(record)]
    return [g for g in found if g] + [
        Goal(**g) for section in record.further.values() for g in section["goals"]]


def at_most(text, value, bound, unit="", form="{:.2f}"):
    if value is None or bound is None:
        return None
    return Goal(text, f"≤ {form.format(bound)}{unit}", f"{form.format(value)}{unit}", value <= bound)


def at_full_speed(record):
    yield at_most("A: CPU a delivery, × floor", record.ratio("A", "roost", cpu), 1.5)
    yield at_most("A: CPU a delivery, × Redis", record.ratio("A", "roost", cpu, "redis"), 1.0)
    yield at_most("B: CPU a delivery, × floor", record.ratio("B", "roost", cpu), 1.7)
    yield at_most("B: CPU a delivery, × InspIRCd", record.ratio("B", "roost", cpu, "inspircd"), 1.0)


def two_loops(record):
    for one in "A", "B":
        yield at_most(f"{one}2: CPU a delivery with two loops, × one",
                      record.ratio(f"{one}2", "roost", cpu, "roost", one), 1.2)


def latencies(record):
    floor = record.median("C", "floor", latency("p99"))
    if record.disk and floor is not None:
        commit = statistics.median(d["commit_ns"]["p99"] / 1e6 for d in record.disk)
        yield at_most("C: p99, the floor's and twice the commit's", record.median("C", "roost", latency("p99")),
                      floor + 2 * commit, " ms")


def small(record):
    yield at_most("D: memory a connection", record.median("D", "roost", memory()), SMALL, " KiB")


def irc(record):
    for name in "A", "B", "C":
        yield at_most(f"{name} over IRC: CPU a delivery, × InspIRCd",
                      record.ratio(name, "roost-irc", cpu, "inspircd"), 1.0)
