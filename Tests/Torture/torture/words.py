"""Texts of which each is found again wherever it turns up, and the keys of sends."""

import re
import time

MARK = re.compile(r"\b[0-9a-f]{10}r(\d+)([a-z]+)n(\d+)e\b")
FILLER = "the quick brown fox jumps over the lazy dog while nobody looks and the kettle sings "


class Texts:
    """Every text of one client. The mark begins with chance, so that no two share a beginning in an index."""

    def __init__(self, client, random):
        self._client, self._random, self._count = client, random, 0

    def new(self, room, size=0):
        self._count += 1
        mark = f"{self._random.getrandbits(40):010x}r{room}{self._client}n{self._count}e"
        return mark + (" " + (FILLER * (size // len(FILLER) + 1))[:size].rstrip() if size else "")


def mark(text):
    """The part of a text by which it is told from all others."""
    found = MARK.search(text or "")
    return found[0] if found else None


def said(event):
    """The mark of what an event says, by whatever door it was shown."""
    body = event.get("body") or {}
    return mark(body.get("text") or body.get("starts") or body.get("now"))


def room_of(mark):
    return int(MARK.fullmatch(mark)[1])


def new_key(random):
    """A UUID of version 7, as a send carries it."""
    number = (int(time.time() * 1000) << 80) | random.getrandbits(80)
    number = number & ~(0xF << 76) | (7 << 76)
    number = number & ~(0x3 << 62) | (2 << 62)
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
