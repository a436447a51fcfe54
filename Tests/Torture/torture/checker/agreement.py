"""Promise 10: what became of each message is the same for everybody, by every door, and is the fold of its events."""

import math

from .rights import _comings
from .verdict import Violation


def violations(history):
    era = history.eras[-1]
    folds = {room: fold(log) for room, log in era.events.items()}
    for client, account, door, room, is_whole, lines in history.shown:
        expected = folds.get(room, {})
        if not is_whole:
            first = min((line["seq"] for line in lines), default=math.inf)
            expected = {seq: line for seq, line in expected.items() if seq >= first}
        if room in history.misty:
            arrival = [seq for seq, came in _comings(era.events[room]).get(account, []) if came]
            expected = {seq: line for seq, line in expected.items() if arrival and seq >= arrival[-1]}
        yield from _compare(f"{client}, by {door}, room {room}", door, expected, {line["seq"]: line for line in lines})


def fold(log):
    """Each message as its events have made it."""
    messages = {}
    for event in log:
        kind, body, by = event["kind"], event["body"], event["by"]["id"]
        if kind == "message":
            messages[event["seq"]] = {"text": body.get("text"), "edits": 0, "deleted": False, "reactions": {}}
            continue
        message = messages.get(event.get("subject"))
        if message is None:
            continue
        if kind == "edited":
            message["text"] = body.get("text")
            message["edits"] += 1
        elif kind == "deleted":
            message.update(text=None, deleted=True, edits=0, reactions={})
        elif kind == "reacted" and not message["deleted"]:
            message["reactions"].setdefault(body["emoji"], set()).add(by)
        elif kind == "unreacted":
            message["reactions"].get(body["emoji"], set()).discard(by)
    return messages


def _compare(where, door, expected, shown):
    if door == "irc":
        # IRC leaves out what was deleted, and has the first line of what is long.
        expected = {seq: line for seq, line in expected.items() if not line["deleted"]}
    for seq in sorted(expected.keys() ^ shown.keys()):
        yield Violation(10, f"{where}: number {seq} is {'not shown' if seq in expected else 'shown, and is no message'}")
    for seq in sorted(expected.keys() & shown.keys()):
        if door == "irc":
            if not (expected[seq]["text"] or "").startswith(shown[seq]["starts"]):
                yield Violation(10, f"{where}: number {seq} is shown with another text than it has")
            continue
        now = {emoji: people for emoji, people in expected[seq]["reactions"].items() if people}
        found = {emoji: set(people) for emoji, people in shown[seq]["reactions"].items()}
        if shown[seq]["deleted"] != expected[seq]["deleted"]:
            yield Violation(10, f"{where}: number {seq} is {'' if expected[seq]['deleted'] else 'not '}deleted, and shown otherwise")
        elif shown[seq]["text"] != expected[seq]["text"] or shown[seq]["edits"] != expected[seq]["edits"]:
            yield Violation(10, f"{where}: number {seq} is shown with another text than it has")
        elif found != now:
            yield Violation(10, f"{where}: number {seq} has the reactions {now}, and is shown with {found}")
