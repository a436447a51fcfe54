// Every pair of text and ground that the page uses, by day and by night: WCAG 2.2 AA.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const css = readFileSync(new URL("../roost.css", import.meta.url), "utf8");

/** Names to what stands behind them, of the first block of values and of the meanings. */
const tokens = new Map();
for (const [, name, value] of css.replace(/@media \(prefers-contrast[\s\S]*?\n {2}\}\n/, "").matchAll(/^\s+(--[\w-]+): (.+);$/gm)) {
  if (!tokens.has(name)) tokens.set(name, value);
}

/** [red, green, blue], linear, of a token in a theme. */
function colour(name, theme) {
  let value = tokens.get(name);
  for (let deep = 0; value?.startsWith("var(") && deep < 5; deep++) value = tokens.get(value.slice(4, -1));
  const pair = value?.match(/^light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)$/);
  assert.ok(pair, `${name} is no pair of colours: ${value}`);
  const [l, c, h] = pair[theme === "light" ? 1 : 2].split(" ").map(parseFloat);
  return linear(l / 100, c, (h * Math.PI) / 180);
}

/** Björn Ottosson's Oklab, to linear sRGB. */
function linear(lightness, chroma, hue) {
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((value) => Math.min(1, Math.max(0, value)));
}

const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(one, other, theme) {
  const [high, low] = [luminance(colour(one, theme)), luminance(colour(other, theme))].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["--ground", "--ground-side", "--ground-raised", "--ground-hover", "--ground-chosen", "--ground-mark", "--ground-wrong"];
const texts = [
  ...["--text", "--text-quiet"].flatMap((text) => grounds.map((ground) => [text, ground])),
  ["--text", "--ground-pressed"],
  ...["--accent", "--accent-strong"].flatMap((text) => ["--ground", "--ground-side", "--ground-raised", "--ground-hover", "--ground-chosen"].map((ground) => [text, ground])),
  ...["--wrong", "--right", "--warn"].flatMap((text) => ["--ground", "--ground-side", "--ground-raised"].map((ground) => [text, ground])),
  ["--wrong", "--ground-hover"],
  ["--wrong", "--ground-wrong"],
  ["--on-accent", "--accent"],
  ["--on-accent", "--accent-strong"],
  ["--on-wrong", "--wrong"],
  ["--on-wrong", "--wrong-strong"],
  ["--ground", "--text"],
  ...Array.from({ length: 8 }, (_, hue) => ["--hue-ink", `--hue-${hue}`]),
];
/** Edges of fields and marks that mean something. */
const shapes = [
  ...["--edge-field", "--accent", "--present", "--away", "--busy"].flatMap((shape) => ["--ground", "--ground-side"].map((ground) => [shape, ground])),
];

for (const theme of ["light", "dark"]) {
  for (const [list, least, what] of [[texts, 4.5, "text"], [shapes, 3, "shapes"]]) {
    test(`${what} can be told from the ground in the ${theme} theme`, () => {
      const poor = list
        .map(([one, other]) => [one, other, contrast(one, other, theme)])
        .filter(([, , ratio]) => ratio < least)
        .map(([one, other, ratio]) => `${one} on ${other}: ${ratio.toFixed(2)}`);
      assert.deepEqual(poor, []);
    });
  }
}

test("Styles use the tokens and no colours of their own", async () => {
  const { readdirSync } = await import("node:fs");
  const folder = new URL("../styles/", import.meta.url);
  const raw = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch)a?\(/i;
  const found = [];
  for (const name of readdirSync(folder)) {
    const text = readFileSync(new URL(name, folder), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    for (const line of text.split("\n")) if (raw.test(line.replace(/^[^:]*:/, ":").replace(/color-mix\(in oklch,/, ""))) found.push(`${name}: ${line.trim()}`);
  }
  assert.deepEqual(found, []);
});
