"""Promises 1 and 8: what was acknowledged, or shown to anybody, is in the store, as it was said; and not before the disk has it."""

from ..words import mark, said
from .verdict import Violation

# What a change that was acknowledged must have left in the log: the kind of the event.
LEAVES = {"edit": "edited", "react": "reacted", "delete": "deleted"}


def violations(history):
    for ask in history.asks:
        if ask.is_ok and ask.do in ("send", "acknowledged"):
            yield from _sent(history, ask)
        elif ask.is_ok and ask.do in LEAVES:
            yield from _changed(history, ask)
    yield from _shown(history)
    for note in history.noted("slow"):
        yield from _too_early(history, note)


def _sent(history, ask):
    era = history.era_for(ask)
    # The console says which place was acknowledged, and not of which text.
    seq, text = ask.answer["seq"], ask.about.get("text")
    event = era.event(ask.room, seq)
    said = f"{ask.client}'s {mark(text) or 'message'} was acknowledged as number {seq} of room {ask.room}"
    if event is None:
        yield _lost(history, ask, f"{said}, which the store does not have")
    elif event["kind"] != "message" or event["by"]["id"] != ask.account:
        yield _lost(history, ask, f"{said}, which is {_name(event)} of {event['by']['id']}")
    elif text and not event["body"].get("erased") and event["body"].get("text") != text:
        yield _lost(history, ask, f"{said}, where {mark(event['body'].get('text'))} stands")
    elif "at" in ask.answer and event["at"] != ask.answer["at"]:
        yield _lost(history, ask, f"{said} at {ask.answer['at']}, but the store says {event['at']}")


def _changed(history, ask):
    era, subject = history.era_for(ask), ask.about["subject"]
    for event in era.about(ask.room, subject):
        if event["kind"] == "deleted" and ask.do in ("edit", "delete"):
            return
        if event["kind"] == LEAVES[ask.do] and event["by"]["id"] == ask.account:
            same = "text" if ask.do == "edit" else "emoji"
            if event["body"].get("erased") or event["body"].get(same) == ask.about.get(same):
                return
    yield _lost(history, ask, f"{ask.client}'s {ask.do} of number {subject} in room {ask.room} was acknowledged, and is not stored")


def _shown(history):
    """An event that was shown is stored, and is everywhere the same. Each difference is told once."""
    told = set()
    for _, t, client, _, room, epoch, event in history.shows():
        era = history.era_of(epoch)
        stored = era and era.event(room, event["seq"])
        if stored and _same(event, stored):
            continue
        if (epoch, room, event["seq"]) not in told:
            told.add((epoch, room, event["seq"]))
            yield Violation(1, f"{client} was shown {_name(event)} as number {event['seq']} of room {room}; the store has "
                               f"{_name(stored) if stored else 'nothing there'}")


def _same(shown, stored):
    """A body may have been erased since, or be left out by a door that has no place for it."""
    if any(shown.get(key) != stored.get(key) for key in ("at", "subject") if key in shown):
        return False
    # IRC has one word for both.
    if shown["kind"] != stored["kind"] and (shown["kind"], stored["kind"]) != ("removed", "banned"):
        return False
    if shown["by"]["id"] != stored["by"]["id"]:
        return False
    body, kept = shown.get("body"), stored["body"]
    if body is None or body.get("erased") or kept.get("erased"):
        return True
    if "now" in body:
        return True
    if "starts" in body:
        return kept.get("text", "").startswith(body["starts"])
    return body == kept or not body


def _too_early(history, note):
    """While each sync took `delay` seconds, nothing that was asked for then may be known before."""
    asked = {}
    for ask in history.asks:
        if ask.do != "send" or not note["t"] <= ask.t < note["until"]:
            continue
        asked.setdefault((ask.account, mark(ask.about["text"])), ask.t)
        took = ask.answered - ask.t
        if ask.is_ok and not ask.answer.get("duplicate") and took < note["delay"] and ask.answered < note["until"]:
            yield Violation(1, f"{ask.client}'s {mark(ask.about['text'])} was acknowledged after {took:.3f} s, while the "
                               f"disk took {note['delay']} s")
    first = {mark(ask.about["text"]) for ask in history.asks if ask.do == "send" and ask.t < note["t"]}
    for _, t, client, _, _, _, event in history.shows():
        text = said(event)
        known = asked.get((event["by"]["id"], text))
        if known and text not in first and t < note["until"] and t - known < note["delay"]:
            yield Violation(1, f"{client} was shown {text} {t - known:.3f} s after it was sent, while the disk took "
                               f"{note['delay']} s")


def _lost(history, ask, sentence):
    """When the server was killed after it said so, the crash has lost it."""
    era = history.era_for(ask)
    crashed = any(ask.answered < note["t"] <= era.ended for note in history.noted("killed"))
    return Violation(8 if crashed else 1, sentence)


def _name(event):
    text = said(event)
    return f"{event['kind']} {text}" if text else event["kind"]
