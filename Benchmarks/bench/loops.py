"""What more loops bring, where there are cores for them: B with 1, 2, 4 … loops, each on a core, and as many loads."""

import concurrent.futures
import os
import statistics

from bench import roost, say, store
from bench.load import load
from bench.program import GaveUp
from bench.rounds import COUNTED
from bench.scenarios import QUICK_TOWN, SMALL_TOWN, TOWN
from bench.section import Section
from bench.tables import spread, table

TITLE = "Throughput over loops"
ENOUGH = 4
"""Cores, from which on it is measured: two loops and two loads."""


def measure(tools, options):
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < ENOUGH and not options.smoke:
        return Section(f"## {TITLE}\n\nNot measured: that needs {ENOUGH} cores, and there are {len(cores)}.\n", {})
    town = SMALL_TOWN if options.smoke else QUICK_TOWN if options.quick else TOWN
    filled = store.prefill(tools, town)
    counts = [1, 2] if options.smoke else [n for n in (1 << p for p in range(10)) if n <= len(cores) // 2]
    results = {}
    for number in range(options.rounds):
        for loops in counts if number % 2 == 0 else reversed(counts):
            say(f"round {number + 1} of {options.rounds}: {loops} loops")
            results.setdefault(loops, []).append(run(tools, options, town, filled, loops, cores))
    return Section(text(results), results)


def run(tools, options, town, filled, loops, cores):
    """What all loads together measured."""
    own, others = (set(cores[:loops]), cores[loops:]) if len(cores) >= 2 * loops else (set(cores), cores)
    share = town.rooms // loops
    with roost.serve(tools.on(own, set(others)), store.fresh_copy(filled), loops) as server:
        with concurrent.futures.ThreadPoolExecutor(loops) as pool:
            loads = []
            for n in range(loops):
                # Each has its own rooms, with the people who are in them.
                arguments = ["--target", "roost", "--first-room", 3 + n * share, "--rooms", share,
                             "--first-person", 1 + n * share * town.people_in_room, "--people", town.people_in_room,
                             "--senders", 1, "--window", 16, "--seconds", options.seconds, "--warm-up", options.warm_up]
                loads.append(pool.submit(load, tools.on(own, {others[n % len(others)]}), server, arguments))
            try:
                found = [done.result() for done in loads]
            except GaveUp as failure:
                raise SystemExit(f"bench: {loops} loops: {failure}") from None
    if wrong := {name: sum(f[name] for f in found) for name in COUNTED if any(f[name] for f in found)}:
        raise SystemExit(f"bench: {loops} loops: {wrong}")
    # All of them watched the same server.
    return {"deliveries_a_second": sum(f["deliveries"] / f["seconds"] for f in found),
            "server_cores": statistics.mean(f["server_cpu_ns"] / f["seconds"] / 1e9 for f in found)}


def text(results):
    base = statistics.median(r["deliveries_a_second"] for r in results[1])
    rows = [[str(loops), spread([r["deliveries_a_second"] / 1000 for r in found], "{:,.0f}"),
             f"{statistics.median(r['deliveries_a_second'] for r in found) / base:.2f}",
             spread([r["server_cores"] for r in found], "{:.2f}")] for loops, found in sorted(results.items())]
    return table(TITLE + ": B, with as many loads", ["loops", "deliveries/s, thousands", "× one", "server CPU, cores"], rows,
                 left=1)
