"""The options of `Benchmarks/run`, and what they lead to."""

import argparse
import datetime
import shlex
import signal
import sys

from bench import HERE, ROOT, further, roost, rounds, say, search, service, store
from bench.machine import load_average, machine
from bench.record import Record
from bench.report import report
from bench.scenarios import QUICK_TOWN, SCENARIOS, SMALL_SCENARIOS, SMALL_TOWN, TOWN
from bench.targets import ALSO, QUICK, TARGETS
from bench.tools import Tools
from peers.install import install


def main():
    options = parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    today = str(datetime.date.today())
    if options.search:
        write(search.measure(), f"{today}-search")
    elif options.service:
        write(service.measure(Tools(options), options.rounds), f"{today}-service")
    elif options.smoke:
        smoke(options)
    else:
        publish(measure(options), f"{today}-quick" if options.quick else f"{today}-bench")


def parse():
    parser = argparse.ArgumentParser(description="Measures Roost beside other servers; Benchmarks/README.md says how.")
    parser.add_argument("--quick", action="store_true", help="one short round with the fastest: under five minutes")
    parser.add_argument("--smoke", action="store_true", help="a few seconds with 20 clients, unpinned: does it work?")
    parser.add_argument("--only", help="scenarios and further measurements, such as A,C")
    parser.add_argument("--targets", help=f"of {','.join(t.name for t in TARGETS + ALSO)}")
    parser.add_argument("--rounds", type=int, help="rounds; the table shows medians (3)")
    parser.add_argument("--seconds", type=float, help="measured time of each run (10)")
    parser.add_argument("--yes", action="store_true", help="install missing servers without asking")
    parser.add_argument("--roost", help="a program to measure instead of building this one")
    parser.add_argument("--search", action="store_true", help="the search index, and nothing else")
    parser.add_argument("--service", action="store_true", help="the whole server with a million messages, and nothing else")
    options = parser.parse_args()
    short = options.quick or options.smoke
    options.rounds = options.rounds or (1 if short else 3)
    options.seconds = options.seconds or (0.5 if options.smoke else 4 if options.quick else 10)
    options.warm_up = 0.2 if options.smoke else 2
    return options


def chosen(wanted, all_of_them, default):
    """Those with the names, in their own order; ends with an error for a name that there is not."""
    if not wanted:
        return default
    names = wanted.split(",")
    if strange := set(names) - {x.name for x in all_of_them}:
        sys.exit(f"bench: there is no {', '.join(sorted(strange))}")
    return [x for x in all_of_them if x.name in names]


def targets(options):
    every = TARGETS + ALSO
    if options.smoke:
        return chosen(options.targets, every, [t for t in TARGETS if t.is_own])
    return chosen(options.targets, every, [t for t in TARGETS if t.name in QUICK] if options.quick else TARGETS)


def wanted(options, name):
    return not options.only or name in options.only.split(",")


def measure(options):
    """Everything that the options name, as a record."""
    town, all_scenarios = (
        (SMALL_TOWN, SMALL_SCENARIOS) if options.smoke else (QUICK_TOWN if options.quick else TOWN, SCENARIOS))
    known = {s.name for s in all_scenarios} | set(further.MEASUREMENTS)
    if strange := set((options.only or "A").split(",")) - known:
        sys.exit(f"bench: there is no {', '.join(sorted(strange))}")
    scenarios = [s for s in all_scenarios if wanted(options, s.name)]
    asked = targets(options)
    install([t.peer for t in asked if t.peer], options.yes)
    tools = Tools(options)
    record = Record.begin({
        "date": str(datetime.date.today()), "machine": machine(), "roost": roost.commit(),
        "command": shlex.join(["Benchmarks/run", *sys.argv[1:]]), "rounds": options.rounds, "seconds": options.seconds,
        "messages": town.messages}, scenarios, asked)
    if scenarios:
        rounds.measure(tools, options, scenarios, asked, store.prefill(tools, town), record)
    for name, function in further.MEASUREMENTS.items():
        if wanted(options, name):
            say(name)
            record.add_section(name, function(tools, options))
    record.about["load_average"] = load_average()
    if options.smoke:
        rounds.check(record)
        search.smoke(tools)
        print(service.smoke(tools))
    return record


def smoke(options):
    print(report(measure(options)))


def publish(record, name):
    results = HERE / "results"
    record.write(results / f"{name}.json")
    write(report(record), name)


def write(text, name):
    print(text)
    path = HERE / "results" / f"{name}.md"
    path.write_text(text)
    say(f"written to {path.relative_to(ROOT)}")
