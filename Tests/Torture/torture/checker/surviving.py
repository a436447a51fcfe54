"""Promise 8, of the server itself: it did not end by itself, came back, served everybody in the end, and its store is sound."""

from .verdict import Violation


def violations(history):
    for note in history.noted("problem"):
        yield Violation(8, note["sentence"])
    for note in history.noted("stuck"):
        yield Violation(4 if note["phase"] == "reading" else 8,
                        f"{note['client']} was not done with {note['phase']} {note['seconds']} s after the last fault")
