"""Promise 3: a send that is repeated with its key has the first result, and there is one copy."""

from collections import Counter

from ..words import mark
from .verdict import Violation


def violations(history):
    first = {}
    for era in history.eras:
        # What a restored store does not have was never said in it.
        first = {key: result for key, result in first.items() if _is_kept(era, key, result)}
        answers = [ask for ask in history.asks if ask.do in ("send", "acknowledged") and ask.is_ok and history.era_for(ask) is era]
        for ask in sorted(answers, key=lambda ask: ask.answered):
            if ask.about.get("key") is None:
                continue
            key = (ask.account, ask.room, ask.about["key"])
            result = (ask.answer["seq"], ask.answer["at"], ask.about.get("text"))
            if first.setdefault(key, result) != result:
                yield Violation(3, f"{ask.client}'s {mark(ask.about['text'])} was first number {first[key][0]} of room "
                                   f"{ask.room}, and {ask.answer['seq']} when it was sent again")
        yield from _doubles(era)
        yield from _firsts(answers)


def _is_kept(era, key, result):
    event = next((event for event in era.inherited.get(key[1], []) if event["seq"] == result[0]), None)
    return event is not None and event["at"] == result[1]


def _doubles(era):
    for room, log in era.events.items():
        texts = Counter(event["body"].get("text") for event in log if event["kind"] == "message")
        for text, count in texts.items():
            if text and mark(text) and count > 1:
                places = [event["seq"] for event in log if event["body"].get("text") == text]
                yield Violation(3, f"{mark(text)} stands {count} times in room {room}: {places}")


def _firsts(answers):
    """One answer at most says that it is the first."""
    fresh = Counter((ask.account, ask.room, ask.about["key"]) for ask in answers
                    if ask.about.get("key") and not ask.answer.get("duplicate"))
    for (account, room, key), count in fresh.items():
        if count > 1:
            yield Violation(3, f"{count} answers to the key {key} of account {account} in room {room} say that they are the first")
