"""Each promise is broken once in a history that is made up, and the checker must name it; a clean one passes."""

import copy

import pytest
from torture.checker.history import Ask, Era, History, Page, Stream
from torture.checker.verdict import violations

EPOCH, ROOM, ANNA, BEN = "0a" * 16, 2, 1, 2
KEYS = {text: f"key of {text}" for text in "abc"}


def text(letter):
    """As `words.Texts` makes them."""
    return f"{ord(letter):010x}r{ROOM}annan{ord(letter)}e"


def event(seq, kind, by=ANNA, subject=None, **body):
    made = {"seq": seq, "at": 1000 + seq, "kind": kind, "by": {"id": by}, "body": body}
    return made if subject is None else {**made, "subject": subject}


LOG = [
    event(1, "created"),
    event(2, "joined", by=BEN),
    event(3, "message", text=text("a")),
    event(4, "message", text=text("b")),
    event(5, "edited", subject=3, text=text("c")),
    event(6, "reacted", by=BEN, subject=3, emoji="👍"),
]


def send(seq, letter, t, **answer):
    about = {"room": ROOM, "key": KEYS[letter], "text": text(letter)}
    return Ask("anna", ANNA, t, "send", about, t + 0.1, "ok", {"seq": seq, "at": 1000 + seq, **answer})


def stream(*items, client="ben", account=BEN, after=2, t=10.0, now=EPOCH):
    made = Stream(client, account, "live", ROOM, t, after, EPOCH, now)
    made.items = [(t + 1 + place / 100, what, fields) for place, (what, fields) in enumerate(items)]
    return made


def shown(*events):
    return [("event", {"event": one}) for one in events]


@pytest.fixture
def history():
    """Anna says two things, edits one, Ben reacts; he follows, and is told all."""
    made = History(accounts={ANNA: "anna", BEN: "ben"}, eras=[Era(EPOCH, 0.0, {}, events={ROOM: copy.deepcopy(LOG)})])
    made.asks = [send(3, "a", 11.0), send(4, "b", 11.2),
                 Ask("anna", ANNA, 11.4, "edit", {"room": ROOM, "subject": 3, "text": text("c")}, 11.5, "ok")]
    made.streams = [stream(*shown(*LOG[2:]), ("caught_up", {"seq": 6}))]
    lines = [{"seq": 3, "text": text("c"), "edits": 1, "deleted": False, "reactions": {"👍": [BEN]}},
             {"seq": 4, "text": text("b"), "edits": 0, "deleted": False, "reactions": {}}]
    made.shown = [("ben", BEN, "http", ROOM, True, lines)]
    return made


def log(history):
    return history.eras[0].events[ROOM]


def broken(history):
    return {violation.promise for violation in violations(history)}


def test_a_clean_history_passes(history):
    assert list(violations(history)) == []


def test_1_acknowledged_and_not_stored(history):
    history.asks.append(Ask("anna", ANNA, 12.0, "send", {"room": ROOM, "key": "k", "text": text("c")}, 12.1, "ok",
                            {"seq": 7, "at": 1007}))
    assert broken(history) == {1}


def test_1_a_change_is_acknowledged_and_not_stored(history):
    history.asks.append(Ask("ben", BEN, 12.0, "react", {"room": ROOM, "subject": 4, "emoji": "🎉"}, 12.1, "ok"))
    assert broken(history) == {1}


def test_1_shown_and_not_stored(history):
    history.streams = [stream(*shown(*LOG[2:], event(7, "message", text=text("c"))))]
    assert broken(history) == {1}


def test_1_acknowledged_before_the_disk_had_it(history):
    history.notes.append({"t": 10.9, "what": "slow", "delay": 0.5, "until": 20.0})
    assert 1 in broken(history)


def test_1_a_backup_lacks_what_was_acknowledged_before(history):
    history.eras[0].ended = 20.0
    history.eras.append(Era("0b" * 16, 21.0, {ROOM: LOG[:3]}, events={ROOM: LOG[:3]}, backup=(15.0, 16.0)))
    history.shown = []
    assert broken(history) == {1}


def test_2_a_number_is_missing(history):
    del log(history)[3]
    assert 2 in broken(history)


def test_2_a_reader_skips_an_event(history):
    history.streams = [stream(*shown(*LOG[2:4]), ("caught_up", {"seq": 4}), *shown(LOG[5]))]
    assert broken(history) == {2}


def test_2_a_reader_is_shown_an_event_twice(history):
    history.streams = [stream(*shown(*LOG[2:], LOG[5]))]
    assert broken(history) == {2}


def test_2_what_was_sent_later_stands_before(history):
    history.asks[0], history.asks[1] = send(3, "a", 11.2), send(4, "b", 11.0)
    history.asks.sort(key=lambda ask: ask.t)
    assert broken(history) == {2}


def test_3_a_retry_has_another_result(history):
    log(history).append(event(7, "message", text=text("a")))
    history.asks.append(send(7, "a", 12.0, duplicate=True))
    history.shown = []
    assert broken(history) == {3}


def test_3_two_answers_are_the_first(history):
    history.asks.append(send(3, "a", 12.0))
    assert 3 in broken(history)


def test_4_a_resume_begins_late(history):
    history.streams = [stream(*shown(*LOG[3:]), ("caught_up", {"seq": 6}))]
    assert broken(history) == {4}


def test_4_caught_up_and_not_all_was_shown(history):
    history.streams = [stream(*shown(*LOG[2:4]), ("caught_up", {"seq": 6}))]
    assert broken(history) == {4}


def test_4_a_cursor_of_another_store_goes_on(history):
    history.streams[0].epoch = "0b" * 16
    assert broken(history) == {4}


def test_4_a_page_ends_before_what_was_there(history):
    history.pages.append(Page("ben", BEN, ROOM, 20.0, 20.1, 2, EPOCH, EPOCH, 4, 50, LOG[2:4]))
    assert broken(history) == {4}


def test_5_shown_behind_the_event_that_put_him_out(history):
    more = [event(7, "removed", subject=BEN), event(8, "message", text=text("c"))]
    log(history).extend(more)
    history.asks.append(send(8, "c", 11.6))
    history.streams = [stream(*shown(*LOG[2:], *more))]
    history.shown = []
    assert broken(history) == {5}


def test_5_read_while_out(history):
    log(history).append(event(7, "left", by=BEN))
    history.streams = [stream(*shown(*LOG[2:], log(history)[6]))]
    history.asks.append(Ask("ben", BEN, 20.0, "page", {"room": ROOM}, 20.1, "ok"))
    assert broken(history) == {5}


def test_5_written_while_out(history):
    log(history).append(event(7, "message", by=99, text="from outside"))
    history.shown = []
    assert broken(history) == {5}


def test_5_a_stranger_follows(history):
    history.closed = {BEN: {ROOM}}
    assert broken(history) == {5}


def test_5_shown_from_before_his_coming(history):
    history.misty, history.shown = {ROOM}, []
    history.pages.append(Page("ben", BEN, ROOM, 20.0, 20.1, 0, EPOCH, EPOCH, 6, 50, LOG))
    assert broken(history) == {5}


def test_6_a_slow_reader_loses_events(history):
    history.streams = [stream(*shown(LOG[2]), ("nap", {}), *shown(LOG[4], LOG[5]))]
    assert broken(history) == {6}


def test_7_refused_and_stored(history):
    log(history).append(event(7, "message", text=text("c")))
    history.asks[2] = Ask("anna", ANNA, 11.4, "send", {"room": ROOM, "key": "k", "text": text("c")}, 11.5, "refused",
                          {"code": "muted"})
    log(history)[4] = event(5, "pinned", subject=3)
    history.streams, history.shown = [], []
    assert broken(history) == {7}


def test_8_acknowledged_and_lost_by_a_crash(history):
    history.notes.append({"t": 13.0, "what": "killed"})
    history.asks.append(Ask("anna", ANNA, 12.0, "send", {"room": ROOM, "key": "k", "text": text("c")}, 12.1, "ok",
                            {"seq": 7, "at": 1007}))
    assert broken(history) == {8}


def test_8_the_store_is_unsound(history):
    history.notes.append({"t": 13.0, "what": "problem", "sentence": "the doctor says: integrity"})
    assert broken(history) == {8}


def deleted(history):
    """Number 3 is gone, with its edit."""
    log(history)[2]["body"] = log(history)[4]["body"] = {"erased": True}
    log(history).append(event(7, "deleted", subject=3))
    history.streams[0].items.append((12.0, "event", {"event": log(history)[6]}))
    history.shown = []
    return history


def test_9_a_deletion_is_no_violation(history):
    assert broken(deleted(history)) == set()


def test_9_shown_after_it_was_deleted(history):
    deleted(history).pages.append(Page("ben", BEN, ROOM, 20.0, 20.1, 2, EPOCH, EPOCH, 7, 50, LOG[2:]))
    assert broken(history) == {9}


def test_9_found_after_it_was_deleted(history):
    deleted(history).found.append(("ben", BEN, 20.0, 20.1, ROOM, [text("c")]))
    assert broken(history) == {9}


def test_9_kept_in_a_file(history):
    history.notes.append({"t": 30.0, "what": "kept", "text": text("a"), "file": "roost.db"})
    assert broken(history) == {9}


@pytest.mark.parametrize("change", [{"text": "another"}, {"edits": 0}, {"deleted": True}, {"reactions": {}}])
def test_10_somebody_sees_it_otherwise(history, change):
    history.shown[0][-1][0].update(change)
    assert broken(history) == {10}


def test_10_somebody_does_not_see_it(history):
    del history.shown[0][-1][0]
    assert broken(history) == {10}
