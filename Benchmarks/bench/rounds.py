"""Runs in turns."""

from bench import say, store
from bench.load import load
from bench.program import GaveUp

# For everybody to come in, and for a whole run.
PATIENCE = {"own": (300, 900), "peer": (180, 420)}


def measure(tools, options, scenarios, targets, filled, record):
    """Puts each run into the record, and what a peer could not do."""
    for number in range(options.rounds):
        for scenario in scenarios:
            # Whoever goes first has it no better in the long run.
            for target in targets if number % 2 == 0 else reversed(targets):
                if not target.takes(scenario) or record.could_not(scenario.name, target.name):
                    continue
                say(f"round {number + 1} of {options.rounds}: {scenario.name}, {target.title}")
                try:
                    result = run(tools, options, scenario, target, filled)
                    record.add(scenario.name, target.name, result)
                except GaveUp as failure:
                    if target.is_own:
                        raise SystemExit(f"bench: {scenario.name} against {target.title}: {failure}") from None
                    say(str(failure))
                    record.add_failure(scenario.name, target.name, str(failure))
            if scenario.kind == "rate":
                record.disk.append(store.probe(tools, filled))


def run(tools, options, scenario, target, filled):
    come_in, all_done = PATIENCE["own" if target.is_own else "peer"]
    arguments = [*target.load, *target.arguments(scenario), "--open-within", come_in]
    if scenario.kind != "idle":
        arguments += ["--seconds", options.seconds, "--warm-up", options.warm_up]
    with target.start(tools, scenario, filled) as server:
        return load(tools, server, arguments, timeout=all_done)


def check(record):
    """Ends with an error unless everything arrived, once and in order."""
    for run in record.runs:
        wrong = {name: run[name] for name in COUNTED if run[name]}
        silent = record.kind(run["scenario"]) != "idle" and not run["whole"]["deliveries"]
        if wrong or silent:
            raise SystemExit(f"bench: {run['scenario']} against {run['target']}: {wrong or 'nothing was delivered'}")
    say("everything arrived, once and in order")


COUNTED = ["lost", "doubled", "out_of_order", "unacknowledged"]
