"""A record as a page."""

from bench import goals
from bench.record import coalesced, cpu, deliveries, latency, load_share, memory, server_share
from bench.rounds import COUNTED
from bench.tables import share, spread, table


def report(record, charts=()):
    """`charts` are (title, file) of pictures beside the page."""
    parts = [
        head(record), aims(record), *(f"![{title}]({file})\n" for title, file in charts), fan_out(record),
        latencies(record), memories(record), *(s["text"].strip() + "\n" for s in record.further.values()),
        failures(record), promises(record), servers(record)]
    return "\n".join(part for part in parts if part)


def head(record):
    about = record.about
    rounds = "One round" if about["rounds"] == 1 else f"{about['rounds']} rounds in turns"
    return f"""# Roost beside other servers, {about["date"]}

{about["machine"]}. Roost {about["roost"]}, `{about["command"]}`.
{rounds} of {about["seconds"]:g} s; medians, in brackets the smallest and the largest. Texts of 100 bytes.
Roost's store held {about["messages"]:,} messages. Load average at the end: {about["load_average"]}.
"""


def aims(record):
    rows = [[g.text, g.aim, g.measured, "yes" if g.met else "**no**"] for g in goals.goals(record)]
    return table("Goals", ["", "aim", "measured", "met"], rows, left=1)


def rows(record, scenarios, figures):
    """A row for each scenario and each target; the scenario is named in the first."""
    found = []
    for scenario in scenarios:
        title = f"{scenario['name']}: {scenario['title']}"
        for target in record.targets:
            if record.results(scenario["name"], target["name"]):
                found.append([title, target["title"], *figures(scenario, target["name"])])
                title = ""
    return found


def times(ratio):
    return f"{ratio:.2f}" if ratio is not None else ""


def fan_out(record):
    def figures(scenario, target):
        def values(figure):
            return record.values(scenario["name"], target, figure)
        ratio = record.ratio(scenario["name"], target, cpu, base=scenario["floor"])
        return [spread(values(cpu), "{:,.0f}"), times(ratio) if target != "floor" else "",
                spread(values(lambda r: deliveries(r) / 1000), "{:,.0f}"), spread(values(coalesced), "{:.1f}"),
                share(values(server_share)), share(values(load_share))]

    return table("At full speed", [
        "", "", "CPU ns a delivery", "× floor", "deliveries/s, thousands", "deliveries a read", "server CPU", "load CPU"],
        rows(record, record.of_kind("speed"), figures))


def latencies(record):
    def figures(scenario, target):
        name = scenario["name"]
        return [*(spread(record.values(name, target, latency(p)), "{:.2f}") for p in ["p50", "p99", "p999"]),
                spread(record.values(name, target, cpu), "{:,.0f}"),
                times(record.ratio(name, target, cpu)) if target != "floor" else ""]

    found = rows(record, record.of_kind("rate"), figures)
    for title, name in [("commit of one message", "commit_ns"), ("4 KiB appended, fdatasync", "sync_ns")]:
        if record.disk:
            found.append(["the disk", title] + [
                spread([d[name][p] / 1e6 for d in record.disk], "{:.2f}") for p in ["p50", "p99"]] + ["", "", ""])
    return table("At 50 messages a second: milliseconds from sending to reading", [
        "", "", "p50", "p99", "p99.9", "CPU ns a delivery", "× floor"], found)


def memories(record):
    def figures(scenario, target):
        return [spread(record.values(scenario["name"], target, memory(kind)), "{:.2f}")
                for kind in ["resident", "proportional", "anonymous"]]

    return table("Memory: KiB of the server's processes a connection", ["", "", "resident", "proportional", "anonymous"],
                 rows(record, record.of_kind("idle"), figures))


def failures(record):
    return table("What could not be measured", ["scenario", "server", "why"], [
        [f["scenario"], record.title(f["target"]), f["why"]] for f in record.failures], left=3)


def promises(record):
    found = []
    for target in record.targets:
        results = [r for r in record.runs if r["target"] == target["name"]]
        if results:
            found.append([target["title"], f"{sum(r['sent'] for r in results):,}"] + [
                f"{sum(r[name] for r in results):,}" for name in COUNTED])
    return table("What was promised, in all runs", [
        "", "sent", "lost", "doubled", "out of order", "unacknowledged"], found, left=1)


def servers(record):
    return table("Servers", ["", "version", "protocol", "keeps"], [
        [t["title"], t["version"], t["protocol"], t["keeps"]] for t in record.targets], left=4)
