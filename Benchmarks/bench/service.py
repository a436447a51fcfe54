"""What the whole server does with a million messages: `Benchmarks/run --service`; README.md says what the figures mean."""

import concurrent.futures
import dataclasses
import datetime
import json
import random
import statistics
import time

from bench import roost, say, store
from bench.doors import (
    Door, Searching, Server, Times, forget_pages, query, search_path, stored_markers, without_index)
from bench.load import load
from bench.machine import load_average, machine
from bench.program import GaveUp
from bench.rounds import COUNTED
from bench.tables import spread, table

HALL = 2
"""The room with half of everything."""


@dataclasses.dataclass
class Village:
    """What the store holds, and how much is asked of it."""

    people: int = 5_000
    hall: int = 1_000
    rooms: int = 98
    people_in_room: int = 20
    messages: int = 1_000_000
    regulars: int = 20
    questions: int = 1_000
    pages: int = 100
    rounds: int = 3
    seconds: float = 6
    warm_up: float = 2
    small_rooms: int = 20
    """In which is sent at full speed."""


SMALL = Village(people=100, hall=60, rooms=4, people_in_room=10, messages=2_000, regulars=4, questions=38, pages=4,
                rounds=1, seconds=0.5, warm_up=0.2, small_rooms=2)


def measure(tools, rounds):
    """Everything, as a page in Markdown."""
    text = Service(tools, Village(rounds=rounds)).page()
    return (f"# The whole server, {datetime.date.today()}\n\n{machine()}. Roost {roost.commit()}, "
            f"`Benchmarks/run --service`. Load average at the end: {load_average()}.\n\n{text}")


def smoke(tools):
    return Service(tools, SMALL).page()


class Service:
    def __init__(self, tools, village):
        self.tools, self.village = tools, village
        self.random = random.Random(5)

    def page(self):
        filled = self.fill()
        self.data = store.fresh_copy(filled)
        self.last = query(self.data / "roost.db", "SELECT max(id) FROM events")[0][0]
        self.head = query(self.data / "roost.db", f"SELECT max(sequence) FROM events WHERE log = {HALL}")[0][0]
        self.times = query(self.data / "roost.db", f"SELECT min(at), max(at) FROM events WHERE log = {HALL} AND kind = 4")[0]
        self.roots = query(
            self.data / "roost.db",
            f"SELECT subject, count(*) FROM events WHERE log = {HALL} AND kind = 4 AND subject IS NOT NULL"
            f" GROUP BY subject ORDER BY 2 DESC LIMIT {self.village.pages}")
        parts = [self.filling, self.index()]
        with Server(self.tools, self.data) as server:
            door = Door(server.port, 1)
            parts += [self.search(server, door, filled), self.history(server, door), self.unread(server, door)]
        parts += [self.markers(), self.sending()]
        return "\n".join(parts)

    def fill(self):
        v = self.village
        filled = store.made(self.tools, f"service-{v.messages}", {
            "people": v.people, "hall": v.hall, "rooms": v.rooms, "people-in-room": v.people_in_room,
            "messages": v.messages, "regulars": v.regulars}, "--talk")
        kinds = dict(query(filled / "roost.db", "SELECT kind, count(*) FROM events GROUP BY kind"))
        threads = query(filled / "roost.db", "SELECT count(*) FROM events WHERE kind = 4 AND subject IS NOT NULL")[0][0]
        size = (filled / "roost.db").stat().st_size / 2**20
        self.filling = (
            f"The store: {kinds.get(4, 0):,} messages, {threads:,} of them in threads, {kinds.get(7, 0):,} reactions,"
            f" {kinds.get(5, 0):,} edits, {kinds.get(6, 0):,} deletions; {v.people:,} people, {v.rooms + 2} rooms, of"
            f" which one has half of everything; {size:.0f} MiB, filled in {(filled / 'complete').read_text()} s.\n")
        return filled

    # The index, and opening

    def index(self):
        say("opening it, the index being made meanwhile")
        pages = Times("")
        with Server(self.tools, self.data) as server:
            first = server.opening
            memory = server.memory()
            door = Door(server.port, 1)
            start, used = time.monotonic(), server.threads()
            def feeding():
                return (server.threads().get("search-feed", 0) - used.get("search-feed", 0)) / 1e9
            while server.indexed()[0] < self.last:
                self.timed(server, pages, lambda: door.raw("GET", f"/v1/rooms/{HALL}/messages?limit=50&before={self.somewhere()}"))
                time.sleep(0.1)
            seconds, cpu = time.monotonic() - start, feeding()
            while not server.indexed()[1]:
                time.sleep(0.1)
            rest, rest_cpu = time.monotonic() - start - seconds, feeding() - cpu
            after = server.memory()
        count = self.village.messages
        size = (self.data / "search.db").stat().st_size / 2**20
        warm, cold = [], []
        for _ in range(self.village.rounds):
            for times, forget in ((warm, False), (cold, True)):
                if forget:
                    forget_pages(self.data)
                with Server(self.tools, self.data) as server:
                    times.append((server.opening, server.opening_cpu))
                    opened = server.memory()
        rows = [[name, spread([t[0] for t in times], "{:.2f} s"), spread([t[1] for t in times], "{:.2f} s"), "≤ 2 s"]
                for name, times in (("files in the system's cache", warm), ("files forgotten by it", cold))]
        cells = pages.cells()
        return table("From the start of the process until it is healthy", ["", "passed", "CPU", "aim"], rows) + f"""
- The first time, with no index yet: {first:.2f} s.
- Memory then {memory}; with the whole index made {after}; opened again {opened}.

## The index is made in the background

- {seconds:.1f} s, {count / seconds:,.0f} messages a second; of CPU {cpu:.1f} s, {count / max(cpu, 1e-9):,.0f} a second. {size:.0f} MiB.
- Then {rest:.1f} s (CPU {rest_cpu:.1f}) until what was edited and deleted since is out of its files.
- Meanwhile {len(pages.wall)} pages of history were asked for: p50 {cells[0]} ms, p95 {cells[1]} ms, p99 {cells[2]} ms.
"""

    def somewhere(self):
        return self.random.randint(self.village.hall + 200, self.head) if self.head > self.village.hall + 200 else self.head

    def timed(self, server, times, request):
        used, start = server.cpu(), time.monotonic()
        answer = request()
        times.wall.append(time.monotonic() - start)
        times.cpu.append(server.cpu() - used)
        times.sizes.append(len(answer))
        return answer

    # Asking

    def search(self, server, door, filled):
        say("searching")
        kinds, hits, everything = {}, {}, Times("**all**")
        lines = (filled / "questions").read_text().splitlines()[: self.village.questions]
        for line in lines:
            kind, path = search_path(line)
            found = json.loads(self.timed(server, kinds.setdefault(kind, Times(kind)), lambda: door.raw("GET", path)))
            hits.setdefault(kind, []).append(len(found["hits"]))
        for times in kinds.values():
            everything.wall += times.wall
            everything.cpu += times.cpu
        rows = [[t.name, str(len(t.wall)), f"{statistics.median(hits[t.name]):g}" if t.name in hits else "", *t.cells()]
                for t in [*kinds.values(), everything]]
        head = ["questions", "", "hits on the first page, median"]
        # The shared table sets the first two columns to the left.
        return table(
            "Searching over HTTP: milliseconds (aim: p95 ≤ 50)",
            [*head, "p50", "p95", "p99", "CPU: p50", "p95", "p99"], rows)

    def history(self, server, door):
        say("reading history")
        first, last = self.times
        day = 86_400_000
        def date():
            return time.strftime("%Y-%m-%d", time.gmtime(self.random.randint(first, max(first, last - day)) / 1000))
        room = f"/v1/rooms/{HALL}"
        asked = [
            ("messages, latest", lambda: f"{room}/messages?limit=50"),
            ("messages, before", lambda: f"{room}/messages?limit=50&before={self.somewhere()}"),
            ("messages, after", lambda: f"{room}/messages?limit=50&after={self.somewhere()}"),
            ("messages, around", lambda: f"{room}/messages?limit=50&around={self.somewhere()}"),
            ("messages, around a day", lambda: f"{room}/messages?limit=50&around_date={date()}"),
            ("messages, of a thread", lambda: f"{room}/messages?limit=50&thread={self.random.choice(self.roots)[0]}"),
            ("messages, of a thread, before its middle", lambda: self.in_thread(room)),
            ("events, latest", lambda: f"{room}/events?limit=50"),
            ("events, before", lambda: f"{room}/events?limit=50&before={self.somewhere()}"),
            ("events, after", lambda: f"{room}/events?limit=50&after={self.somewhere()}"),
            ("events, around", lambda: f"{room}/events?limit=50&around={self.somewhere()}"),
        ]
        rows = []
        for name, path in asked:
            times = Times(name)
            for _ in range(self.village.pages):
                self.timed(server, times, lambda: door.raw("GET", path()))
            rows.append([name, f"{statistics.median(times.sizes) / 1024:.1f} KiB", *times.cells()])
        return table(
            f"Pages of 50 in the room with {self.head:,} events: milliseconds (aim: p95 ≤ 5)",
            ["", "answer", "p50", "p95", "p99", "CPU: p50", "p95", "p99"], rows)

    def in_thread(self, room):
        root, count = self.random.choice(self.roots)
        return f"{room}/messages?limit=50&thread={root}&before={root + 20 * count}"

    def unread(self, server, door):
        say("counting what is unread")
        rooms = len(door.ask("GET", "/v1/me/unread")["rooms"])
        rows = []
        times = Times("nothing read")
        for _ in range(self.village.pages):
            self.timed(server, times, lambda: door.raw("GET", "/v1/me/unread"))
        rows.append([times.name, *times.cells()])
        # A marker's answer comes with the next second's commit, so all at once.
        def mark(room):
            own = Door(server.port, 1)
            head = own.ask("GET", f"/v1/rooms/{room}/events?limit=1")["head"]
            own.raw("PUT", f"/v1/rooms/{room}/marker", {"seq": random.Random(room).randint(1, head)})
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            list(pool.map(mark, range(1, self.village.rooms + 3)))
        times = Times("read up to somewhere")
        for _ in range(self.village.pages):
            self.timed(server, times, lambda: door.raw("GET", "/v1/me/unread"))
        rows.append([times.name, *times.cells()])
        rows = [[row[0], "", *row[1:]] for row in rows]
        return table(
            f"`GET /v1/me/unread` of somebody in {rooms} rooms: milliseconds",
            ["", "", "p50", "p95", "p99", "CPU: p50", "p95", "p99"], rows)

    # Loads

    def load(self, server, arguments, seconds=None):
        try:
            result = load(self.tools, server.program, [
                "--target", "roost", "--seconds", seconds or self.village.seconds, "--warm-up", self.village.warm_up,
                *arguments])
        except GaveUp as failure:
            raise SystemExit(f"bench: load: {failure}") from None
        wrong = {name: result[name] for name in COUNTED if result[name]}
        if wrong:
            raise SystemExit(f"bench: load: {wrong}")
        return result

    def markers(self):
        say("reading markers of a hall full of people")
        v = self.village
        with Server(self.tools, self.data) as server:
            people = ["--first-room", str(HALL), "--people", str(v.hall), "--senders", str(min(10, v.hall)), "--rate", "50"]
            rows = []
            for name, more in (("nobody says what he has read", []), ("everybody, at once", ["--reading"])):
                before, commits, start = stored_markers(self.data), server.commits(), time.monotonic()
                result = self.load(server, people + more)
                time.sleep(2)
                seconds = time.monotonic() - start
                written, commits = stored_markers(self.data) - before, server.commits() - commits
                sent = result["sent"] / (v.seconds + v.warm_up)
                share = result["server_cpu_ns"] / result["seconds"] / 1e9
                rows.append([name, f"{sent:.0f}", f"{result['marks'] / result['seconds']:,.0f}",
                             f"{written / (v.seconds + v.warm_up):,.0f}", f"{commits / (v.seconds + v.warm_up):.0f}",
                             f"{100 * share:.0f} %", f"{result['latency_ns']['p50'] / 1e6:.1f}",
                             f"{result['latency_ns']['p99'] / 1e6:.1f}"])
        return table(
            f"Markers: {v.hall:,} people in one room, 50 messages a second",
            ["", "messages a second", "markers a second that came", "marker rows a second written",
             "commits a second, of all", "server CPU", "p50 ms to a reader", "p99"], rows)

    def sending(self):
        v = self.village
        speed = ["--first-room", "3", "--rooms", str(v.small_rooms), "--people", str(v.people_in_room),
                 "--senders", "1", "--window", "16"]
        rate = ["--first-room", "3", "--rooms", str(v.small_rooms), "--people", str(v.people_in_room),
                "--senders", "1", "--rate", "500"]
        results = {}
        lines = (self.data.parent / f"service-{v.messages}" / "questions").read_text().splitlines()
        paths = [search_path(line)[1] for line in lines]
        for number in range(v.rounds):
            variants = ["no index", "index", "index and searches"]
            for variant in variants if number % 2 == 0 else reversed(variants):
                say(f"round {number + 1} of {v.rounds}: sending, {variant}")
                with without_index(self.data, variant == "no index"), Server(self.tools, self.data) as server:
                    self.catch_up(server, variant)
                    with Searching(server, paths if variant == "index and searches" else []) as searching:
                        for kind, arguments in (("speed", speed), ("rate", rate)):
                            searching.count, start = 0, time.monotonic()
                            result = self.load(server, arguments)
                            result["searches"] = searching.count / (time.monotonic() - start)
                            results.setdefault((kind, variant), []).append(result)
                            self.catch_up(server, variant)
        return "\n".join(self.sending_table(kind, title, results) for kind, title in (
            ("speed", f"Sending at full speed in {v.small_rooms} rooms of {v.people_in_room}"),
            ("rate", "Sending at 500 messages a second there")))

    def catch_up(self, server, variant):
        if variant == "no index":
            return
        last = query(self.data / "roost.db", "SELECT max(id) FROM events")[0][0]
        while server.indexed()[0] < last:
            time.sleep(0.1)

    def sending_table(self, kind, title, results):
        def all_but_search(result):
            return {n: c for n, c in result["thread_cpu_ns"].items() if not n.startswith("search")}
        def per_send(figure):
            return lambda r: figure(r) / max(1, r["acknowledged"]) / 1000
        base = results[(kind, "no index")]
        rows = []
        for variant in ("no index", "index", "index and searches"):
            measured = results[(kind, variant)]
            sending = [per_send(lambda r: sum(all_but_search(r).values()))(r) for r in measured]
            feeding = [per_send(lambda r: r["thread_cpu_ns"].get("search-feed", 0))(r) for r in measured]
            # Round by round: what was measured next to each other.
            ratio = [s / per_send(lambda r: sum(all_but_search(r).values()))(b) for s, b in zip(sending, base)]
            speed = [r["acknowledged"] / r["seconds"] for r in measured]
            slower = [s / (b["acknowledged"] / b["seconds"]) for s, b in zip(speed, base)]
            rows.append([variant, "", spread(speed, "{:,.0f}"), spread(slower, "{:.2f}"),
                         spread(sending, "{:.1f}"), spread(ratio, "{:.2f}"), spread(feeding, "{:.1f}"),
                         spread([r["searches"] for r in measured], "{:.0f}"),
                         spread([r["latency_ns"]["p50"] / 1e6 for r in measured], "{:.2f}") if kind == "rate" else ""])
        return table(
            title, ["", "", "sends a second", "× without", "CPU µs a send, without search's threads", "× without",
                    "CPU µs a send, feeding the index", "searches a second", "p50 ms"], rows)
