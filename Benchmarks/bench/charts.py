"""What a record looks like: CPU a delivery, latency and memory, one picture each."""

from bench.drawing import Drawing, Scale
from bench.goals import SMALL
from bench.record import cpu, latency, memory

WIDTH, LEFT, RIGHT, STEP = 760, 150, 640, 26
PERCENTILES = ["p50", "p99", "p999"]


def charts(record):
    """(name, title, SVG) of each for which there are figures."""
    for name, title, draw in [("cpu", "CPU a delivery", costs), ("latency", "From sending to reading", latencies),
                              ("memory", "Memory a connection", memories)]:
        if picture := draw(record, title):
            yield name, title, picture


def costs(record, title):
    drawing = Drawing(WIDTH, title, "Bars for the CPU time of each server, with the floor as a line.")
    found = {s["name"]: rows(record, s["name"], lambda r: cpu(r) / 1000) for s in record.of_kind("speed") if not s["floor"]}
    found = {name: bars for name, bars in found.items() if bars}
    if not found:
        return None
    scale = Scale([value for bars in found.values() for _, _, value in bars], LEFT, RIGHT)
    y = heading(drawing, title, "µs of all the server's threads for each message that a reader got; less is better;"
                " dashed: the floor; logarithmic")
    for scenario in record.of_kind("speed"):
        if bars := found.get(scenario["name"]):
            drawing.text(16, y + 12, f"{scenario['name']}: {scenario['title']}", "heading")
            y = panel(drawing, y + 24, bars, scale, "µs", mark=dict_of(bars).get("floor")) + 20
    return drawing.svg(int(y))


def memories(record, title):
    bars = [b for s in record.of_kind("idle") for b in rows(record, s["name"], memory())]
    if not bars:
        return None
    drawing = Drawing(WIDTH, title, "Bars for the memory of each server.")
    y = heading(drawing, title, f"KiB that the server's processes grew by for each of {record.of_kind('idle')[0]['title']};"
                f" dashed: Roost's aim, {SMALL} KiB; logarithmic")
    scale = Scale([value for _, _, value in bars], LEFT, RIGHT)
    return drawing.svg(int(panel(drawing, y, bars, scale, "KiB", mark=SMALL) + 20))


def latencies(record, title):
    name = next((s["name"] for s in record.of_kind("rate")), "")
    points = {p: dict_of(rows(record, name, latency(p))) for p in PERCENTILES}
    lines = rows(record, name, latency("p99"))
    if not lines:
        return None
    drawing = Drawing(WIDTH, title, "The middle, the 99th and the 99.9th percentile for each server.")
    y = heading(drawing, title, f"Milliseconds, {record.of_kind('rate')[0]['title']}; less is better; logarithmic")
    drawing.dot(LEFT + 5, y, 5, "other")
    drawing.text(LEFT + 16, y + 4, "p50", "quiet")
    drawing.dot(LEFT + 65, y, 5, "ring other-line")
    drawing.text(LEFT + 76, y + 4, "p99", "quiet")
    drawing.line(LEFT + 125, y - 7, LEFT + 125, y + 7, "other-line")
    drawing.text(LEFT + 134, y + 4, "p99.9", "quiet")
    y += 20
    scale = Scale([value for values in points.values() for value in values.values()], LEFT, RIGHT - 60)
    axis(drawing, scale, y, y + STEP * len(lines), "")
    for target, server, _ in lines:
        kind, middle = shade(target), y + STEP / 2
        places = [scale.place(points[p][target]) for p in PERCENTILES]
        drawing.text(LEFT - 10, middle + 4, server, anchor="end")
        drawing.line(places[0], middle, places[2], middle, f"{kind}-line")
        drawing.line(places[2], middle - 7, places[2], middle + 7, f"{kind}-line")
        drawing.dot(places[1], middle, 5, f"ring {kind}-line")
        drawing.dot(places[0], middle, 5, kind)
        drawing.text(WIDTH - 16, middle + 4, " / ".join(short(points[p][target]) for p in PERCENTILES), "quiet", "end")
        y += STEP
    return drawing.svg(int(y + 36))


def rows(record, scenario, figure):
    """(target, title, median), the least first; what is not above 0 has no place on the axis."""
    found = [(t["name"], t["title"], record.median(scenario, t["name"], figure)) for t in record.targets]
    return sorted((row for row in found if row[2] and row[2] > 0), key=lambda row: row[2])


def dict_of(bars):
    return {target: value for target, _, value in bars}


def shade(target):
    return "own" if target.startswith("roost") else "other"


def heading(drawing, title, what):
    drawing.text(16, 28, title, "title")
    drawing.text(16, 48, what, "quiet")
    return 68


def short(value):
    """Three figures, in plain digits."""
    return f"{float(f'{value:.3g}'):,.10g}"


def axis(drawing, scale, top, bottom, unit):
    for value in scale.ticks():
        x = scale.place(value)
        drawing.line(x, top, x, bottom, "grid")
        drawing.text(x, bottom + 16, f"{short(value)} {unit}".strip(), "quiet", "middle")


def panel(drawing, y, bars, scale, unit, mark):
    """One bar a row, and a line across them all. Returns where it ends."""
    bottom = y + STEP * len(bars)
    axis(drawing, scale, y, bottom, unit)
    for row, (target, server, value) in enumerate(bars):
        middle = y + row * STEP + STEP / 2
        drawing.text(LEFT - 10, middle + 4, server, anchor="end")
        drawing.box(LEFT, middle - 8, max(1, scale.place(value) - LEFT), 16, shade(target))
    if mark:
        drawing.line(scale.place(mark), y - 4, scale.place(mark), bottom, "mark")
    for row, (_, _, value) in enumerate(bars):
        drawing.text(scale.place(value) + 6, y + row * STEP + STEP / 2 + 4, f"{short(value)} {unit}", "quiet value")
    return bottom + 24
