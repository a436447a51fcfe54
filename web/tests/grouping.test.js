import assert from "node:assert/strict";
import { test } from "node:test";

import { diff } from "../models/diff.js";
import { rows } from "../models/grouping.js";
import { hasMarks, isEmojiOnly, pieces } from "../models/inline.js";

const MINUTE = 60_000;
const line = (seq, by, minutes, more = {}) => ({ seq, kind: "message", by: { id: by }, at: 1_700_000_000_000 + minutes * MINUTE, ...more });
const shape = (list) => list.map((row) => (row.line ? `${row.kind} ${row.line.seq}${row.follows ? "+" : ""}` : row.kind));

test("Messages of one person within five minutes stand together", () => {
  const list = rows([line(1, 7, 0), line(2, 7, 4), line(3, 7, 9.5), line(4, 8, 10), line(5, 8, 10, { replyTo: 1 })]);
  assert.deepEqual(shape(list), ["day", "message 1", "message 2+", "message 3", "message 4", "message 5"]);
});

test("A day begins once, and history parts what stands together", () => {
  const note = { ...line(2, 7, 1), kind: "joined" };
  const list = rows([line(1, 7, 0), note, line(3, 7, 2), line(4, 7, 24 * 60)]);
  assert.deepEqual(shape(list), ["day", "message 1", "note 2", "message 3", "day", "message 4"]);
});

test("What is new begins at the first unread message of somebody else", () => {
  const list = rows([line(1, 7, 0), line(2, 9, 1), line(3, 7, 2), line(4, 7, 3)], { unreadAfter: 1, me: 9 });
  assert.deepEqual(shape(list), ["day", "message 1", "message 2", "new", "message 3", "message 4+"]);
});

test("Messages of blocked people are folded together until they are asked for", () => {
  const lines = [line(1, 7, 0), line(2, 8, 1), line(3, 8, 2), line(4, 7, 3)];
  const list = rows(lines, { blocked: new Set([8]) });
  assert.deepEqual(shape(list), ["day", "message 1", "folded", "message 4"]);
  assert.equal(list[2].lines.length, 2);
  assert.equal(rows(lines, { blocked: new Set([8]), shown: new Set([2, 3]) }).length, 5);
});

test("Keys are unique, also when clocks go back", () => {
  const list = rows([line(1, 7, 0), line(2, 7, 24 * 60), line(3, 7, 0)]);
  assert.equal(new Set(list.map((row) => row.key)).size, list.length);
});

test("Running text: addresses end before the sentence's marks, names are no mail addresses", () => {
  assert.deepEqual(pieces("hi @ada, (https://a.b/c(d))! e@f.gh #x"), [
    { text: "hi " }, { call: "@", name: "ada" }, { text: ", (" }, { address: "https://a.b/c(d)" }, { text: ")! e@f.gh " }, { call: "#", name: "x" },
  ]);
});

test("Only texts with marks go to the parser, only emoji are large", () => {
  for (const text of ["plain", "it's 2-3 o'clock", "a, b. c! https://a.b"]) assert.equal(hasMarks(text), false, text);
  for (const text of ["*a*", "- a", "1. a", "> a", "# a", "`a`", "||a||"]) assert.equal(hasMarks(text), true, text);
  for (const text of ["🎉", "👩‍👩‍👧 ❤️", "🇩🇪"]) assert.equal(isEmojiOnly(text), true, text);
  for (const text of ["a 🎉", "12", "", "🎉".repeat(9)]) assert.equal(isEmojiOnly(text), false, text);
});

test("Differences are told word by word, and put together give both texts", () => {
  const parts = diff("the quick fox", "the slow fox jumps");
  assert.equal(parts.filter((part) => part.kind !== "added").map((part) => part.text).join(""), "the quick fox");
  assert.equal(parts.filter((part) => part.kind !== "removed").map((part) => part.text).join(""), "the slow fox jumps");
  assert.ok(parts.some((part) => part.kind === "removed" && part.text === "quick"));
});
