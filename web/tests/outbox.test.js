import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox } from "../app/outbox.js";
import { FakeStorage } from "./fakes.js";

test("what was not acknowledged is there again after a reload, in order, with its keys", () => {
  const storage = new FakeStorage();
  const before = new Outbox(storage, 7);
  const keys = ["one", "two", "three"].map((text) => before.add(1, text).key);
  before.add(2, "elsewhere");
  before.remove(keys[1]);
  const after = new Outbox(storage, 7);
  assert.deepEqual(after.entries(1), [
    { key: keys[0], room: 1, text: "one" },
    { key: keys[2], room: 1, text: "three" },
  ]);
  assert.deepEqual(after.rooms, new Set([1, 2]));
});

test("another account's entries stay its own", () => {
  const storage = new FakeStorage();
  new Outbox(storage, 7).add(1, "mine");
  assert.deepEqual(new Outbox(storage, 70).entries(1), []);
  assert.equal(new Outbox(storage, 7).entries(1).length, 1);
});

test("two windows do not overwrite each other's entries", () => {
  const storage = new FakeStorage();
  const one = new Outbox(storage, 7);
  const two = new Outbox(storage, 7);
  const first = one.add(1, "from the first");
  const second = two.add(1, "from the second");
  one.remove(first.key);
  assert.deepEqual(new Outbox(storage, 7).entries(1), [second]);
});

test("why an entry failed outlives the page, and can be taken back", () => {
  const storage = new FakeStorage();
  const outbox = new Outbox(storage, 7);
  const { key } = outbox.add(1, "x");
  outbox.setFailure(key, "No.");
  assert.equal(new Outbox(storage, 7).entries(1)[0].failure, "No.");
  outbox.setFailure(key, null);
  assert.equal("failure" in new Outbox(storage, 7).entries(1)[0], false);
});

test("a storage that is full, absent, or holds nonsense is no trouble", () => {
  const storage = new FakeStorage();
  storage["roost.outbox.7.a"] = "{";
  storage["roost.outbox.7.b"] = "null";
  storage["roost.outbox.7.c"] = '{"key":5}';
  storage["other"] = "1";
  const outbox = new Outbox(storage, 7);
  assert.equal(outbox.rooms.size, 0);
  storage.full = true;
  outbox.add(1, "kept in memory");
  assert.equal(outbox.entries(1).length, 1);
  const none = new Outbox(null, 7);
  none.remove(none.add(1, "x").key);
  assert.equal(none.rooms.size, 0);
});
