"""Holds a history to every promise."""

from dataclasses import dataclass

PROMISES = {
    1: "Acknowledged is durable",
    2: "One order",
    3: "A retry is safe",
    4: "Resume is whole or says so",
    5: "Who may not read, cannot",
    6: "One slow reader harms nobody",
    7: "A refused request changes nothing",
    8: "A crash loses nothing that was acknowledged",
    9: "What was deleted is nowhere",
    10: "Everybody sees the same in the end",
}


@dataclass(frozen=True)
class Violation:
    promise: int
    sentence: str

    def __str__(self):
        return f"promise {self.promise} ({PROMISES[self.promise]}): {self.sentence}"


def violations(history):
    from . import acknowledged, agreement, erasing, order, refusals, restoring, resuming, retries, rights, surviving

    for part in (acknowledged, order, retries, resuming, rights, refusals, surviving, erasing, agreement, restoring):
        yield from part.violations(history)
