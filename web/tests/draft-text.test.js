import assert from "node:assert/strict";
import { test } from "node:test";

import { byteCount, isAddress, marked, newLine, pastedLink, sendable } from "../models/draft-text.js";

/** "a [b] c" with the selection in brackets, or "|" for a caret, both ways. */
function read(shown) {
  const caret = shown.indexOf("|");
  if (caret >= 0) return { text: shown.replace("|", ""), start: caret, end: caret };
  const start = shown.indexOf("[");
  return { text: shown.replace("[", "").replace("]", ""), start, end: shown.indexOf("]") - 1 };
}

function apply({ text }, change) {
  const after = text.slice(0, change.start) + change.text + text.slice(change.end);
  if (change.from === change.to) return `${after.slice(0, change.from)}|${after.slice(change.from)}`;
  return `${after.slice(0, change.from)}[${after.slice(change.from, change.to)}]${after.slice(change.to)}`;
}

const mark = (what, shown) => {
  const { text, start, end } = read(shown);
  return apply({ text }, marked(what, text, start, end));
};

test("Bytes are those of UTF-8", () => {
  assert.equal(byteCount("aä€😀"), 1 + 2 + 3 + 4);
  assert.equal(byteCount(""), 0);
});

test("A mark is set and taken back, from inside and from outside", () => {
  assert.equal(mark("bold", "a [b] c"), "a **[b]** c");
  assert.equal(mark("bold", "a **[b]** c"), "a [b] c");
  assert.equal(mark("bold", "a [**b**] c"), "a [b] c");
  assert.equal(mark("bold", "a |"), "a **|**");
  assert.equal(mark("bold", "a **|**"), "a |");
  assert.equal(mark("code", "x [y]"), "x `[y]`");
});

test("Marks go around words, not around blanks", () => {
  assert.equal(mark("bold", "a[ b ]c"), "a **[b]** c");
});

test("Emphasis within a word uses stars, which work there", () => {
  assert.equal(mark("italic", "a [b] c"), "a _[b]_ c");
  assert.equal(mark("italic", "un[believ]able"), "un*[believ]*able");
});

test("Code over several lines is fenced, longer than any fence inside", () => {
  assert.equal(mark("code", "[a\nb]"), "```\n[a\nb]\n```");
  assert.equal(mark("code", "[```\nb]"), "````\n[```\nb]\n````");
});

test("Quotes and lists take whole lines, and go again", () => {
  assert.equal(mark("quote", "a\nb[c\nd]e\nf"), "a\n[> bc\n> de]\nf");
  assert.equal(mark("quote", "[> a\n> b]"), "[a\nb]");
  assert.equal(mark("list", "|"), "- |");
});

test("A link waits for what is missing", () => {
  const { text, start, end } = { text: "see here now", start: 4, end: 8 };
  const change = marked("link", text, start, end);
  assert.equal(change.text, "[here]()");
  assert.equal(change.from, 4 + "[here](".length);
  assert.deepEqual(marked("link", "https://a.b", 0, 11), { start: 0, end: 11, text: "[](https://a.b)", from: 1, to: 1 });
});

test("An address that is pasted over words makes a link of them", () => {
  assert.equal(pastedLink("https://a.b/c", "see here", 4, 8).text, "[here](https://a.b/c)");
  assert.equal(pastedLink(" https://a.b/(c)\n", "x", 0, 1).text, "[x](https://a.b/%28c%29)");
  assert.equal(pastedLink("https://a.b", "a]b", 0, 3).text, "[a\\]b](https://a.b)");
  for (const pasted of ["hello", "https://a.b and more", "javascript:alert(1)", "https://"]) assert.equal(pastedLink(pasted, "x", 0, 1), null, pasted);
  assert.equal(pastedLink("https://a.b", "nothing selected", 3, 3), null);
  assert.equal(pastedLink("https://a.b", "https://c.d", 0, 11), null, "another address is replaced");
  assert.equal(isAddress("https://a.b"), true);
});

test("Lists and quotes go on in the next line, and end when they are empty", () => {
  const enter = (shown) => {
    const { text, start, end } = read(shown);
    return apply({ text }, newLine(text, start, end));
  };
  assert.equal(enter("a|"), "a\n|");
  assert.equal(enter("- a|"), "- a\n- |");
  assert.equal(enter("  9. a|b"), "  9. a\n  10. |b");
  assert.equal(enter("> a|"), "> a\n> |");
  assert.equal(enter("- a\n- |"), "- a\n|");
});

test("What is sent has no controls, no blank ends, and keeps its indentation", () => {
  assert.equal(sendable("\n\n  a\u0000\u001b[0m\r\nb\t \n\n"), "  a[0m\nb");
  assert.equal(sendable(" \n\t"), "");
  const wide = `a${" ".repeat(200_000)}b`;
  const before = performance.now();
  assert.equal(sendable(wide), wide);
  assert.ok(performance.now() - before < 2000, "in time proportional to the length");
});
