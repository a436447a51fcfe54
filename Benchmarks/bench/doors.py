"""Who asks a server over HTTP, what is measured of it from outside, and what is read from its files when it rests."""

import http.client
import json
import os
import re
import sqlite3
import threading
import time
import urllib.parse
import urllib.request

from bench import roost


class Door:
    """One connection over which one person asks, one thing after another."""

    def __init__(self, port, person):
        self.connection = http.client.HTTPConnection("127.0.0.1", int(port))
        self.headers = {}
        log_in = {"login": f"person{person}@bench.example", "password": "benchmark"}
        self.headers = {"Authorization": "Bearer " + self.ask("POST", "/v1/sessions", log_in)["token"]}

    def ask(self, method, path, body=None):
        return json.loads(self.raw(method, path, body))

    def raw(self, method, path, body=None):
        headers = dict(self.headers)
        if body is not None:
            body = json.dumps(body)
            headers["Content-Type"] = "application/json"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"bench: {method} {path}: {answer.status} {data.decode()}")
        return data


class Server:
    """`roost serve` on a directory, and how long it took until it was healthy."""

    def __init__(self, tools, data):
        self.tools, self.data = tools, data

    def __enter__(self):
        start = time.monotonic()
        self.program = roost.serve(self.tools, self.data)
        self.program.__enter__()
        self.port, self.id = self.program.port, self.program.process.pid
        urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz").read()
        self.opening = time.monotonic() - start
        self.opening_cpu = sum(self.threads().values()) / 1e9
        return self

    def __exit__(self, *error):
        self.program.__exit__(*error)

    def threads(self):
        """Nanoseconds of CPU by the names of the threads."""
        used = {}
        for task in os.listdir(f"/proc/{self.id}/task"):
            try:
                with open(f"/proc/{self.id}/task/{task}/comm") as comm, open(f"/proc/{self.id}/task/{task}/schedstat") as stat:
                    name = comm.read().strip()
                    used[name] = used.get(name, 0) + int(stat.read().split()[0])
            except FileNotFoundError:
                continue
        return used

    def cpu(self):
        """Without what follows the log in the background."""
        return sum(used for name, used in self.threads().items() if name != "search-feed") / 1e9

    def memory(self):
        with open(f"/proc/{self.id}/status") as status:
            figures = dict(re.findall(r"^(VmRSS|RssAnon):\s+(\d+)", status.read(), re.M))
        return f"{int(figures['VmRSS']) / 1024:.0f} MiB, of them {int(figures['RssAnon']) / 1024:.0f} MiB heap and stacks"

    def commits(self):
        """How many transactions were written: the counter in the header of SQLite's index of its log."""
        with open(self.data / "roost.db-shm", "rb") as index:
            return int.from_bytes(index.read(12)[8:12], "little")

    def indexed(self):
        """How far the search index is, by arrivals; and whether what was edited and erased is out of its files."""
        try:
            meta = dict(query(self.data / "search.db", "SELECT key, value FROM meta"))
            return meta["progress"], not meta["erased"]
        except sqlite3.Error:
            return 0, False


def query(path, text):
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(text).fetchall()
    finally:
        connection.close()


class Times:
    """Of one kind of request: what passed, and what the server's CPU did for it, in seconds."""

    def __init__(self, name):
        self.name, self.wall, self.cpu, self.sizes = name, [], [], []

    def cells(self):
        return [f"{value * 1000:.2f}" for times in (self.wall, self.cpu) for value in
                (percentile(times, 50), percentile(times, 95), percentile(times, 99))]


def percentile(values, percent):
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


class Searching:
    """One person who searches without a pause, on a thread."""

    def __init__(self, server, paths):
        self.server, self.paths, self.count, self.goes_on = server, paths, 0, True

    def __enter__(self):
        if self.paths:
            door = Door(self.server.port, 1)
            self.thread = threading.Thread(target=self.run, args=(door,))
            self.thread.start()
        return self

    def run(self, door):
        place = 0
        while self.goes_on:
            door.raw("GET", self.paths[place % len(self.paths)])
            place += 1
            self.count += 1

    def __exit__(self, *_):
        self.goes_on = False
        if self.paths:
            self.thread.join()


class without_index:
    """Puts a folder where the index would be: the server then runs without one."""

    def __init__(self, data, wanted):
        self.path, self.kept, self.wanted = data / "search.db", data / "kept", wanted

    def __enter__(self):
        if self.wanted:
            self.path.rename(self.kept)
            self.path.mkdir()

    def __exit__(self, *_):
        if self.wanted:
            self.path.rmdir()
            self.kept.rename(self.path)


def search_path(line):
    kind, text, order, room = line.split("\t")
    fields = {"q": text, "order": order, "limit": 20}
    if room:
        fields["room"] = room
    return kind, "/v1/search?" + urllib.parse.urlencode(fields)


def stored_markers(data):
    """How often any marker was written: each counts its owner's changes."""
    values = query(
        data / "roost.db", "SELECT owner, value FROM records JOIN record_slots ON record_slots.id = slot WHERE collection = 6")
    highest = {}
    for owner, value in values:
        # A slot has the value's length in four bytes, itself, and zeros.
        version = json.loads(value[4:4 + int.from_bytes(value[:4], "big")])["version"]
        highest[owner] = max(highest.get(owner, 0), version)
    return sum(highest.values())


def forget_pages(data):
    for path in data.iterdir():
        if path.is_file():
            with open(path, "rb") as file:
                os.fsync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
