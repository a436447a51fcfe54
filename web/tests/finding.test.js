import assert from "node:assert/strict";
import { test } from "node:test";
import { fit } from "../models/fuzzy.js";
import { handleFrom } from "../models/handle.js";
import { excerpt, pieces } from "../models/matches.js";
import { complete, freeWords, remember, wordAt } from "../models/query.js";

const best = (typed, ...names) =>
  names
    .map((name) => ({ name, score: fit(typed, name) }))
    .filter((one) => one.score !== null)
    .sort((a, b) => b.score - a.score)
    .map((one) => one.name);

test("Letters in their order find, and others do not", () => {
  assert.notEqual(fit("dsrv", "Design review"), null);
  assert.equal(fit("vrsd", "Design review"), null);
  assert.equal(fit("", "anything"), 0);
});

test("A beginning goes before a word's beginning, before the middle, before scattered letters", () => {
  assert.deepEqual(best("re", "Aardvark ere", "Core", "More releases", "Release"), ["Release", "More releases", "Core", "Aardvark ere"]);
});

test("Case and accents do not count, nor does the script", () => {
  assert.equal(fit("cafe", "Le Café"), fit("cafe", "Le Cafe"));
  assert.notEqual(fit("東京", "会議 東京"), null);
  assert.notEqual(fit("دا", "دارا"), null);
});

test("Matches in bytes become pieces of text, whatever the characters", () => {
  assert.deepEqual(pieces("Das Café 東京!", [{ from: 4, to: 9 }, { from: 10, to: 16 }]), [
    { text: "Das ", marked: false },
    { text: "Café", marked: true },
    { text: " ", marked: false },
    { text: "東京", marked: true },
    { text: "!", marked: false },
  ]);
  assert.deepEqual(pieces("🙂x", [{ from: 4, to: 5 }]), [{ text: "🙂", marked: false }, { text: "x", marked: true }]);
});

test("Ranges out of order, overlapping, beyond the end or within a character lose no text", () => {
  const text = "aé東🙂b";
  for (const ranges of [[{ from: 5, to: 3 }], [{ from: 2, to: 4 }, { from: 0, to: 5 }], [{ from: 90, to: 99 }], [{ from: -4, to: 2 }], [{ from: 7, to: 1000 }]]) {
    assert.equal(pieces(text, ranges).map((piece) => piece.text).join(""), text, JSON.stringify(ranges));
  }
});

test("An excerpt keeps the first match and stays short", () => {
  const parts = pieces(`${"x".repeat(500)}needle${"y".repeat(500)}`, [{ from: 500, to: 506 }]);
  const shown = excerpt(parts);
  assert.ok(shown.some((part) => part.marked && part.text === "needle"));
  assert.ok(shown.map((part) => part.text).join("").length < 300);
});

test("The filter under the caret is known", () => {
  assert.deepEqual(wordAt("hello from:ad more", 13), { from: 6, to: 13, filter: "from:", value: "ad" });
  assert.deepEqual(wordAt("hello fr", 8), { from: 6, to: 8, filter: null, value: "fr" });
  assert.equal(wordAt('"hello fr', 9), null);
  assert.equal(wordAt("http://x", 8).filter, null);
});

test("Completing replaces the word and leaves the rest", () => {
  const text = "a from:ad b";
  assert.deepEqual(complete(text, wordAt(text, 9), "from:ada"), { text: "a from:ada b", caret: 11 });
  assert.deepEqual(complete("fr", wordAt("fr", 2), "from:"), { text: "from:", caret: 5 });
});

test("What is no filter is looked for in names", () => {
  assert.equal(freeWords('"big cat" from:ada In:x dog'), "big cat dog");
});

test("Recent searches are the newest first, each once", () => {
  assert.deepEqual(remember(["a", "b"], " b "), ["b", "a"]);
  assert.deepEqual(remember(["a"], "  "), ["a"]);
  assert.equal(remember([..."12345678"], "9").length, 8);
});

test("A title becomes a handle that the server takes", () => {
  assert.equal(handleFrom("Release 2.0 – Küche!"), "release-2-0-küche");
  assert.equal(handleFrom("  ¿Qué?  "), "qué");
  assert.equal(handleFrom("東京 の 会議"), "東京-の-会議");
  assert.equal(handleFrom("🙂🙂"), "");
  assert.ok([...handleFrom("x".repeat(31) + " yz")].length <= 32);
});
