"""Promises 1 and 4 over a restoration: what was acknowledged before the backup is in it, in its place, under a new epoch."""

from .verdict import Violation


def violations(history):
    for era in history.eras:
        for room, log in era.inherited.items():
            yield from _prefix(room, log, era.events.get(room, []), "at the end of its time")
    for before, after in zip(history.eras, history.eras[1:]):
        if after.epoch == before.epoch:
            yield Violation(4, f"the store that was restored has the epoch of the old one, {after.epoch}")
        for room, log in after.inherited.items():
            yield from _prefix(room, log, before.events.get(room, []), "before it was restored")
        for ask in history.asks:
            if ask.do == "send" and ask.is_ok and history.era_for(ask) is before and ask.answered < after.backup[0]:
                if ask.answer["seq"] > len(after.inherited.get(ask.room, [])):
                    yield Violation(1, f"number {ask.answer['seq']} of room {ask.room} was acknowledged before the backup was "
                                       "asked for, and is not in it")


def _prefix(room, log, longer, when):
    for event, other in zip(log, longer):
        if any(event.get(key) != other.get(key) for key in ("seq", "at", "kind", "subject")) or event["by"]["id"] != other["by"]["id"]:
            yield Violation(2, f"number {event['seq']} of room {room} is another than it was {when}")
            return
    if len(log) > len(longer):
        yield Violation(2, f"room {room} has {len(log)} events, and only {len(longer)} {when}")
