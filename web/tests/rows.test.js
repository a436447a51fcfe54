import assert from "node:assert/strict";
import { test } from "node:test";
import { noteText, rows } from "../app/rows.js";

const minute = 60_000;
const dayOf = (at) => String(Math.floor(at / (24 * 60 * minute)));

function event(seq, at, kind = "message", id = 7) {
  return { seq, at, kind, by: { id, name: id === 7 ? "Ada" : "Ben" }, body: {} };
}

const layout = (events) => rows(events, dayOf).map(({ kind, follows }) => (follows ? "follows" : kind));

test("messages of one person within five minutes stand together", () => {
  const events = [event(1, 0), event(2, minute), event(3, 7 * minute), event(4, 8 * minute, "message", 9)];
  assert.deepEqual(layout(events), ["day", "message", "follows", "message", "message"]);
});

test("a note and a new day part them", () => {
  const day = 24 * 60 * minute;
  const events = [event(1, day - 3), event(2, day - 2, "joined", 9), event(3, day - 1), event(4, day)];
  assert.deepEqual(layout(events), ["day", "message", "note", "message", "day", "message"]);
});

test("an event of an unknown kind has no row", () => {
  assert.equal(noteText(event(1, 0, "dance")), null);
  assert.deepEqual(layout([event(1, 0, "dance"), event(2, 1, "left")]), ["day", "note"]);
});

test("a row keeps its id when older ones come before it", () => {
  const late = rows([event(2, minute)], dayOf);
  const all = rows([event(1, 0), event(2, minute)], dayOf);
  assert.equal(late.at(-1).id, all.at(-1).id);
  assert.notEqual(late.at(-1).follows, all.at(-1).follows);
});

test("a message shows its last text, and none when it was deleted", () => {
  const said = { ...event(1, 0), body: { text: "helo" } };
  const edited = { ...event(2, minute, "edited"), subject: 1, body: { text: "hello" } };
  const deleted = { ...event(3, 2 * minute, "deleted"), subject: 1 };
  const text = (events) => rows(events, dayOf).at(-1).event.body.text;
  assert.equal(text([said]), "helo");
  assert.equal(text([said, edited]), "hello");
  assert.equal(text([said, edited, deleted]), undefined);
  assert.notEqual(rows([said], dayOf).at(-1).id, rows([said, edited], dayOf).at(-1).id);
});

test("what is done to somebody has a note with his name", () => {
  const removed = { ...event(1, 0, "removed"), subject: 9, body: { name: "Ben" } };
  assert.equal(noteText(removed), "Ada removed Ben");
});
