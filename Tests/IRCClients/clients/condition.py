"""Waiting for what only another process knows."""

import time

PATIENCE = 30


def eventually(what, holds):
    """Asks again and again until the condition holds, and gives what it gave.

    `what` is a sentence, or makes one: it may show what was there instead.
    """
    deadline = time.monotonic() + PATIENCE
    while not (result := holds()):
        if time.monotonic() > deadline:
            raise AssertionError(f"Waited in vain for {what() if callable(what) else what}")
        time.sleep(0.02)
    return result
