// The page's Markdown against docs/protocol/markdown.md. Needs Debian's libjs-markdown-it; says so where it is not there.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { markdown } from "../models/markdown.js";

const library = "/usr/share/javascript/markdown-it/markdown-it.js";
const skip = existsSync(library) ? false : "libjs-markdown-it is not installed";
const parser = skip ? null : markdown(createRequire(import.meta.url)(library));

/** The tokens of a text as one line: marks as `<em>`, `</em>`, the rest as it is. */
const told = (text) => flat(parser.parse(text, {})).join("");
const flat = (tokens) =>
  tokens.flatMap((token) => {
    if (token.type === "inline") return flat(token.children);
    if (token.type === "text") return [token.content];
    if (token.type === "softbreak" || token.type === "hardbreak") return ["⏎"];
    if (["code_inline", "fence", "math", "math_block", "address", "call"].includes(token.type))
      return [`[${token.type} ${token.markup === "@" || token.markup === "#" ? token.markup : ""}${token.content}]`];
    const name = token.type.replace(/_(open|close)$/, "");
    if (token.type === "link_open") return [`<link ${token.attrGet("href")}>`];
    if (name === "paragraph") return [];
    return [token.nesting < 0 ? `</${name}>` : `<${name}>`];
  });

const cases = {
  "**a** _b_ ~~c~~ ~d~": "<strong>a</strong> <em>b</em> <s>c</s> ~d~",
  "snake_case_name and 2 * 3": "snake_case_name and 2 * 3",
  "||hidden **too**|| shown": "<spoiler>hidden <strong>too</strong></spoiler> shown",
  "a || b || c": "a || b || c",
  "a\nb": "a⏎b",
  "<b>x</b> &amp; &#65;": "<b>x</b> &amp; &#65;",
  "    four blanks": "four blanks",
  "[a][b]\n\n[b]: https://c.d": "[a][b][b]: [address https://c.d]",
  "see https://a.b/c_d_e?x=1, and (https://e.f/g).": "see [address https://a.b/c_d_e?x=1], and ([address https://e.f/g]).",
  "https://a.b/*c*": "[address https://a.b/*c]*",
  "javascript:alert(1) xhttps://a.b": "javascript:alert(1) xhttps://a.b",
  "[a](javascript:alert)": "[a](javascript:alert)",
  "[a](/v1/session) [b](//c.d) [e](ftp://f.g) <ftp://f.g>": "[a](/v1/session) [b](//c.d) [e](ftp://f.g) <ftp://f.g>",
  "[a](data:text/html,x)": "[a](data:text/html,x)",
  "[a](https://b.c \"title\") <https://d.e> <f@g.hi>":
    "<link https://b.c>a</link> <link https://d.e>https://d.e</link> <link mailto:f@g.hi>f@g.hi</link>",
  "@ada, _@ben_ \\@cleo d@e.fg @h@i.jk `@l` #garden": "[call @ada], <em>[call @ben]</em> @cleo d@e.fg @h@i.jk [code_inline @l] [call #garden]",
  "```swift\nlet a = 1\n```": "[fence let a = 1\n]",
  "costs $5 and $6, but $x^2$ and $$y$$": "costs $5 and $6, but [math x^2] and [math y]",
  "$$\n\\frac12\n$$": "[math_block \\frac12]",
  "> quoted\noutside": "<blockquote>quoted</blockquote>outside",
};

for (const [text, expected] of Object.entries(cases)) {
  test(`Markdown: ${JSON.stringify(text)}`, { skip }, () => assert.equal(told(text), expected));
}

test("No word is lost, however deep it stands", { skip }, () => {
  for (const text of ["> ".repeat(80) + "deep", "- ".repeat(50) + "deep", "**_".repeat(40) + "deep"]) assert.match(told(text), /deep/);
});

test("What is nested deeply, and what is long, ends soon", { skip }, () => {
  const begun = performance.now();
  for (const text of ["> ".repeat(5000) + "x", "- ".repeat(5000) + "x", "[".repeat(16000), "*a_ ".repeat(4000), "||a".repeat(5000), "$a".repeat(8000), "`a".repeat(8000)]) {
    parser.parse(text, {});
  }
  assert.ok(performance.now() - begun < 5000, `took ${performance.now() - begun} ms`);
});
