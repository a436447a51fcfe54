"""The options of `Benchmarks/run`, and what they lead to."""

import argparse
import datetime
import fcntl
import pathlib
import shlex
import signal
import sys
import tempfile

from bench import DATA, HERE, check, further, odd, roost, rounds, say, search, service, store
from bench.charts import charts
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
    _lock = alone()
    if options.search:
        write(search.measure(), f"{today}-search")
    elif options.service:
        write(service.measure(Tools(options), options.rounds), f"{today}-service")
    elif options.smoke:
        smoke(options)
    elif options.report:
        publish(Record.read(options.report), options.report.parent, options.report.stem)
    elif options.check:
        base = check.committed(options.against)  # Before minutes are spent.
        sys.exit(check.compare(measure(options), base))
    else:
        is_whole = not (options.quick or options.only or options.targets) and options.rounds >= 3
        publish(measure(options), HERE / "results" if is_whole else HERE / ".build" / "results", f"{today}-bench")


def alone():
    """A lock that lasts as long as what is returned: two runs would measure each other, and share their files."""
    DATA.mkdir(parents=True, exist_ok=True)
    lock = open(DATA / "lock", "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit("bench: another benchmark is running in this folder")
    return lock


def parse():
    parser = argparse.ArgumentParser(description="Measures Roost beside other servers; Benchmarks/README.md says how.")
    parser.add_argument("--quick", action="store_true", help="one short round with the fastest: under five minutes")
    parser.add_argument("--smoke", action="store_true", help="a few seconds with 20 clients, unpinned: does it work?")
    parser.add_argument("--check", action="store_true", help="is Roost dearer than in the committed figures?")
    parser.add_argument("--against", type=pathlib.Path, metavar="JSON", help="of --check: figures to compare with")
    parser.add_argument("--report", type=pathlib.Path, metavar="JSON", help="only makes their page and charts anew")
    parser.add_argument("--only", help="scenarios and further measurements, such as A,C")
    parser.add_argument("--targets", help=f"of {','.join(t.name for t in TARGETS + ALSO)}")
    parser.add_argument("--rounds", type=int, help="rounds; the table shows medians (3)")
    parser.add_argument("--seconds", type=float, help="measured time of each run (10)")
    parser.add_argument("--yes", action="store_true", help="install missing servers without asking")
    parser.add_argument("--roost", help="a program to measure instead of building this one")
    parser.add_argument("--search", action="store_true", help="the search index, and nothing else")
    parser.add_argument("--service", action="store_true", help="the whole server with a million messages, and nothing else")
    options = parser.parse_args()
    if options.check:
        options.quick = True
        options.rounds = options.rounds or check.ROUNDS
        options.only, options.targets = options.only or check.SCENARIOS, options.targets or check.TARGETS
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
        "command": command(options), "rounds": options.rounds, "seconds": options.seconds,
        "messages": town.messages, "smoke": options.smoke}, scenarios, asked)
    if scenarios:
        rounds.measure(tools, options, scenarios, asked, store.prefill(tools, town), record)
    for name, function in further.MEASUREMENTS.items():
        if wanted(options, name):
            say(name)
            record.add_section(name, function(tools, options))
    record.about["load_average"] = load_average()
    if options.smoke:
        rounds.check(record)
        odd.check(tools)
        search.smoke(tools)
        print(service.smoke(tools))
    return record


def command(options):
    """As it was given, but for where things lie on this machine."""
    words = [pathlib.Path(word).name if word == options.roost else word for word in sys.argv[1:]]
    return shlex.join(["Benchmarks/run", *words])


def smoke(options):
    record = measure(options)
    check.try_out(record)
    with tempfile.TemporaryDirectory() as folder:
        publish(record, pathlib.Path(folder), "smoke")


def publish(record, folder, name):
    """The figures, the pictures and the page."""
    folder.mkdir(parents=True, exist_ok=True)
    record.write(folder / f"{name}.json")
    pictures = []
    for kind, title, picture in charts(record):
        (folder / f"{name}-{kind}.svg").write_text(picture)
        pictures.append((title, f"{name}-{kind}.svg"))
    write(report(record, pictures), name, folder)


def write(text, name, folder=HERE / "results"):
    print(text)
    path = folder / f"{name}.md"
    path.write_text(text)
    say(f"written to {path}")
