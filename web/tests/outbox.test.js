import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox } from "../models/outbox.js";
import { MemoryStore } from "../models/store.js";
import { FakeChannels, settle } from "./fakes.js";

function page(store = new MemoryStore(), channels = null) {
  const changes = [];
  const outbox = new Outbox({ store, channel: channels?.open() ?? null, changed: (room) => changes.push(room) });
  return { outbox, changes };
}

test("what was written outlives the page, in its order, and is gone once it is acknowledged", async () => {
  const store = new MemoryStore();
  const { outbox } = page(store);
  const first = outbox.add(1, { text: "one" });
  outbox.add(2, { text: "elsewhere" });
  outbox.add(1, { text: "two", replyTo: 5, thread: 3 });
  await settle();

  const { outbox: later, changes } = page(store);
  await later.load();
  assert.deepEqual(later.entries(1).map(({ text }) => text), ["one", "two"]);
  assert.equal(later.entries(1)[1].replyTo, 5);
  assert.deepEqual(changes.sort(), [1, 2]);
  later.acknowledge(first.key, 9);
  await settle();
  const { outbox: last } = page(store);
  await last.load();
  assert.deepEqual(last.entries(1).map(({ text }) => text), ["two"]);
});

test("what is damaged in the storage is left alone", async () => {
  const store = new MemoryStore();
  await store.put("outbox", "a", { key: "a", room: "no number", text: "x" });
  await store.put("outbox", "b", null);
  await store.put("outbox", "c", { key: "c", room: 1, text: "good" });
  const { outbox } = page(store);
  await outbox.load();
  assert.deepEqual(outbox.entries(1).map(({ key }) => key), ["c"]);
});

test("a storage that is full is told, and nothing is lost while the page lives", async () => {
  const store = new MemoryStore();
  store.isLasting = true;
  store.put = async () => {
    throw new Error("QuotaExceededError");
  };
  const { outbox } = page(store);
  assert.equal(outbox.isLasting, true);
  outbox.add(1, { text: "one" });
  await settle();
  assert.equal(outbox.isLasting, false);
  assert.equal(outbox.entries(1).length, 1);
});

test("what is shown: sent until its event was seen, then waiting, failed with the reason; threads apart", () => {
  const { outbox } = page();
  const one = outbox.add(1, { text: "one" });
  const two = outbox.add(1, { text: "two" });
  const three = outbox.add(1, { text: "three" });
  outbox.add(1, { text: "in a thread", thread: 4 });
  outbox.acknowledge(one.key, 12);
  outbox.setFailure(two.key, { code: "too_large", message: "Too large." });
  const states = (seen) => outbox.pending(1, null, seen).map(({ text, state }) => `${text} ${state}`);
  assert.deepEqual(states(11), ["one sent", "two failed", "three waiting"]);
  assert.equal(outbox.pending(1, null, 11)[1].failure.code, "too_large");
  assert.deepEqual(states(12), ["two failed", "three waiting"]);
  assert.deepEqual(outbox.pending(1, 4, 12).map(({ text }) => text), ["in a thread"]);
  outbox.setFailure(two.key, null);
  outbox.discard(three.key);
  assert.deepEqual(states(12), ["two waiting"]);
});

test("all pages of a browser have the same", async () => {
  const store = new MemoryStore();
  const channels = new FakeChannels();
  const a = page(store, channels);
  const b = page(store, channels);
  const one = a.outbox.add(1, { text: "one" });
  assert.deepEqual(b.outbox.entries(1), [one]);
  assert.equal(b.outbox.isForeign(one.key), true, "who wrote it sends it first");
  assert.equal(a.outbox.isForeign(one.key), false);
  a.outbox.setFailure(one.key, { code: "muted", message: "" });
  assert.equal(b.outbox.pending(1, null, 0)[0].state, "failed");
  b.outbox.setFailure(one.key, null);
  assert.equal(b.outbox.isForeign(one.key), false, "who asks for another try makes it");
  a.outbox.acknowledge(one.key, 7);
  assert.deepEqual(b.outbox.entries(1), []);
  assert.equal(b.outbox.pending(1, null, 6)[0].state, "sent");
  await settle();
  assert.equal((await store.all("outbox")).size, 0);
});

test("what was written before stands before what is written while it is read", async () => {
  const store = new MemoryStore();
  const { outbox } = page(store);
  outbox.add(1, { text: "one" });
  await settle();
  const { outbox: later } = page(store);
  const loading = later.load();
  later.add(1, { text: "two" });
  await loading;
  assert.deepEqual(later.entries(1).map(({ text }) => text), ["one", "two"]);
});
