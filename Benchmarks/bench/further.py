"""Further measurements of Roost, which go into the same table after the scenarios. They are registered here.

Each is a function `measure(tools, options) -> Section`. `tools` has the programs and cores, `options` what was asked
for: `seconds`, `rounds`, `quick`, `smoke` (a moment, for the tests: raise SystemExit if a promise is broken). Use
`store.prefill` and `store.fresh_copy` for data, `roost.serve` for the server, `load.load` for the load, `tables.table` for
the text.
"""

import dataclasses


@dataclasses.dataclass
class Section:
    text: str
    """Markdown, from its `## Title` on."""
    figures: dict
    """As measured, for the JSON file."""
    goals: list = dataclasses.field(default_factory=list)
    """`goals.Goal`s, shown at the top."""


MEASUREMENTS = {
    # "name for --only": function,
}
