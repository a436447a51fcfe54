"""Figures as Markdown."""

import statistics


def spread(values, form):
    """The median, and in brackets the smallest and the largest."""
    middle = form.format(statistics.median(values))
    if len(values) == 1:
        return middle
    return f"{middle} ({form.format(min(values))}–{form.format(max(values))})"


def share(values):
    return f"{100 * statistics.median(values):.0f} %"


def table(title, head, rows, left=2):
    """Empty without rows. The first `left` columns are set to the left."""
    if not rows:
        return ""
    lines = [head, ["---"] * left + ["---:"] * (len(head) - left)] + rows
    return f"## {title}\n\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
