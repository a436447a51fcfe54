"""Promise 5: who may not read, cannot; and who may not write, does not."""

import math

from ..words import mark
from .times import Times
from .verdict import Violation

WRITES = {"message", "edited", "reacted", "unreacted"}
# What is answered to members alone.
INSIDE = {"page", "send", "edit", "react", "unreact", "lines"}


def violations(history):
    yield from _strangers(history)
    for client, room, event in history.strays:
        yield Violation(5, f"{client} was shown number {event['seq']} of room {room}, which it did not follow")
    for era in history.eras:
        times = Times(history, era)
        comings = {room: _comings(log) for room, log in era.events.items()}
        yield from _writes(era, comings)
        yield from _after_the_end(history, era, times, comings)
        yield from _while_out(history, era, times, comings)
        yield from _from_before(history, era, times, comings)


def _who_goes(event):
    """Whom an event puts out."""
    if event["kind"] == "left":
        return event["by"]["id"]
    return event.get("subject") if event["kind"] in ("removed", "banned") else None


def _comings(log):
    """By account: (number, whether he came) for each time that he came or went."""
    found = {}
    for event in log:
        gone = _who_goes(event)
        if event["kind"] in ("joined", "created"):
            found.setdefault(event["by"]["id"], []).append((event["seq"], True))
        elif gone is not None:
            found.setdefault(gone, []).append((event["seq"], False))
    return found


def _strangers(history):
    """Nothing of a room that one never belonged to, by any way."""
    for ask in history.asks:
        if ask.do in INSIDE and ask.is_ok and ask.room in history.closed.get(ask.account, ()):
            yield Violation(5, f"{ask.client}, who never belonged to room {ask.room}, was answered {ask.do}")
    for stream in history.streams:
        if stream.room in history.closed.get(stream.account, ()) and (stream.events or stream.of("gap") or stream.of("caught_up")):
            yield Violation(5, f"{stream.client}, who never belonged to room {stream.room}, followed it")
    for client, account, _, _, room, texts in history.found:
        if room in history.closed.get(account, ()) and texts:
            yield Violation(5, f"{client}, who never belonged to room {room}, found {mark(texts[0])}")


def _after_the_end(history, era, times, comings):
    """In one subscription nothing comes behind the event that puts its reader out, if it began before that. One that
    began when he was back goes over it; until then he is shown nothing."""
    for stream in history.streams:
        if stream.now != era.epoch:
            continue
        out = returned = None
        for t, what, fields in stream.items:
            if out and what in ("event", "gap", "caught_up") and t < returned:
                shown = fields["event"]["seq"] if what == "event" else what
                if shown != out:
                    yield Violation(5, f"{stream.client} was put out of room {stream.room} by number {out} and was shown {shown}")
                    break
            if what == "event" and _who_goes(fields["event"]) == stream.account:
                out = fields["event"]["seq"]
                moves = comings[stream.room].get(stream.account, [])
                back = next((seq for seq, came in moves if came and seq > out), None)
                was_there = stream.t < times.earliest(stream.room, out)
                returned = math.inf if was_there or back is None else times.earliest(stream.room, back)


def _writes(era, comings):
    """In the log nobody writes while he is out."""
    for room, log in era.events.items():
        for event in log:
            if event["kind"] not in WRITES:
                continue
            before = [came for seq, came in comings[room].get(event["by"]["id"], []) if seq < event["seq"]]
            if not before or not before[-1]:
                yield Violation(5, f"number {event['seq']} of room {room} is {event['kind']} by {event['by']['id']}, who was out")


def _while_out(history, era, times, comings):
    """Nothing is answered that was asked for when one was surely out, and answered before one can have come back."""
    answers = [(ask.client, ask.account, ask.room, ask.t, ask.answered, ask.do) for ask in history.asks
               if ask.is_ok and ask.do in INSIDE]
    answers += [(client, account, room, t, answered, "search") for client, account, t, answered, room, texts in history.found
                if texts]
    for stream in history.streams:
        first = next((t for t, what, _ in stream.items if what in ("event", "gap", "caught_up")), None)
        if first and stream.door != "irc":
            answers.append((stream.client, stream.account, stream.room, stream.t, first, "follow"))
    joins = {}
    for ask in history.asks:
        if ask.do in ("join", "put"):
            end = math.inf if ask.outcome == "unknown" else ask.answered
            joins.setdefault((ask.about["person"], ask.room), []).append((ask.t, end))
    absences = {}
    for room, people in comings.items():
        for account, moves in people.items():
            for place, (seq, came) in enumerate(moves):
                if came:
                    continue
                gone = times.latest(room, seq)
                back = next((number for number, came in moves[place + 1:] if came), None)
                # He can have come back by what he asked for since he went, at the earliest.
                tries = [t for t, end in joins.get((account, room), []) if end >= times.earliest(room, seq)]
                returned = min([era.ended, *tries]) if back is None else times.earliest(room, back)
                if back is not None and not times.is_inherited(room, back):
                    returned = max(returned, min(tries, default=-math.inf))
                if gone < returned:
                    absences.setdefault((account, room), []).append((gone, returned, seq))
    for client, account, room, asked, answered, do in answers:
        for gone, returned, seq in absences.get((account, room), []):
            if gone < asked and answered < returned:
                yield Violation(5, f"{client} was put out of room {room} by number {seq}, and was answered {do} "
                                   f"{answered - gone:.3f} s later, before it came back")


def _from_before(history, era, times, comings):
    """In rooms that begin with one's coming, nothing from before it."""
    arrivals = {}
    for room in history.misty & comings.keys():
        for account, moves in comings[room].items():
            arrivals[account, room] = [(times.latest(room, seq), seq) for seq, came in moves if came]
    for asked, _, client, account, room, epoch, event in history.shows():
        if epoch == era.epoch:
            for known, seq in arrivals.get((account, room), []):
                if known < asked and event["seq"] < seq:
                    yield Violation(5, f"{client} came to room {room} by number {seq}, and was shown {event['seq']}")
                    break
