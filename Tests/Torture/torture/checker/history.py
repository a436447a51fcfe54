"""What all clients wrote down, read into values: what was asked and answered, what was shown, what was stored."""

import math
from dataclasses import dataclass, field

from .. import record


@dataclass
class Ask:
    """Something that a client asked for. Until it is answered nobody knows what became of it."""
    client: str
    account: int
    t: float
    do: str
    about: dict
    answered: float = math.inf
    outcome: str = "unknown"
    answer: dict = field(default_factory=dict)

    @property
    def room(self):
        return self.about.get("room")

    @property
    def is_ok(self):
        return self.outcome == "ok"


@dataclass
class Stream:
    """A room as one subscription delivered it. `after` and `epoch` are the cursor; `now` is the store's epoch."""
    client: str
    account: int
    door: str
    room: int
    t: float
    after: int | None
    epoch: str | None
    now: str
    # (when, what, fields): event, gap, caught_up, ended, refused, nap, over.
    items: list = field(default_factory=list)

    def of(self, what):
        return [fields for _, kind, fields in self.items if kind == what]

    @property
    def events(self):
        return [(t, fields["event"]) for t, kind, fields in self.items if kind == "event"]


@dataclass
class Page:
    """Events that were asked for, as the log has them."""
    client: str
    account: int
    room: int
    t: float
    answered: float
    after: int | None
    epoch: str | None
    now: str
    head: int
    limit: int
    events: list


@dataclass
class Era:
    """The time between two restorations. `inherited` and `events` are the logs at its beginning and end, by room."""
    epoch: str
    began: float
    inherited: dict
    ended: float = math.inf
    events: dict = field(default_factory=dict)
    # When the backup was asked for that the era began with, and when it was there.
    backup: tuple | None = None
    _about: dict = field(default_factory=dict)

    def event(self, room, seq):
        log = self.events.get(room, [])
        return log[seq - 1] if 0 < seq <= len(log) and log[seq - 1]["seq"] == seq else None

    def about(self, room, subject):
        """The events about a message."""
        if not self._about:
            for number, log in self.events.items():
                for event in log:
                    self._about.setdefault((number, event.get("subject")), []).append(event)
        return self._about.get((room, subject), [])


@dataclass
class History:
    accounts: dict = field(default_factory=dict)
    asks: list = field(default_factory=list)
    streams: list = field(default_factory=list)
    pages: list = field(default_factory=list)
    # (client, account, when asked, when answered, room, texts) of what a search found.
    found: list = field(default_factory=list)
    # (client, account, door, room, whether from the beginning, lines) of each room as it was shown at the end.
    shown: list = field(default_factory=list)
    eras: list = field(default_factory=list)
    # What the run itself wrote down: faults with their times, what the doctor found.
    notes: list = field(default_factory=list)
    # By account: the rooms that it never may read.
    closed: dict = field(default_factory=dict)
    # Rooms in which one reads nothing from before one's coming.
    misty: set = field(default_factory=set)
    # Events that came outside of any subscription: (client, room, event).
    strays: list = field(default_factory=list)

    def era_at(self, t):
        """The last one that had begun."""
        begun = [era for era in self.eras if era.began <= t]
        return begun[-1] if begun else self.eras[0]

    def era_for(self, ask):
        """The one in which it was answered. Who was dozing may read the answer later, and says of which store it is."""
        return self.era_of(ask.answer.get("epoch")) or self.era_at(ask.answered)

    def era_of(self, epoch):
        return next((era for era in self.eras if era.epoch == epoch), None)

    def noted(self, what):
        return [note for note in self.notes if note["what"] == what]

    def shows(self):
        """Everything that was shown of logs: (when it was asked, when it was shown, client, account, room, epoch, event)."""
        for stream in self.streams:
            for t, event in stream.events:
                yield stream.t, t, stream.client, stream.account, stream.room, stream.now, event
        for page in self.pages:
            for event in page.events:
                yield page.t, page.answered, page.client, page.account, page.room, page.now, event


def rooms(logs):
    return {int(room): log for room, log in logs.items()}


def load(folder):
    history = History()
    for path in sorted(folder.glob("*.jsonl")):
        _Reader(history).read(path)
    history.asks.sort(key=lambda ask: ask.t)
    return history


class _Reader:
    """Of one client's record."""

    def __init__(self, history):
        self.history = history
        self.client, self.account, self.door = "", 0, ""
        self.asks, self.streams = {}, {}
        self.last = None

    def read(self, path):
        for line in record.lines(path):
            t, what = line.pop("t"), line.pop("what")
            heard = getattr(self, f"on_{what}", None)
            if heard:
                heard(t, line)
            elif "stream" in line:
                stream = self.streams.get(line.pop("stream"))
                if stream:
                    stream.items.append((t, what, line))
            else:
                self.history.notes.append({"t": t, "what": what, **line})

    def on_client(self, t, line):
        self.client, self.account, self.door = line["client"], line.get("account"), line.get("door")
        if self.account:
            self.history.accounts[self.account] = line["username"]

    def on_ask(self, t, line):
        ask = Ask(self.client, self.account, t, line.pop("do"), line)
        self.asks[line.pop("id")] = ask
        self.history.asks.append(ask)

    def on_answer(self, t, line):
        ask = self.last = self.asks[line.pop("id")]
        ask.answered, ask.outcome, ask.answer = t, line.pop("outcome"), line

    def on_follow(self, t, line):
        stream = Stream(self.client, self.account, self.door, line["room"], t, line["after"], line["epoch"], line["now"])
        self.streams[line["stream"]] = stream
        self.history.streams.append(stream)

    def on_nap(self, t, line):
        for number in line["streams"]:
            self.streams[number].items.append((t, "nap", {}))

    def on_page(self, t, line):
        # It is written right behind its answer.
        self.history.pages.append(Page(self.client, self.account, t=self.last.t, answered=t, **line))

    def on_found(self, t, line):
        self.history.found.append((self.client, self.account, self.last.t, t, line["room"], line["texts"]))

    def on_shown(self, t, line):
        self.history.shown.append((line["client"], line["account"], line["door"], line["room"], line["whole"], line["lines"]))

    def on_stray(self, t, line):
        self.history.strays.append((self.client, line["room"], line["event"]))

    def on_era_began(self, t, line):
        self.history.eras.append(Era(line["epoch"], t, rooms(line["events"]), backup=line.get("backup")))

    def on_era_ended(self, t, line):
        self.history.eras[-1].ended, self.history.eras[-1].events = line["shut"], rooms(line["events"])

    def on_town(self, t, line):
        self.history.closed = {int(account): set(rooms) for account, rooms in line["closed"].items()}
        self.history.misty = set(line["misty"])
