"""Searching, reading history and counting what is unread, over HTTP."""

import concurrent.futures
import json
import random
import statistics
import time

from bench import say
from bench.doors import Door, Times, search_path
from bench.tables import table
from bench.village import HALL


def search(service, server, door, filled):
    say("searching")
    kinds, hits, everything = {}, {}, Times("**all**")
    lines = (filled / "questions").read_text().splitlines()[: service.village.questions]
    for line in lines:
        kind, path = search_path(line)
        found = json.loads(service.timed(server, kinds.setdefault(kind, Times(kind)), lambda: door.raw("GET", path)))
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


def history(service, server, door):
    say("reading history")
    first, last = service.times
    day = 86_400_000
    def date():
        return time.strftime("%Y-%m-%d", time.gmtime(service.random.randint(first, max(first, last - day)) / 1000))
    room = f"/v1/rooms/{HALL}"
    asked = [
        ("messages, latest", lambda: f"{room}/messages?limit=50"),
        ("messages, before", lambda: f"{room}/messages?limit=50&before={service.somewhere()}"),
        ("messages, after", lambda: f"{room}/messages?limit=50&after={service.somewhere()}"),
        ("messages, around", lambda: f"{room}/messages?limit=50&around={service.somewhere()}"),
        ("messages, around a day", lambda: f"{room}/messages?limit=50&around_date={date()}"),
        ("messages, of a thread", lambda: f"{room}/messages?limit=50&thread={service.random.choice(service.roots)[0]}"),
        ("messages, of a thread, before its middle", lambda: in_thread(service, room)),
        ("events, latest", lambda: f"{room}/events?limit=50"),
        ("events, before", lambda: f"{room}/events?limit=50&before={service.somewhere()}"),
        ("events, after", lambda: f"{room}/events?limit=50&after={service.somewhere()}"),
        ("events, around", lambda: f"{room}/events?limit=50&around={service.somewhere()}"),
    ]
    rows = []
    for name, path in asked:
        times = Times(name)
        for _ in range(service.village.pages):
            service.timed(server, times, lambda: door.raw("GET", path()))
        rows.append([name, f"{statistics.median(times.sizes) / 1024:.1f} KiB", *times.cells()])
    return table(
        f"Pages of 50 in the room with {service.head:,} events: milliseconds (aim: p95 ≤ 5)",
        ["", "answer", "p50", "p95", "p99", "CPU: p50", "p95", "p99"], rows)


def in_thread(service, room):
    root, count = service.random.choice(service.roots)
    return f"{room}/messages?limit=50&thread={root}&before={root + 20 * count}"


def unread(service, server, door):
    say("counting what is unread")
    rooms = len(door.ask("GET", "/v1/me/unread")["rooms"])
    rows = []
    times = Times("nothing read")
    for _ in range(service.village.pages):
        service.timed(server, times, lambda: door.raw("GET", "/v1/me/unread"))
    rows.append([times.name, *times.cells()])
    # A marker's answer comes with the next second's commit, so all at once.
    def mark(room):
        own = Door(server.port, 1)
        head = own.ask("GET", f"/v1/rooms/{room}/events?limit=1")["head"]
        own.raw("PUT", f"/v1/rooms/{room}/marker", {"seq": random.Random(room).randint(1, head)})
    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        list(pool.map(mark, range(1, service.village.rooms + 3)))
    times = Times("read up to somewhere")
    for _ in range(service.village.pages):
        service.timed(server, times, lambda: door.raw("GET", "/v1/me/unread"))
    rows.append([times.name, *times.cells()])
    rows = [[row[0], "", *row[1:]] for row in rows]
    return table(
        f"`GET /v1/me/unread` of somebody in {rooms} rooms: milliseconds",
        ["", "", "p50", "p95", "p99", "CPU: p50", "p95", "p99"], rows)
