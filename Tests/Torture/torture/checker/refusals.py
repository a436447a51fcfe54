"""Promise 7: what was refused, each time that it was asked for, has left nothing."""

from ..words import mark
from .verdict import Violation


def violations(history):
    outcomes = {}
    for ask in history.asks:
        if ask.do in ("send", "edit"):
            outcomes.setdefault(mark(ask.about["text"]), []).append(ask.outcome)
    refused = {text for text, known in outcomes.items() if set(known) == {"refused"}}
    for era in history.eras:
        for room, log in era.events.items():
            for event in log:
                text = mark(event["body"].get("text"))
                if text in refused:
                    yield Violation(7, f"{text} was refused, and is number {event['seq']} of room {room}")
