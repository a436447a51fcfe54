"""Promise 2: a room's events are numbered 1, 2, 3, …; every reader sees them in that order, each once."""

from .verdict import Violation


def violations(history):
    for era in history.eras:
        for room, log in era.events.items():
            numbers = [event["seq"] for event in log]
            if numbers != list(range(1, len(log) + 1)):
                yield Violation(2, f"room {room} has the numbers {_odd(numbers)}")
    yield from _in_time(history)
    for stream in history.streams:
        yield from _stream(stream)
    for page in history.pages:
        yield from _page(page)


def _odd(numbers):
    """Where the numbers first go wrong."""
    for place, number in enumerate(numbers):
        if number != place + 1:
            return f"… {numbers[max(0, place - 2):place + 2]} …"
    return numbers


def _in_time(history):
    """What was acknowledged before another message was sent stands before it."""
    # A send that an earlier try may have stored has no place by its own time.
    tries = {}
    for ask in history.asks:
        if ask.do == "send":
            tries.setdefault((ask.account, ask.about.get("key")), ask.t)
    for era in history.eras:
        sends = [ask for ask in history.asks
                 if ask.do == "send" and ask.is_ok and not ask.answer.get("duplicate") and history.era_for(ask) is era]
        for room in {ask.room for ask in sends}:
            here = [ask for ask in sends if ask.room == room]
            answers = sorted(here, key=lambda ask: ask.answered)
            place, last = 0, None
            for ask in here:
                while place < len(answers) and answers[place].answered < ask.t:
                    if last is None or answers[place].answer["seq"] > last.answer["seq"]:
                        last = answers[place]
                    place += 1
                is_first = ask.about.get("key") is None or tries[(ask.account, ask.about["key"])] == ask.t
                if last and is_first and ask.answer["seq"] <= last.answer["seq"]:
                    yield Violation(2, f"number {ask.answer['seq']} of room {room} was sent after number "
                                       f"{last.answer['seq']} had been acknowledged")


def _stream(stream):
    """Within a subscription each event follows the one before. Where it skips after a nap, the slow reader was harmed."""
    last = stream.after
    # IRC shows no numbers but those of what it shows; its messages are held against the log by `resuming`.
    dense = stream.door != "irc"
    caught_up = napped = False
    for _, what, fields in stream.items:
        if what == "nap":
            napped = True
        elif what == "caught_up":
            caught_up = True
        elif what == "gap":
            last = fields["head"]
        elif what == "event":
            seq = fields["event"]["seq"]
            where = f"{stream.client} was shown number {seq} of room {stream.room}"
            if last is not None and seq <= last:
                yield Violation(2, f"{where} after {last}")
            elif dense and last is not None and seq > last + 1:
                promise = 6 if napped else 2 if caught_up else 4
                yield Violation(promise, f"{where} right after {last}, in one subscription")
            last = seq


def _page(page):
    numbers = [event["seq"] for event in page.events]
    if any(after != before + 1 for before, after in zip(numbers, numbers[1:])):
        yield Violation(2, f"{page.client} got a page of room {page.room} with the numbers {numbers}")
