"""What a further measurement puts into the page."""

import dataclasses


@dataclasses.dataclass
class Section:
    text: str
    """Markdown, from its `## Title` on."""
    figures: dict
    """As measured, for the JSON file."""
    goals: list = dataclasses.field(default_factory=list)
    """`goals.Goal`s, shown at the top."""
