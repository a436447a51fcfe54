// What each event does to a line, one by one; fold.test.js holds the whole against a server.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Line } from "../models/line.js";

const me = 7;
const page = (fields = {}) => ({ seq: 5, at: 50, kind: "message", by: { id: 8, name: "Ben" }, body: { text: "hello" }, ...fields });
let seq = 100;
const event = (kind, by, body = {}) => ({ seq: ++seq, at: seq * 10, kind, by: { id: by, name: "" }, subject: 5, body });

test("deleting takes everything away but the place, the thread and who did it", () => {
  const now = { edits: 1, edited_at: 60, body: { text: "new", reply_to: 3 }, pinned: true, reactions: [{ emoji: "👍", count: 1, by: [9] }], thread: { messages: 2, last: 80 } };
  const line = new Line(page({ body: { text: "hello", reply_to: 3, poll: { options: ["a", "b"] } }, now }), 90);
  line.quote = { seq: 3 };
  const deleted = event("deleted", 9);
  assert.equal(line.apply(deleted, me), true);
  const { pinned, reactions, poll, edits, editedAt, replyTo, quote, text, isErased, thread } = line;
  assert.deepEqual(
    { pinned, reactions, poll, edits, editedAt, replyTo, quote, text, isErased, thread, deleted: line.deleted },
    { pinned: false, reactions: [], poll: null, edits: 0, editedAt: null, replyTo: null, quote: null, text: "", isErased: true,
      thread: { messages: 2, last: 80 }, deleted: { by: 9, at: deleted.at } },
  );
  for (const kind of ["edited", "reacted", "pinned"]) {
    assert.equal(line.apply(event(kind, 9, { emoji: "👍", text: "back" }), me), false);
  }
  assert.equal(line.text, "");
});

test("reactions: each person once, in the order in which they came, mine marked", () => {
  const line = new Line(page(), 90);
  for (const [by, emoji] of [[9, "🎉"], [me, "👍"], [8, "🎉"], [8, "🎉"]]) line.apply(event("reacted", by, { emoji }), me);
  assert.deepEqual(line.reactions, [
    { emoji: "🎉", count: 2, by: [9, 8], mine: false },
    { emoji: "👍", count: 1, by: [me], mine: true },
  ]);
  line.apply(event("unreacted", me, { emoji: "👍" }), me);
  assert.deepEqual(line.reactions.map(({ emoji }) => emoji), ["🎉"]);
  assert.equal(line.apply(event("unreacted", me, { emoji: "👍" }), me), false);
});

test("a thread grows by what the page did not count yet", () => {
  const line = new Line(page({ now: { thread: { messages: 2, last: 150 } } }), 120);
  assert.equal(line.apply({ ...event("message", 9), seq: 150 }, me), false);
  line.apply({ ...event("message", 9), seq: 160 }, me);
  assert.deepEqual(line.thread, { messages: 3, last: 160 });
});

test("a state that is older than what was applied is not taken", () => {
  const line = new Line(page(), 90);
  line.apply({ ...event("edited", 8, { text: "new" }), seq: 200 }, me);
  const { version } = line;
  assert.equal(line.become(page(), 199), false);
  assert.deepEqual([line.text, line.version], ["new", version]);
  assert.equal(line.become(page({ now: { body: { text: "newer" } } }), 201), true);
  assert.deepEqual([line.text, line.version], ["newer", version + 1]);
});

test("every change makes another version, nothing else does", () => {
  const line = new Line(page(), 90);
  line.apply({ ...event("pinned", 8), seq: 80 }, me);
  assert.deepEqual([line.version, line.pinned], [0, false]);
  line.apply(event("pinned", 8), me);
  assert.deepEqual([line.version, line.pinned], [1, true]);
  line.apply(event("something_new", 8), me);
  assert.equal(line.version, 1);
});
