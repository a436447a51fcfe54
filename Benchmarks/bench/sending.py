"""Markers of a hall full of people, and sending with and without an index and searches."""

import time

from bench import say
from bench.doors import Searching, Server, query, search_path, stored_markers, without_index
from bench.load import load
from bench.program import GaveUp
from bench.rounds import COUNTED
from bench.tables import spread, table
from bench.village import HALL


def measured(service, server, arguments):
    """Of a load that lost nothing."""
    try:
        result = load(service.tools, server.program, [
            "--target", "roost", "--seconds", service.village.seconds, "--warm-up", service.village.warm_up,
            *arguments])
    except GaveUp as failure:
        raise SystemExit(f"bench: load: {failure}") from None
    wrong = {name: result[name] for name in COUNTED if result[name]}
    if wrong:
        raise SystemExit(f"bench: load: {wrong}")
    return result


def markers(service):
    say("reading markers of a hall full of people")
    v = service.village
    with Server(service.tools, service.data) as server:
        people = ["--first-room", str(HALL), "--people", str(v.hall), "--senders", str(min(10, v.hall)), "--rate", "50"]
        rows = []
        for name, more in (("nobody says what he has read", []), ("everybody, at once", ["--reading"])):
            before, commits = stored_markers(service.data), server.commits()
            result = measured(service, server, people + more)
            time.sleep(2)
            written, commits = stored_markers(service.data) - before, server.commits() - commits
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


def sending(service):
    v = service.village
    speed = ["--first-room", "3", "--rooms", str(v.small_rooms), "--people", str(v.people_in_room),
             "--senders", "1", "--window", "16"]
    rate = ["--first-room", "3", "--rooms", str(v.small_rooms), "--people", str(v.people_in_room),
            "--senders", "1", "--rate", "500"]
    results = {}
    lines = (service.data.parent / f"service-{v.messages}" / "questions").read_text().splitlines()
    paths = [search_path(line)[1] for line in lines]
    for number in range(v.rounds):
        variants = ["no index", "index", "index and searches"]
        for variant in variants if number % 2 == 0 else reversed(variants):
            say(f"round {number + 1} of {v.rounds}: sending, {variant}")
            with without_index(service.data, variant == "no index"), Server(service.tools, service.data) as server:
                catch_up(service, server, variant)
                with Searching(server, paths if variant == "index and searches" else []) as searching:
                    for kind, arguments in (("speed", speed), ("rate", rate)):
                        searching.count, start = 0, time.monotonic()
                        result = measured(service, server, arguments)
                        result["searches"] = searching.count / (time.monotonic() - start)
                        results.setdefault((kind, variant), []).append(result)
                        catch_up(service, server, variant)
    return "\n".join(sending_table(kind, title, results) for kind, title in (
        ("speed", f"Sending at full speed in {v.small_rooms} rooms of {v.people_in_room}"),
        ("rate", "Sending at 500 messages a second there")))


def catch_up(service, server, variant):
    if variant == "no index":
        return
    last = query(service.data / "roost.db", "SELECT max(id) FROM events")[0][0]
    while server.indexed()[0] < last:
        time.sleep(0.1)


def sending_table(kind, title, results):
    def all_but_search(result):
        return {n: c for n, c in result["thread_cpu_ns"].items() if not n.startswith("search")}
    def per_send(figure):
        return lambda r: figure(r) / max(1, r["acknowledged"]) / 1000
    base = results[(kind, "no index")]
    rows = []
    for variant in ("no index", "index", "index and searches"):
        found = results[(kind, variant)]
        sending = [per_send(lambda r: sum(all_but_search(r).values()))(r) for r in found]
        feeding = [per_send(lambda r: r["thread_cpu_ns"].get("search-feed", 0))(r) for r in found]
        # Round by round: what was measured next to each other.
        ratio = [s / per_send(lambda r: sum(all_but_search(r).values()))(b) for s, b in zip(sending, base)]
        speed = [r["acknowledged"] / r["seconds"] for r in found]
        slower = [s / (b["acknowledged"] / b["seconds"]) for s, b in zip(speed, base)]
        rows.append([variant, "", spread(speed, "{:,.0f}"), spread(slower, "{:.2f}"),
                     spread(sending, "{:.1f}"), spread(ratio, "{:.2f}"), spread(feeding, "{:.1f}"),
                     spread([r["searches"] for r in found], "{:.0f}"),
                     spread([r["latency_ns"]["p50"] / 1e6 for r in found], "{:.2f}") if kind == "rate" else ""])
    return table(
        title, ["", "", "sends a second", "× without", "CPU µs a send, without search's threads", "× without",
                "CPU µs a send, feeding the index", "searches a second", "p50 ms"], rows)
