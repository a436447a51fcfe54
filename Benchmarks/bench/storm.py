"""What Roost bears beside fan-out: everybody coming back at once, one client that waits for each acknowledgement, and
many that send what nobody reads; README.md says what is measured."""

import dataclasses
import http.client
import json
import os
import statistics
import subprocess
import time

from bench import roost, say, store
from bench.goals import Goal
from bench.section import Section
from bench.tables import spread, table

HALL, FIRST_ROOM = 2, 3
"""Rooms of the filled store: the small rooms follow the hall, everybody's own follow those."""


@dataclasses.dataclass(frozen=True)
class Shore:
    """How large everything is."""

    people: int = 5000
    people_in_room: int = 100
    missed: int = 1000
    hall: int = 100
    senders: int = 1000
    window: int = 16
    town_messages: int = 1_000_000
    rounds: int = 3
    seconds: float = 10
    warm_up: float = 2

    @property
    def rooms(self):
        return self.people // self.people_in_room

    @property
    def own(self):
        """The first of the rooms of one person each."""
        return FIRST_ROOM + self.rooms

    @property
    def figures(self):
        """For `prefill`."""
        return {"people": self.people, "hall": self.hall, "rooms": self.rooms, "people-in-room": self.people_in_room}


QUICK = Shore(people=1000, town_messages=100_000)
SMALL = Shore(people=40, people_in_room=10, missed=50, hall=10, senders=20, town_messages=2000)


def measure(tools, options):
    shore = dataclasses.replace(
        SMALL if options.smoke else QUICK if options.quick else Shore(), rounds=options.rounds, seconds=options.seconds, warm_up=options.warm_up)
    results = {"shared": [], "own": [], "awaited": [], "durable": []}
    returning, sending = store_to_return_to(tools, shore), store_to_send_to(tools, shore)
    for number in range(shore.rounds):
        for name in results if number % 2 == 0 else reversed(results):
            if name in ("shared", "own"):
                result = reconnect(tools, shore, returning, name)
            else:
                result = sends(tools, shore, store.fresh_copy(sending), name)
            say(f"round {number + 1} of {shore.rounds}: {summary(name, result)}")
            results[name].append(result)
    check(results, shore)
    return Section(text(shore, results), results, [] if options.smoke or options.quick else goals(results))


# Stores


def store_to_return_to(tools, shore):
    """Rooms that people share, and one of his own for each, all with as many messages as everybody missed."""
    def prepare(tools, folder):
        # Nobody searches, and of millions of messages an index takes its time: no file can be made where a folder is.
        (folder / "search.db").mkdir()
        enrol(tools, shore, folder)
    # Every other message is said in the hall.
    return store.made(tools, f"shore-{shore.people}", shore.figures | {
        "messages": 2 * shore.rooms * shore.missed, "own-rooms": shore.people, "own-messages": shore.missed}, then=prepare)


def store_to_send_to(tools, shore):
    """A store that has seen much, and rooms of one person each where nothing was said yet."""
    def prepare(tools, folder):
        store.index(tools, folder)
        enrol(tools, shore, folder)
    return store.made(tools, f"desk-{shore.town_messages}", shore.figures | {
        "messages": shore.town_messages, "own-rooms": shore.senders}, then=prepare)


def enrol(tools, shore, folder):
    """Everybody logs in once; what he comes back with is kept."""
    with roost.serve(tools, folder) as server:
        door = http.client.HTTPConnection("127.0.0.1", int(server.port), timeout=60)
        tokens = []
        for number in range(1, shore.people + 1):
            door.request("POST", "/v1/sessions", json.dumps(
                {"login": f"person{number}@bench.example", "password": "benchmark"}), {"Content-Type": "application/json"})
            tokens.append(json.loads(door.getresponse().read())["token"])
        door.request("GET", f"/v1/rooms/{HALL}/events?limit=1", headers={"Authorization": f"Bearer {tokens[0]}"})
        (folder / "epoch").write_text(json.loads(door.getresponse().read())["epoch"])
        (folder / "tokens").write_text("\n".join(tokens))


# Runs


def load(tools, server, folder, scenario, clients, first_room, *more, kindness=0, **pipes):
    command = [tools["load"], scenario, "--port", server.port, "--server-pid", str(server.process.pid), "--tokens",
               folder / "tokens", "--clients", str(clients), "--first-room", str(first_room), *map(str, more)]

    def place():
        os.sched_setaffinity(0, tools.load_cores)
        os.nice(kindness)
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=place, **pipes)


def answer(process):
    output, _ = process.communicate(timeout=600)
    if process.returncode != 0:
        raise SystemExit(f"bench: load {process.args[1]} failed")
    return json.loads(output.splitlines()[-1])


def reconnect(tools, shore, folder, name):
    """Everybody comes back to a server that has just been started, while the hall goes on.

    The hall's readers are a process of their own, which the storm's gives way to: they share a core."""
    with roost.serve(tools, folder) as server:
        calm = load(tools, server, folder, "calm", shore.hall, HALL, stdin=subprocess.PIPE)
        if calm.stdout.readline() != "ready\n":
            raise SystemExit("bench: the calm room did not begin")
        time.sleep(shore.warm_up)
        calm.stdin.write("begin\n")
        calm.stdin.flush()
        shared = name == "shared"
        in_room = shore.people_in_room if shared else 1
        storm = load(
            tools, server, folder, "reconnect", shore.people, FIRST_ROOM if shared else shore.own,
            "--people-in-room", in_room, "--epoch", (folder / "epoch").read_text(),
            # Who made a room and who joined it stand before the first message.
            "--after", in_room, "--missed", shore.missed, kindness=5)
        result = answer(storm)
        calm.stdin.close()
        calm.stdin = None
        return result | {"calm": answer(calm)}


def sends(tools, shore, folder, name):
    with roost.serve(tools, folder) as server:
        if name == "awaited":
            return answer(load(
                tools, server, folder, "await", 1, shore.own, "--seconds", shore.seconds, "--probe", folder / "probe"))
        return answer(load(
            tools, server, folder, "durable", shore.senders, shore.own, "--window", shore.window,
            "--seconds", shore.seconds, "--warm-up", shore.warm_up))


# What came out


def check(results, shore):
    """Ends with an error unless everything arrived, once and in order."""
    for name, runs in results.items():
        for run in runs:
            faults = [run["wrong"], run.get("lost", 0), run.get("unacknowledged", 0), run.get("calm", {}).get("wrong", 0)]
            if name in ("shared", "own"):
                faults += [shore.people - run["caught_up"], shore.people * shore.missed - run["deliveries"]]
            if any(faults) or name in ("awaited", "durable") and not run["acknowledged"]:
                raise SystemExit(f"bench: {name}: {run}")


def summary(name, run):
    threads = sorted(run.get("thread_cpu_ns", {}).items(), key=lambda item: -item[1])[:6]
    cpu = ", ".join(f"{thread} {used / 1e9:.2f}" for thread, used in threads)
    if name in ("shared", "own"):
        return (f"{name}: {run['seconds']:.2f} s, server CPU {run['server_cpu_ns'] / 1e9:.2f} s ({cpu}), load CPU "
                f"{run['load_cpu_ns'] / 1e9:.2f} s, calm p99 {run['calm']['latency_ns']['p99'] / 1e6:.1f} ms, before "
                f"{run['calm']['before_ns']['p99'] / 1e6:.1f} ms")
    if name == "awaited":
        return f"awaited: {run['sends_per_second']:.0f} sends/s, {run['syncs_per_second']:.0f} syncs/s"
    return (f"durable: {run['acknowledged'] / run['seconds']:.0f} sends/s, p99 {run['latency_ns']['p99'] / 1e6:.0f} ms, "
            f"server CPU {run['server_cpu_ns'] / run['seconds'] / 1e9:.2f} ({cpu}), load {run['load_cpu_ns'] / run['seconds'] / 1e9:.2f}")


def text(shore, results):
    def row(title, runs, figure, form):
        return [title, spread([figure(run) for run in runs], form)]

    returns = []
    for name, title in (("shared", f"{shore.rooms} rooms of {shore.people_in_room}"), ("own", "a room of his own each")):
        runs = results[name]
        returns += [
            row(f"{title}: all caught up, s", runs, lambda r: r["seconds"], "{:.2f}"),
            row("half of them, s", runs, lambda r: r["caught_up_ns"]["p50"] / 1e9, "{:.2f}"),
            row("server CPU, s", runs, lambda r: r["server_cpu_ns"] / 1e9, "{:.2f}"),
            row("load CPU, s", runs, lambda r: r["load_cpu_ns"] / 1e9, "{:.2f}"),
            row("the calm room meanwhile, p99, ms", runs, calm_p99, "{:.1f}"),
            row("the calm room before, p99, ms", runs, lambda r: r["calm"]["before_ns"]["p99"] / 1e6, "{:.1f}")]
    awaited, durable = results["awaited"], results["durable"]
    written = [
        row("one client that awaits each: sends/s", awaited, lambda r: r["sends_per_second"], "{:.0f}"),
        row("4 KiB appended, fdatasync: times/s", awaited, lambda r: r["syncs_per_second"], "{:.0f}"),
        row("the first as a share of the second", awaited, as_share, "{:.2f}"),
        row("median of a send, µs", awaited, lambda r: r["send_ns"]["p50"] / 1e3, "{:.0f}"),
        row("median of an append, µs", awaited, lambda r: r["sync_ns"]["p50"] / 1e3, "{:.0f}"),
        row(f"{shore.senders:,} connections with {shore.window} under way each: sends/s", durable, rate, "{:.0f}"),
        row("CPU µs a send", durable, lambda r: r["server_cpu_ns"] / max(1, r["acknowledged"]) / 1000, "{:.1f}"),
        row("server CPU, cores", durable, lambda r: r["server_cpu_ns"] / r["seconds"] / 1e9, "{:.2f}"),
        row("load CPU, cores", durable, lambda r: r["load_cpu_ns"] / r["seconds"] / 1e9, "{:.2f}")]
    return "\n".join([
        table(f"Coming back: {shore.people:,} clients at once, {shore.missed:,} missed messages each", ["", ""], returns, left=1),
        table(f"Sending, on a store of {shore.town_messages:,} messages", ["", ""], written, left=1)])


def calm_p99(run):
    return run["calm"]["latency_ns"]["p99"] / 1e6


def as_share(run):
    return run["sends_per_second"] / run["syncs_per_second"]


def rate(run):
    return run["acknowledged"] / run["seconds"]


def goals(results):
    def goal(text, name, figure, form, aim, most):
        value = statistics.median(figure(run) for run in results[name])
        return Goal(text, f"{'≤' if most else '≥'} {form.format(aim)}", form.format(value), (value <= aim) == most)

    return [
        goal("5,000 come back to shared rooms", "shared", lambda r: r["seconds"], "{:.1f} s", 4, True),
        goal("… a calm room meanwhile, p99", "shared", calm_p99, "{:.0f} ms", 50, True),
        goal("5,000 come back to a room of his own each", "own", lambda r: r["seconds"], "{:.1f} s", 15, True),
        goal("… a calm room meanwhile, p99", "own", calm_p99, "{:.0f} ms", 50, True),
        goal("one client awaiting each acknowledgement, × append and fdatasync", "awaited", as_share, "{:.2f}", 0.6, False),
        goal("durable sends a second", "durable", rate, "{:,.0f}", 50_000, False)]
