"""Promise 9: the texts of a message that was deleted are read, found and kept nowhere."""

from ..words import mark, said
from .times import Times
from .verdict import Violation


def violations(history):
    for era in history.eras:
        erased = _erased(history, era, Times(history, era))
        for asked, _, client, _, room, epoch, event in history.shows():
            text = said(event)
            if epoch == era.epoch and text in erased and asked > erased[text]:
                yield Violation(9, f"{client} was shown {text} of room {room}, which was deleted before it asked")
        for client, _, asked, answered, _, texts in history.found:
            for text in filter(None, map(mark, texts)):
                if text in erased and asked > erased[text] and answered < era.ended:
                    yield Violation(9, f"{client} found {text}, which was deleted before it searched")
    for note in history.noted("kept"):
        yield Violation(9, f"{note['text']} was deleted, and is still in {note['file']}")


def _erased(history, era, times):
    """Each text of a deleted message, and from when on nobody may see it."""
    deleted = {(room, event["subject"]): event["seq"] for room, log in era.events.items()
               for event in log if event["kind"] == "deleted"}
    texts = {}
    for _, _, _, _, room, epoch, event in history.shows():
        message = event["seq"] if event["kind"] == "message" else event.get("subject")
        if epoch == era.epoch and (room, message) in deleted and event["kind"] in ("message", "edited"):
            texts.setdefault((room, message), set()).add(said(event))
    for ask in history.asks:
        if ask.is_ok and ask.do in ("send", "edit") and history.era_for(ask) is era:
            message = ask.answer["seq"] if ask.do == "send" else ask.about["subject"]
            if (ask.room, message) in deleted:
                texts.setdefault((ask.room, message), set()).add(mark(ask.about["text"]))
    return {text: times.latest(place[0], deleted[place]) for place, known in texts.items() for text in known - {None}}


def marks(history):
    """Every text that must not be in the files of the last era any more."""
    era = history.eras[-1]
    return set(_erased(history, era, Times(history, era)))
