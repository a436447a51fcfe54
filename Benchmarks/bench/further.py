"""Further measurements of Roost, which go into the same table after the scenarios. They are registered here.

Each is a function `measure(tools, options) -> Section`. `tools` has the programs and cores, `options` what was asked
for: `seconds`, `rounds`, `quick`, `smoke` (a moment, for the tests: raise SystemExit if a promise is broken). Use
`store.prefill` and `store.fresh_copy` for data, `roost.serve` for the server, `load.load` for the load, `tables.table` for
the text.
"""

from bench import loops, storm

MEASUREMENTS = {
    # "name for --only": function,
    "loops": loops.measure,
    "storm": storm.measure,
}
