#!/usr/bin/env python3
"""What a message takes on disk: `Benchmarks/disk.py [ROOST] [MESSAGES]`.

Starts a server on an empty folder, says so many messages of each length by IRC, waits until the search index has them,
and compares the sizes that /metrics gives. Texts are words from a list of two thousand that are made up, by Zipf's law.
"""

import json
import os
import pathlib
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOST = sys.argv[1] if len(sys.argv) > 1 else ".build/release/roost"
MESSAGES = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
LENGTHS = (20, 100, 400)
PATIENCE = 600


class Server:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="roost-disk-"))
        free = ["--listen", "127.0.0.1:0", "--irc", "127.0.0.1:0", "--metrics", "127.0.0.1:0"]
        unlimited = ["--account-requests-per-second", "0", "--log-level", "error"]
        self.process = subprocess.Popen(
            [ROOST, "serve", "--data", str(self.folder / "data"), *free, *unlimited],
            stdout=subprocess.PIPE, text=True)
        banner = ""
        while "To stop:" not in banner:
            line = self.process.stdout.readline()
            if not line:
                sys.exit("disk: the server did not start")
            banner += line
        self.http = re.search(r"is ready at (\S+)", banner)[1]
        self.metrics = re.search(r"Figures: +(\S+)", banner)[1]
        self.irc = int(re.search(r"By IRC: +\S+:(\d+)", banner)[1])
        code = re.search(r"\n +([0-9A-Z]{4}-[0-9A-Z]{4})\n", banner)[1]
        form = {"mail": "a@example.org", "username": "ada", "password": "correct horse battery", "name": "Ada", "code": code}
        request = urllib.request.Request(
            self.http + "/v1/accounts", json.dumps(form).encode(), {"Content-Type": "application/json"})
        self.token = json.load(urllib.request.urlopen(request))["token"]

    def figures(self):
        text = urllib.request.urlopen(self.metrics).read().decode()
        return {name: float(value) for name, value in re.findall(r"^(\w+(?:\{[^}]*\})?) (\S+)$", text, re.M)}

    def wait(self, what, holds):
        deadline = time.monotonic() + PATIENCE
        while not holds(figures := self.figures()):
            if time.monotonic() > deadline:
                sys.exit(f"disk: waited in vain for {what}")
            time.sleep(0.2)
        return figures

    def say(self, texts):
        """All of them, and waits until they are kept and can be found."""
        before = self.figures()["roost_messages_committed_total"]
        with socket.create_connection(("127.0.0.1", self.irc)) as line:
            line.sendall(f"PASS {self.token}\r\nNICK ada\r\nUSER ada 0 * :Ada\r\n".encode())
            greeting = b""
            while b" 366 " not in greeting:
                if not (more := line.recv(65_536)) or b" 464 " in greeting:
                    sys.exit(f"disk: the server did not let ada in: {greeting.decode()}")
                greeting += more
            for start in range(0, len(texts), 1_000):
                batch = "".join(f"PRIVMSG #everyone :{text}\r\n" for text in texts[start : start + 1_000])
                line.sendall(batch.encode())
            self.wait("the messages", lambda now: now["roost_messages_committed_total"] >= before + len(texts))
        return self.wait(
            "the index", lambda now: now['roost_follower_backlog_events{follower="search-feed"}'] == 0)

    def sizes(self):
        """Of the files as they are when the server has stopped and copied its log into them."""
        self.process.terminate()
        self.process.wait()
        data = self.folder / "data"
        return tuple(sum(f.stat().st_size for f in data.glob(name)) for name in ("roost.db*", "search.db*"))

    def remove(self):
        shutil.rmtree(self.folder)


def main():
    rng = random.Random(1)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words = ["".join(rng.choice(syllables) for _ in range(rng.randint(1, 4))) for _ in range(2_000)]
    weights = [1 / place for place in range(1, len(words) + 1)]

    def text(length):
        made = " ".join(rng.choices(words, weights, k=length))
        return made[:length].rstrip().ljust(length, "a")

    print(f"{MESSAGES:,} messages of each length; roost {os.path.basename(ROOST)}\n")
    print("| bytes of text | store, bytes a message | search index | together |\n| ---: | ---: | ---: | ---: |")
    for length in LENGTHS:
        server, empty = Server(), Server()
        nothing = empty.sizes()
        server.say([text(length) for _ in range(MESSAGES)])
        full = server.sizes()
        store, index = ((a - b) / MESSAGES for a, b in zip(full, nothing))
        print(f"| {length} | {store:.0f} | {index:.0f} | {store + index:.0f} |", flush=True)
        server.remove()
        empty.remove()


if __name__ == "__main__":
    main()
