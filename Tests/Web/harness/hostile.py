"""What people with too much time send to others."""

RUNS = "window.broken = true"
ZALGO = "e" + "\u0301\u0316\u0334\u033f\u035c" * 2000
MESSAGES = {
    "a script": f"<script>{RUNS}</script>",
    "a picture": f"<img src=x onerror='{RUNS}'>",
    "a frame": f"<iframe srcdoc=\"<script>parent.{RUNS}</script>\"></iframe>",
    "a drawing": f"<svg onload='{RUNS}'><use href='data:image/svg+xml,x'/></svg>",
    "a link that runs": f"[free cake](javascript:{RUNS})",
    "a link that hides that it runs": f"[free cake](java\tscript:{RUNS}) <JaVaScRiPt:{RUNS}> [b](data:text/html,<script>{RUNS}</script>)",
    "a picture by Markdown": f"![x](javascript:{RUNS}) ![y](https://example.invalid/pixel.png)",
    "a style": "<style>body { display: none }</style>",
    "markup within markup": "**<b onclick='x'>bold</b>** `</code><script>` ```\n</pre><script>x</script>\n```",
    "text that turns around": "\u202egnp.exe\u202c and \u2067more\u2066 \u200f\u202e\u202e\u202e",
    "marks without end": ZALGO,
    "a word without end": "w" * 4000,
    "an address without end": "https://example.org/" + "a" * 3000,
    "lines without end": "\n".join("x" * 3 for _ in range(500)),
    "quotes within quotes": ">" * 200 + " deep",
    "lists within lists": "\n".join(" " * (2 * depth) + "- item" for depth in range(60)),
    "emphasis without end": "*" * 3000 + "a" + "*" * 3000,
    "brackets without end": "[" * 3000 + "x" + "](" * 1000,
    "a wide table": "|" + " head |" * 80 + "\n|" + "-|" * 80 + "\n|" + " cell |" * 80,
    "nothing to see": "\u200b\u200d\u2060\ufeff.",
    "the marks of templates": "{{constructor.constructor('x')()}} ${x} <%= x %> &lt;script&gt;",
}
NAMES = ["<b>Bold</b>", "Ann\u0301\u0301\u0301\u0301\u0301\u0301", "'; DROP TABLE people; --", "W" * 64, "\u05d0\u05d1\u05d2 abc \u0627\u0628"]
