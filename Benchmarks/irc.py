"""Roost's IRC door beside InspIRCd and ngircd, in turns: `Benchmarks/run --irc`."""

import dataclasses
import datetime
import os
import statistics
import subprocess

import servers  # Beside this file.

TAGS = ["--capabilities", "message-tags,server-time,echo-message"]
# A room of 5,000 takes both minutes to fill: each who joins is told to all. Smaller ones flatter them, if anything.
IDLE_IN_SMALL_ROOMS = "--first-room 3 --rooms 250 --people 20 --idle --seconds 3".split()
ROOST_READY = r"By IRC:\s*127\.0\.0\.1:(\d+)"


@dataclasses.dataclass
class Target:
    name: str
    """As in the tables."""
    load: list
    """For `load`."""
    program: str
    beside: str = ""
    """The target that it is compared with."""


TARGETS = [
    Target("floor", ["floor"], "floor"),
    # It lets people in once a second.
    Target("InspIRCd", ["irc", "--open-at-once", "1000"], "inspircd"),
    # Its backlog is 10.
    Target("ngircd", ["irc", "--open-at-once", "8"], "ngircd"),
    Target("Roost", ["irc", "--known"], "roost", beside="InspIRCd"),
    Target("InspIRCd, tags", ["irc", "--open-at-once", "1000", *TAGS], "inspircd"),
    Target("Roost, tags", ["irc", "--known", *TAGS], "roost", beside="InspIRCd, tags"),
]


def measure(bench, options):
    """Everything, as a page."""
    servers.install(options.yes)
    tools = bench.Tools(options)
    scenarios = [s for s in bench.SCENARIOS if not s.floor and (not options.only or s.name in options.only.split(","))]
    targets = [t for t in TARGETS if not options.targets or t.program in options.targets.split(",")]
    filled = bench.prefill(tools, bench.TOWN)
    measured = rounds(bench, tools, options, scenarios, targets, filled)
    return Report(bench, options, scenarios, targets, measured).text()


def smoke(bench, tools, options, filled):
    """A moment with Roost alone; ends with an error unless everything arrived."""
    targets = [t for t in TARGETS if t.program == "roost"]
    bench.check(rounds(bench, tools, options, bench.SMALL_SCENARIOS, targets, filled))


def rounds(bench, tools, options, scenarios, targets, filled):
    measured = {}
    for number in range(options.rounds):
        for scenario in scenarios:
            # Whoever goes first has it no better in the long run.
            for target in targets if number % 2 == 0 else reversed(targets):
                bench.say(f"round {number + 1} of {options.rounds}: {scenario.name}, {target.name}")
                asked, idle = scenario, "--idle" in scenario.load
                if idle and "--capabilities" in target.load:
                    continue  # What a connection holds is the same.
                if idle and target.program in ("inspircd", "ngircd"):
                    asked = dataclasses.replace(scenario, load=IDLE_IN_SMALL_ROOMS)
                with server(bench, tools, target.program, filled) as running:
                    result = bench.load(tools, options, asked, running, *target.load)
                measured.setdefault((scenario.name, target.name), []).append(result)
    return measured


def server(bench, tools, program, filled):
    folder = bench.DATA / program
    match program:
        case "inspircd":
            return servers.InspIRCd(folder, tools.server_cores)
        case "ngircd":
            return servers.Ngircd(folder, tools.server_cores)
        case "floor":
            return bench.Server([tools["floor"], "--port", "0"], tools.server_cores)
    command = [tools.roost, "serve", *bench.SERVE, "--data", bench.fresh_copy(filled), "--loops", "1",
               "--irc", "127.0.0.1:0"]
    return bench.Server(command, tools.server_cores, ready=ROOST_READY)


def version(program):
    said = subprocess.run([servers.program(program), "--version"], capture_output=True, text=True).stdout
    return said.split("\n")[0].split("+")[0].replace("-debian", "")


class Report:
    def __init__(self, bench, options, scenarios, targets, measured):
        self.bench, self.options, self.scenarios = bench, options, scenarios
        self.targets, self.measured = targets, measured

    def text(self):
        head = f"""# IRC beside other servers, {datetime.date.today()}

{self.bench.machine()}. Roost {self.bench.commit()}, `Benchmarks/run --irc`; {version("inspircd")}, {version("ngircd")}.
{self.options.rounds} rounds of {self.options.seconds:g} s, in turns; medians, in brackets the smallest and the largest.
Roost's store held {self.bench.TOWN.messages:,} messages, and every message was durable before anybody read it; the other servers
keep nothing. Texts of 100 bytes. *Tags*: clients with message-tags, server-time and echo-message; else they ask for nothing.
Load average at the end: {os.getloadavg()[0]:.1f}.
"""
        return "\n".join(part for part in [head, self.cost(), self.latency(), self.memory(), self.promises()] if part)

    def rows(self, kind, figures):
        """A row for each scenario of the kind and each target; the scenario is named in the first."""
        rows = []
        for scenario in self.scenarios:
            if kind != ("idle" if "--idle" in scenario.load else "rate" if "--rate" in scenario.load else "speed"):
                continue
            for target in self.targets:
                if results := self.measured.get((scenario.name, target.name)):
                    title = f"{scenario.name}: {scenario.title}" if target is self.targets[0] else ""
                    rows.append([title, target.name, *figures(scenario, target, results)])
        return rows

    def compared(self, scenario, target, figure):
        """The ratio to the target beside it."""
        other = self.measured.get((scenario.name, target.beside))
        if not other:
            return ""
        own = self.measured[scenario.name, target.name]
        return f"{statistics.median(map(figure, own)) / statistics.median(map(figure, other)):.2f}"

    def cost(self):
        bench = self.bench

        def figures(scenario, target, results):
            return [
                bench.spread([bench.cpu(r) for r in results], "{:.0f}"),
                self.compared(scenario, target, bench.cpu),
                bench.spread([r["deliveries"] / r["seconds"] / 1000 for r in results], "{:.0f}"),
                bench.spread([r["deliveries"] / max(1, r["reads"]) for r in results], "{:.1f}"),
                bench.share([r["server_cpu_ns"] / r["seconds"] / 1e9 for r in results]),
                bench.share([r["load_cpu_ns"] / r["seconds"] / 1e9 for r in results])]

        return bench.table("At full speed", [
            "", "", "CPU ns a delivery", "× InspIRCd", "deliveries/s, thousands", "deliveries a read", "server CPU",
            "load CPU"], self.rows("speed", figures))

    def latency(self):
        bench = self.bench

        def figures(scenario, target, results):
            return [
                bench.spread([bench.cpu(r) for r in results], "{:.0f}"),
                self.compared(scenario, target, bench.cpu),
                *(bench.spread([r["latency_ns"][name] / 1e6 for r in results], "{:.2f}")
                  for name in ["p50", "p99", "p999"])]

        return bench.table("At 50 messages a second: milliseconds from sending to reading", [
            "", "", "CPU ns a delivery", "× InspIRCd", "p50", "p99", "p99.9"], self.rows("rate", figures))

    def memory(self):
        bench = self.bench

        def figures(scenario, target, results):
            return [bench.spread([bench.grown(r, kind) for r in results], "{:.2f}")
                    for kind in ["resident", "proportional", "anonymous"]]

        return bench.table("Memory: KiB of the process a connection", [
            "", "", "resident", "proportional", "anonymous"], self.rows("idle", figures))

    def promises(self):
        rows = []
        for target in self.targets:
            results = [r for (_, name), rs in self.measured.items() if name == target.name for r in rs]
            rows.append([target.name, f"{sum(r['sent'] for r in results):,}"] + [
                f"{sum(r[name] for r in results):,}" for name in self.bench.COUNTED])
        return self.bench.table("What was promised, in all runs", [
            "", "sent", "lost", "doubled", "out of order", "unacknowledged"], rows)
