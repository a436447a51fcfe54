"""Promise 4: a subscription goes on from its cursor and then says that it has caught up, or says that it cannot."""

import bisect

from .verdict import Violation


def violations(history):
    known = _known(history)
    for stream in history.streams:
        if stream.door == "irc":
            yield from _on_irc(history, stream)
        else:
            yield from _stream(known, stream)
    for page in history.pages:
        yield from _page(history, known, page)


def _stream(known, stream):
    what = [kind for _, kind, _ in stream.items if kind != "nap"]
    if what and what[0] in ("event", "caught_up"):
        if stream.after is None:
            yield Violation(4, f"{stream.client} followed room {stream.room} without a cursor and was given no snapshot")
        elif stream.epoch != stream.now:
            yield Violation(4, f"{stream.client} went on in room {stream.room} from a cursor of another store")
    last, done = stream.after, False
    for t, kind, fields in stream.items:
        if kind == "gap":
            last = fields["head"]
        elif kind == "event":
            last = fields["event"]["seq"]
        elif kind == "caught_up":
            where = f"{stream.client} was told to have caught up with room {stream.room}"
            if done:
                yield Violation(4, f"{where} twice")
            if fields["seq"] != last:
                yield Violation(4, f"{where} at {fields['seq']}, having been shown {last}")
            head = _head(known, stream.now, stream.room, stream.t)
            if fields["seq"] < head:
                yield Violation(4, f"{where} at {fields['seq']}, when {head} had been there before it asked")
            done = True


def _page(history, known, page):
    head = _head(known, page.now, page.room, page.t)
    where = f"{page.client}'s page of room {page.room}"
    if page.head < head:
        yield Violation(4, f"{where} said that the log ends with {page.head}, when {head} had been there before it asked")
    if page.after is None or page.room in history.misty:
        return
    # A page may be shorter than was asked for: it is bounded in bytes as well.
    if page.after < page.head and (not page.events or page.events[0]["seq"] != page.after + 1):
        yield Violation(4, f"{where} after {page.after} of {page.head} begins with {[event['seq'] for event in page.events[:1]]}")


def _on_irc(history, stream):
    """Between two messages that were shown, every message was shown. One that was erased before is left out."""
    era = history.era_of(stream.now)
    numbers = {event["seq"] for _, event in stream.events if event["kind"] == "message"}
    if not era or not numbers:
        return
    is_open_before = stream.after is None or stream.room in history.misty
    first = min(numbers) if is_open_before else stream.after + 1
    for event in era.events.get(stream.room, [])[first - 1:max(numbers)]:
        if event["kind"] == "message" and not event["body"].get("erased") and event["seq"] not in numbers:
            yield Violation(4, f"{stream.client} was shown room {stream.room} by IRC without number {event['seq']}")


def _known(history):
    """For each room of each store: when it was known for sure to have grown to which number."""
    found = {}
    for ask in history.asks:
        if ask.do == "send" and ask.is_ok:
            found.setdefault((history.era_for(ask).epoch, ask.room), []).append((ask.answered, ask.answer["seq"]))
    for _, t, _, _, room, epoch, event in history.shows():
        found.setdefault((epoch, room), []).append((t, event["seq"]))
    known = {}
    for place, moments in found.items():
        moments.sort()
        heads, head = [], 0
        for _, seq in moments:
            head = max(head, seq)
            heads.append(head)
        known[place] = ([t for t, _ in moments], heads)
    return known


def _head(known, epoch, room, t):
    """The highest number that somebody knew of before `t`."""
    times, heads = known.get((epoch, room), ([], []))
    place = bisect.bisect_left(times, t)
    return heads[place - 1] if place else 0
