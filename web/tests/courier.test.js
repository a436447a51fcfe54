import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Courier } from "../app/courier.js";
import { Outbox } from "../app/outbox.js";
import { FakeStorage, FakeTimers } from "./fakes.js";

let storage, timers, sent, connected, lastID, courier;

function makeCourier() {
  const outbox = new Outbox(storage, 7);
  const send = (fields) => {
    if (!connected) return null;
    sent.push({ id: ++lastID, ...fields });
    return lastID;
  };
  return new Courier(outbox, send, () => {}, { timers, random: () => 1 });
}

beforeEach(() => {
  storage = new FakeStorage();
  timers = new FakeTimers();
  sent = [];
  connected = true;
  lastID = 0;
  courier = makeCourier();
});

const ack = (id, seq) => courier.answered({ op: "ack", id, room: 1, seq, at: 0 });
const texts = () => sent.map(({ text }) => text);
const states = (cursor) => courier.pending(1, cursor).map(({ text, state }) => `${text} ${state}`);

test("one message a room is under way at a time, and they go in order", () => {
  courier.submit(1, "a");
  courier.submit(1, "b");
  courier.submit(2, "elsewhere");
  assert.deepEqual(texts(), ["a", "elsewhere"]);
  assert.equal(ack(1, 5), true);
  assert.deepEqual(texts(), ["a", "elsewhere", "b"]);
});

test("an acknowledged message is shown as sent until its event was seen", () => {
  courier.submit(1, "a");
  ack(1, 5);
  assert.deepEqual(states(4), ["a sent"]);
  assert.deepEqual(states(5), []);
  assert.equal(Object.keys(storage).length, 0);
});

test("without an answer it is sent again with the same key on the next connection, also after a reload", () => {
  courier.submit(1, "a");
  courier.disconnected();
  connected = false;
  courier.submit(1, "b");
  assert.deepEqual(states(0), ["a waiting", "b waiting"]);
  connected = true;
  courier = makeCourier();
  courier.connected();
  assert.deepEqual(texts(), ["a", "a"]);
  assert.equal(sent[0].key, sent[1].key);
  courier.answered({ op: "ack", id: 2, room: 1, seq: 9, at: 0, duplicate: true });
  assert.deepEqual(texts(), ["a", "a", "b"]);
});

test("what may be retried waits as long as the server says, and nothing overtakes it", () => {
  courier.submit(1, "a");
  courier.submit(1, "b");
  courier.answered({ op: "error", id: 1, code: "rate_limited", message: "Slowly.", retry_after: 3 });
  assert.deepEqual(states(0), ["a waiting", "b waiting"]);
  assert.deepEqual(texts(), ["a"]);
  assert.deepEqual(timers.run(), [3_000]);
  assert.deepEqual(texts(), ["a", "a"]);
  courier.answered({ op: "error", id: 2, code: "outcome_unknown", message: "?" });
  assert.deepEqual(timers.run(), [1_000]);
  assert.equal(new Set(sent.map(({ key }) => key)).size, 1);
});

test("what is refused says why, lets the next go, and goes again when the person wants it", () => {
  courier.submit(1, "a");
  courier.submit(1, "b");
  courier.answered({ op: "error", id: 1, code: "not_a_member", message: "Join first." });
  assert.deepEqual(texts(), ["a", "b"]);
  assert.deepEqual(courier.pending(1, 0)[0].failure, "Join first.");
  ack(2, 6);
  const { key } = courier.pending(1, 6)[0];
  courier.retry(1, key);
  assert.deepEqual(texts(), ["a", "b", "a"]);
  assert.equal(sent[2].key, key);
  courier.answered({ op: "error", id: 3, code: "room_gone", message: "Gone." });
  courier.discard(1, key);
  assert.deepEqual(states(6), []);
  assert.equal(Object.keys(storage).length, 0);
});

test("a message that ended the connection is not sent again by itself", () => {
  courier.submit(1, "a");
  courier.disconnected({ refusedInput: true });
  courier.connected();
  assert.deepEqual(texts(), ["a"]);
  assert.deepEqual(states(0), ["a failed"]);
});

test("answers to others are left to others", () => {
  courier.submit(1, "a");
  assert.equal(courier.answered({ op: "error", id: 9, code: "bad_request" }), false);
  assert.equal(courier.answered({ op: "caught_up", id: 1 }), false);
  assert.equal(ack(1, 1), true);
  assert.equal(ack(1, 1), false);
});
