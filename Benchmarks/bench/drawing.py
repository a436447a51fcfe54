"""Pictures as SVG, readable on light and on dark ground."""

import math
from xml.sax.saxutils import escape

STYLE = """
text { font: 13px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328; }
.title { font-size: 16px; font-weight: 600; } .heading { font-weight: 600; } .quiet { fill: #59636e; font-size: 12px; }
.ground { fill: #ffffff; } .grid { stroke: #d8dee4; } .axis { stroke: #8c959f; }
.own { fill: #0b6bcb; } .other { fill: #8c99a8; } .ring { fill: #ffffff; stroke-width: 2; }
.own-line { stroke: #0b6bcb; stroke-width: 2; } .other-line { stroke: #8c99a8; stroke-width: 2; }
.mark { stroke: #b35900; stroke-width: 1.5; stroke-dasharray: 5 3; }
.value { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; } .quiet { fill: #9da7b1; } .ground { fill: #0d1117; } .grid { stroke: #2c333b; }
.axis { stroke: #6e7681; } .own { fill: #4493f8; } .other { fill: #768390; } .ring { fill: #0d1117; }
.own-line { stroke: #4493f8; } .other-line { stroke: #768390; } .mark { stroke: #e0823d; }
.value { stroke: #0d1117; }
}
"""


class Drawing:
    """Coordinates are pixels from the upper left; `kind` names classes of the style above."""

    def __init__(self, width, title, description):
        self.width, self.title, self.description, self.parts = width, title, description, []

    def text(self, x, y, text, kind="", anchor="start"):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(text)}</text>')

    def box(self, x, y, width, height, kind):
        self.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" class="{kind}" rx="2"/>')

    def line(self, x1, y1, x2, y2, kind):
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>')

    def dot(self, x, y, radius, kind):
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" class="{kind}"/>')

    def svg(self, height):
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {height}" width="{self.width}"'
            f' height="{height}" role="img">',
            f"<title>{escape(self.title)}</title>", f"<desc>{escape(self.description)}</desc>", f"<style>{STYLE}</style>",
            f'<rect width="{self.width}" height="{height}" class="ground"/>', *self.parts, "</svg>"]
        return "\n".join(lines) + "\n"


class Scale:
    """Values from above 0 on a logarithmic axis between two places; it begins and ends with powers of ten."""

    def __init__(self, values, left, right):
        self.low = math.floor(math.log10(min(values) * 0.9))
        self.high = max(math.ceil(math.log10(max(values))), self.low + 1)
        self.left, self.right = left, right

    def place(self, value):
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.left + min(1, max(0, share)) * (self.right - self.left)

    def ticks(self):
        return [10.0 ** power for power in range(self.low, self.high + 1)]
