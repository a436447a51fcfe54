"""A line of IRC, taken apart: message tags (IRCv3), source, command, parameters."""

from dataclasses import dataclass
from datetime import datetime


@dataclass
class Line:
    tags: dict
    nick: str
    command: str
    parameters: list

    @property
    def place(self):
        """(room, number, beginning of the epoch) of the event that it tells of; None when it tells of none."""
        return place(self.tags["msgid"]) if "msgid" in self.tags else None

    @property
    def at(self):
        """Milliseconds since 1970."""
        moment = datetime.fromisoformat(self.tags["time"].replace("Z", "+00:00"))
        return int(moment.timestamp()) * 1000 + moment.microsecond // 1000

    @property
    def is_error(self):
        return self.command == "FAIL" or (self.command.isdigit() and 400 <= int(self.command) < 600)


def place(msgid):
    room, seq, epoch = msgid.split("-")
    return int(room), int(seq), epoch


def parse(text):
    tags = {}
    if text.startswith("@"):
        words, text = text[1:].split(" ", 1)
        tags = dict(word.partition("=")[::2] for word in words.split(";"))
    source = ""
    if text.startswith(":"):
        source, text = text[1:].split(" ", 1)
    text, colon, trailing = text.partition(" :")
    parameters = text.split()
    return Line(tags, source.split("!")[0], parameters[0], parameters[1:] + ([trailing] if colon else []))
