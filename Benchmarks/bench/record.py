"""Everything that a run of the benchmark measured: what goes into the JSON file, and what tables and charts are made of."""

import dataclasses
import json
import statistics


class Record:
    """`about`, `scenarios` and `targets` describe; `runs` are what `load` printed, each with its scenario and target."""

    def __init__(self, fields):
        self.fields = fields
        self.about, self.runs, self.disk = fields["about"], fields["runs"], fields["disk"]
        self.scenarios, self.targets = fields["scenarios"], fields["targets"]
        self.failures, self.further = fields["failures"], fields["further"]

    @classmethod
    def begin(cls, about, scenarios, targets):
        return cls({
            "about": about,
            "scenarios": [{"name": s.name, "title": s.title, "kind": s.kind, "floor": s.floor} for s in scenarios],
            "targets": [{"name": t.name, "title": t.title, "protocol": t.protocol, "keeps": t.keeps,
                         "version": t.version()} for t in targets],
            "runs": [], "failures": [], "disk": [], "further": {}})

    @classmethod
    def read(cls, path):
        try:
            return cls(json.loads(path.read_text()))
        except (OSError, ValueError, KeyError, TypeError) as wrong:
            raise SystemExit(f"bench: {path} has no figures: {wrong!r}") from None

    def write(self, path):
        path.write_text(json.dumps(self.fields, indent=1, ensure_ascii=False) + "\n")

    def add(self, scenario, target, result):
        # Which target it was, not which dialect was spoken.
        self.runs.append({**result, "scenario": scenario, "target": target})

    def add_failure(self, scenario, target, why):
        self.failures.append({"scenario": scenario, "target": target, "why": why})

    def add_section(self, name, section):
        self.further[name] = dataclasses.asdict(section)

    def could_not(self, scenario, target):
        return any(f["scenario"] == scenario and f["target"] == target for f in self.failures)

    def kind(self, scenario):
        return next(s["kind"] for s in self.scenarios if s["name"] == scenario)

    def of_kind(self, kind):
        return [s for s in self.scenarios if s["kind"] == kind]

    def title(self, target):
        return next((t["title"] for t in self.targets if t["name"] == target), target)

    def results(self, scenario, target):
        return [r for r in self.runs if r["scenario"] == scenario and r["target"] == target]

    def values(self, scenario, target, figure):
        return [figure(r) for r in self.results(scenario, target)]

    def median(self, scenario, target, figure):
        """Nothing where it was not measured."""
        values = self.values(scenario, target, figure)
        return statistics.median(values) if values else None

    def ratio(self, scenario, target, figure, beside="floor", base=""):
        """Of the medians; `base` is the other's scenario, if it is another."""
        own, other = self.median(scenario, target, figure), self.median(base or scenario, beside, figure)
        return own / other if own is not None and other else None


# Figures of one run, from the first send until the last message was read: a slow server has much under way when the
# others stop, and what it did for that must not be counted without what came of it.

def cpu(run):
    """Nanoseconds of all threads of the server for a delivery."""
    return run["whole"]["server_cpu_ns"] / max(1, run["whole"]["deliveries"])


def deliveries(run):
    """A second."""
    return run["whole"]["deliveries"] / run["whole"]["seconds"]


def coalesced(run):
    """Deliveries a read."""
    return run["whole"]["deliveries"] / max(1, run["whole"]["reads"])


def server_share(run):
    """Of one core."""
    return run["whole"]["server_cpu_ns"] / run["whole"]["seconds"] / 1e9


def load_share(run):
    return run["whole"]["load_cpu_ns"] / run["whole"]["seconds"] / 1e9


def latency(name):
    """Milliseconds, by the name of the percentile."""
    return lambda run: run["latency_ns"][name] / 1e6


def memory(kind="resident"):
    """KiB that the server grew by a connection."""
    def figure(run):
        before, after = run["memory_kib"][kind]
        return (after - before) / run["connections"]
    return figure
