import assert from "node:assert/strict";
import { test } from "node:test";

import { closedShortcode, ranked, wordAt } from "../models/completion.js";

const atEnd = (text) => wordAt(text, text.length);

test("A sign at the beginning of a word asks for a completion", () => {
  assert.deepEqual(atEnd("hi @ad"), { kind: "person", query: "ad", start: 3, end: 6 });
  assert.deepEqual(atEnd("@"), { kind: "person", query: "", start: 0, end: 1 });
  assert.deepEqual(atEnd("(#lob"), { kind: "room", query: "lob", start: 1, end: 5 });
  assert.deepEqual(atEnd("**@ad"), { kind: "person", query: "ad", start: 2, end: 5 });
  assert.deepEqual(atEnd("nice\n:smi"), { kind: "emoji", query: "smi", start: 5, end: 9 });
  assert.deepEqual(atEnd("@Ädä"), { kind: "person", query: "Ädä", start: 0, end: 4 });
});

test("The word is the one before the caret, wherever that is", () => {
  assert.deepEqual(wordAt("hi @ad, how", 6), { kind: "person", query: "ad", start: 3, end: 6 });
  assert.equal(wordAt("hi @ad, how", 11), null);
});

test("Times, addresses and smileys ask for nothing", () => {
  for (const text of ["at 12:30", "ada@example.org", "https://a.b/#frag", ":)", ":D", "a:bc", "C#"]) assert.equal(atEnd(text), null, text);
});

test("There is no completion in code", () => {
  assert.equal(atEnd("`@ad"), null);
  assert.equal(atEnd("```\n@ad"), null);
  assert.notEqual(atEnd("`code` @ad"), null);
  assert.notEqual(atEnd("```\ncode\n```\n@ad"), null);
});

test("A colon closes a shortcode", () => {
  assert.deepEqual(closedShortcode("so :+1:", 7), { code: "+1", start: 3, end: 7 });
  assert.equal(closedShortcode("at 12:30:", 9), null);
  assert.equal(closedShortcode("`:tada:", 7), null);
  assert.equal(closedShortcode("a::b:", 5), null);
});

test("Candidates are found without regard to case and accents, handles before names", () => {
  const people = [
    { username: "zoe", name: "Ada Zoë" },
    { username: "ben", name: "Bén Adams" },
    { username: "ada", name: "A. L." },
    { username: "cadaver", name: "C" },
  ];
  const names = (query) => ranked(people, query, (person) => [person.username, person.name]).map((person) => person.username);
  assert.deepEqual(names("AD"), ["ada", "zoe", "ben", "cadaver"]);
  assert.deepEqual(names("zoe"), ["zoe"]);
  assert.deepEqual(names("ádams"), ["ben"]);
  assert.deepEqual(names(""), ["zoe", "ben", "ada", "cadaver"]);
  assert.deepEqual(names("x"), []);
});

test("Among 5,000 people a search takes no time that one would notice", () => {
  const people = Array.from({ length: 5000 }, (_, id) => ({ username: `person${id}`, name: `Person Number ${id}` }));
  const before = performance.now();
  assert.equal(ranked(people, "number 4", (person) => [person.username, person.name]).length, 8);
  assert.ok(performance.now() - before < 1000);
});
