"""What Roost bears beside fan-out: everybody coming back at once, one client that waits for each acknowledgement, and
many that send what nobody reads; Benchmarks/README.md says what is measured.

Part of `Benchmarks/run`, which gives itself as `bench`.
"""

import dataclasses
import http.client
import json
import os
import statistics
import subprocess
import time

EVERYONE, HALL, FIRST_ROOM = 1, 2, 3
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


SMALL = Shore(people=40, people_in_room=10, missed=50, hall=10, senders=20, town_messages=2000, rounds=1, seconds=0.5,
              warm_up=0.2)
GOALS = {"shared": 4, "own": 15, "calm": 50, "awaited": 0.6, "durable": 50_000}


def measure(bench, tools, shore):
    results = {"shared": [], "own": [], "awaited": [], "durable": []}
    returning, sending = filled_for_return(bench, tools, shore), filled_for_sends(bench, tools, shore)
    for number in range(shore.rounds):
        for name in results if number % 2 == 0 else reversed(results):
            bench.say(f"storm, round {number + 1} of {shore.rounds}: {name}")
            if name in ("shared", "own"):
                result = reconnect(bench, tools, shore, returning, name)
            else:
                result = sends(bench, tools, shore, bench.fresh_copy(sending), name)
            bench.say(summary(name, result))
            results[name].append(result)
    check(results, shore)
    return report(bench, shore, results)


# Stores


def filled_for_return(bench, tools, shore):
    """Rooms that people share, and one of his own for each, all with as many messages as everybody missed."""
    return filled(bench, tools, f"shore-{shore.people}", shore, False, {
        "people": shore.people, "hall": shore.hall, "rooms": shore.rooms, "people-in-room": shore.people_in_room,
        # Every other one is said in the hall.
        "messages": 2 * shore.rooms * shore.missed, "own-rooms": shore.people, "own-messages": shore.missed})


def filled_for_sends(bench, tools, shore):
    """A store that has seen much, and rooms of one person each where nothing was said yet."""
    return filled(bench, tools, f"desk-{shore.town_messages}", shore, True, {
        "people": shore.people, "hall": shore.hall, "rooms": shore.rooms, "people-in-room": shore.people_in_room,
        "messages": shore.town_messages, "own-rooms": shore.senders})


def filled(bench, tools, name, shore, has_index, figures):
    folder = bench.DATA / name
    if (folder / "complete").exists():
        return folder
    bench.say(f"filling a store: {name}")
    subprocess.run(["rm", "-rf", folder], check=True)
    bench.DATA.mkdir(parents=True, exist_ok=True)
    arguments = [part for name, value in figures.items() for part in (f"--{name}", str(value))]
    subprocess.run([tools["prefill"], "--directory", folder, *arguments], check=True)
    if has_index:
        bench.index(tools, folder)
    else:
        # Nobody searches, and of millions of messages an index takes its time: no file can be made where a folder is.
        (folder / "search.db").mkdir()
    with serve(bench, tools, folder) as server:
        enrol(server, folder, shore.people)
    (folder / "complete").touch()
    return folder


def enrol(server, folder, people):
    """Everybody logs in once; what he comes back with is kept."""
    door = http.client.HTTPConnection("127.0.0.1", int(server.port), timeout=60)
    tokens = []
    for number in range(1, people + 1):
        door.request("POST", "/v1/sessions", json.dumps(
            {"login": f"person{number}@bench.example", "password": "benchmark"}), {"Content-Type": "application/json"})
        tokens.append(json.loads(door.getresponse().read())["token"])
    door.request("GET", f"/v1/rooms/{HALL}/events?limit=1", headers={"Authorization": f"Bearer {tokens[0]}"})
    (folder / "epoch").write_text(json.loads(door.getresponse().read())["epoch"])
    (folder / "tokens").write_text("\n".join(tokens))


# Runs


def serve(bench, tools, folder):
    return bench.Server([tools.roost, "serve", *bench.SERVE, "--data", folder, "--loops", "1"], tools.server_cores)


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
        raise SystemExit(f"bench: the load failed: {process.args[1]}")
    return json.loads(output.splitlines()[-1])


def reconnect(bench, tools, shore, folder, name):
    """Everybody comes back to a server that has just been started, while the hall goes on.

    The hall's readers are a process of their own, which the storm's gives way to: they share a core."""
    with serve(bench, tools, folder) as server:
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


def sends(bench, tools, shore, folder, name):
    with serve(bench, tools, folder) as server:
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


def report(bench, shore, results):
    def row(title, runs, figure, form, goal):
        return [title, bench.spread([figure(run) for run in runs], form), goal]

    returns = []
    for name, title in (("shared", f"{shore.rooms} rooms of {shore.people_in_room}"), ("own", "a room of his own each")):
        runs = results[name]
        returns += [
            row(f"{title}: all caught up, s", runs, lambda r: r["seconds"], "{:.2f}", f"≤ {GOALS[name]}"),
            row("half of them, s", runs, lambda r: r["caught_up_ns"]["p50"] / 1e9, "{:.2f}", ""),
            row("server CPU, s", runs, lambda r: r["server_cpu_ns"] / 1e9, "{:.2f}", ""),
            row("load CPU, s", runs, lambda r: r["load_cpu_ns"] / 1e9, "{:.2f}", ""),
            row("the calm room meanwhile, p99, ms", runs, lambda r: r["calm"]["latency_ns"]["p99"] / 1e6, "{:.1f}",
                f"≤ {GOALS['calm']}"),
            row("before, p99, ms", runs, lambda r: r["calm"]["before_ns"]["p99"] / 1e6, "{:.1f}", "")]
    awaited, durable = results["awaited"], results["durable"]
    written = [
        row("one client that awaits each: sends/s", awaited, lambda r: r["sends_per_second"], "{:.0f}", ""),
        row("4 KiB appended, fdatasync: times/s", awaited, lambda r: r["syncs_per_second"], "{:.0f}", ""),
        row("the first as a share of the second", awaited, lambda r: r["sends_per_second"] / r["syncs_per_second"],
            "{:.2f}", f"≥ {GOALS['awaited']}"),
        row(f"{shore.senders:,} connections with {shore.window} under way each: sends/s", durable,
            lambda r: r["acknowledged"] / r["seconds"], "{:.0f}", f"≥ {GOALS['durable']:,}"),
        row("CPU µs a send", durable, lambda r: r["server_cpu_ns"] / max(1, r["acknowledged"]) / 1000, "{:.1f}", ""),
        row("server CPU, cores", durable, lambda r: r["server_cpu_ns"] / r["seconds"] / 1e9, "{:.2f}", ""),
        row("load CPU, cores", durable, lambda r: r["load_cpu_ns"] / r["seconds"] / 1e9, "{:.2f}", "")]
    return "\n".join([
        bench.table(f"Coming back: {shore.people:,} clients at once, {shore.missed:,} missed messages each",
                    ["", "", "goal"], returns),
        bench.table(f"Sending, on a store of {shore.town_messages:,} messages", ["", "", "goal"], written)])
