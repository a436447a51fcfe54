"""What one client saw, in lines of JSON that are only ever added to: all that the checker is given."""

import itertools
import json
import time
import zlib

# Characters of a text that are written down whole.
LONG = 120


class Record:
    def __init__(self, folder, name, **about):
        self.name = name
        self._file = open(folder / f"{name}.jsonl", "w")
        self._asks = itertools.count(1)
        self.write("client", client=name, **about)

    def write(self, what, **fields):
        """`t` is of the clock that no fault moves; all clients share it."""
        self.write_at(self.now(), what, **fields)

    def write_at(self, t, what, **fields):
        json.dump({"t": t, "what": what, **brief(fields)}, self._file, ensure_ascii=False)
        self._file.write("\n")

    @staticmethod
    def now():
        return round(time.monotonic(), 6)

    def ask(self, do, **about):
        """Before anything of it goes on the wire. Gives the number by which it is answered."""
        number = next(self._asks)
        self.write("ask", id=number, do=do, **about)
        return number

    def answer(self, number, outcome, **about):
        """`outcome` is ok, refused (nothing was changed) or unknown."""
        self.write("answer", id=number, outcome=outcome, **about)

    def flush(self):
        self._file.flush()

    def close(self):
        self._file.close()


def brief(value):
    """With long texts cut to what tells them from all others, wherever they stand."""
    if isinstance(value, dict):
        return {key: brief(value[key]) for key in value}
    if isinstance(value, list):
        return [brief(part) for part in value]
    if isinstance(value, str) and len(value) > LONG:
        return f"{value[:LONG]} … {len(value)} {zlib.crc32(value.encode()):08x}"
    return value


def lines(path):
    with open(path) as file:
        for line in file:
            yield json.loads(line)
