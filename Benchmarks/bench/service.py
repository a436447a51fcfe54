"""What the whole server does with a million messages: `Benchmarks/run --service`; README.md says what the figures mean."""

import datetime
import random
import time

from bench import asking, roost, say, sending, store
from bench.doors import Door, Server, Times, forget_pages, query
from bench.machine import load_average, machine
from bench.tables import spread, table
from bench.village import HALL, SMALL, Village


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
            parts += [asking.search(self, server, door, filled), asking.history(self, server, door),
                      asking.unread(self, server, door)]
        parts += [sending.markers(self), sending.sending(self)]
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
