import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Courier } from "../models/courier.js";
import { Outbox } from "../models/outbox.js";
import { MemoryStore } from "../models/store.js";
import { FakeChannels, FakeTimers, settle } from "./fakes.js";

/** A page with an outbox, a courier and a connection that one speaks for. */
class Page {
  sent = [];
  posted = [];
  checks = 0;
  isOpen = false;
  constructor({ timers, store = new MemoryStore(), channel = null }) {
    this.outbox = new Outbox({ store, channel, changed: (room) => this.courier.look(room) });
    this.courier = new Courier({
      outbox: this.outbox,
      send: (fields) => (this.isOpen ? this.sent.push(JSON.parse(JSON.stringify(fields))) : null),
      post: (room, body) => new Promise((done, fail) => this.posted.push({ room, body, done, fail })),
      check: () => (this.checks += 1),
      timers,
      random: () => 1,
    });
  }
  open() {
    this.isOpen = true;
    this.courier.connected();
  }
  close(how) {
    this.isOpen = false;
    this.courier.disconnected(how);
  }
  get texts() {
    return this.sent.map(({ text }) => text);
  }
  acks(id, seq = id) {
    return this.courier.answered({ op: "ack", id, seq });
  }
  refuses(id, code, fields = {}) {
    return this.courier.answered({ op: "error", id, code, message: code, ...fields });
  }
}

let timers, page;

beforeEach(() => {
  timers = new FakeTimers();
  page = new Page({ timers });
});

test("one message a room at a time, in the order of writing, rooms side by side", () => {
  page.open();
  page.outbox.add(1, { text: "one" });
  page.outbox.add(1, { text: "two", thread: 3, replyTo: 4 });
  page.outbox.add(2, { text: "elsewhere" });
  assert.deepEqual(page.texts, ["one", "elsewhere"]);
  assert.equal(page.acks(1), true);
  assert.deepEqual(page.texts, ["one", "elsewhere", "two"]);
  assert.deepEqual([page.sent[2].thread, page.sent[2].reply_to], [3, 4]);
  assert.equal(page.courier.answered({ op: "ack", id: 77 }), false);
});

test("without an answer it is sent again with the same key when there is another connection", () => {
  page.outbox.add(1, { text: "one" });
  assert.deepEqual(page.sent, []);
  page.open();
  page.close();
  page.open();
  assert.equal(page.sent.length, 2);
  assert.equal(page.sent[0].key, page.sent[1].key);
  page.acks(2, 9);
  assert.deepEqual(page.outbox.entries(1), []);
});

test("what passes is tried again after the pause that is asked for, and nothing overtakes it", () => {
  page.open();
  page.outbox.add(1, { text: "one" });
  page.outbox.add(1, { text: "two" });
  page.refuses(1, "slow_mode", { retry_after: 30 });
  timers.pass(29_000);
  assert.deepEqual(page.texts, ["one"]);
  timers.pass(1_000);
  page.refuses(2, "outcome_unknown");
  timers.pass(1_000);
  assert.deepEqual(page.texts, ["one", "one", "one"]);
  assert.equal(new Set(page.sent.map(({ key }) => key)).size, 1);
  page.acks(3);
  assert.deepEqual(page.texts.at(-1), "two");
});

test("what is refused for good waits for the person, and the next one goes on", () => {
  page.open();
  const one = page.outbox.add(1, { text: "one" });
  page.outbox.add(1, { text: "two" });
  page.refuses(1, "too_large", { limit: { name: "message_bytes", value: 5 } });
  assert.deepEqual(page.texts, ["one", "two"]);
  assert.deepEqual(page.outbox.get(one.key).failure, {
    code: "too_large", message: "too_large", limit: { name: "message_bytes", value: 5 },
  });
  page.acks(2);
  page.outbox.setFailure(one.key, null);
  assert.deepEqual(page.texts, ["one", "two", "one"]);
});

test("what the server could not read is not sent into the next connection", () => {
  page.open();
  page.outbox.add(1, { text: "one" });
  page.close({ refusedInput: true });
  page.open();
  assert.equal(page.sent.length, 1);
  assert.equal(page.outbox.entries(1)[0].failure.code, "bad_request");
});

test("polls and forwarded messages go by HTTP, with the same key until it is settled", async () => {
  page.open();
  const { key } = page.outbox.add(1, { text: "Which?", poll: { options: ["a", "b"] } });
  page.outbox.add(1, { forward: { room: 2, message: 5 }, thread: 3 });
  assert.deepEqual(page.sent, []);
  assert.deepEqual(page.posted[0].body, { key, text: "Which?", poll: { options: ["a", "b"] }, thread: undefined, reply_to: undefined });
  page.posted[0].fail(Object.assign(new Error(), { code: "unreachable" }));
  await settle();
  timers.pass(1_000);
  assert.equal(page.posted[1].body.key, key);
  page.posted[1].done({ seq: 4 });
  await settle();
  assert.deepEqual(page.posted[2].body.forward, { room: 2, message: 5 });
  assert.equal(page.posted[2].body.text, undefined);
});

test("a send that is not answered has the connection looked after", () => {
  page.open();
  page.outbox.add(1, { text: "one" });
  page.outbox.add(2, { text: "two" });
  page.acks(1);
  timers.pass(20_000);
  assert.equal(page.checks, 1);
});

test("what is given up while it is under way frees the room when the answer comes", () => {
  page.open();
  const one = page.outbox.add(1, { text: "one" });
  page.outbox.discard(one.key);
  page.outbox.add(1, { text: "two" });
  assert.deepEqual(page.texts, ["one"]);
  page.acks(1);
  assert.deepEqual(page.texts, ["one", "two"]);
});

test("of two pages the one that wrote sends; the other takes over when it is gone", () => {
  const [store, channels] = [new MemoryStore(), new FakeChannels()];
  const a = new Page({ timers, store, channel: channels.open() });
  const b = new Page({ timers, store, channel: channels.open() });
  b.open();
  a.outbox.add(1, { text: "one" });
  timers.pass(4_000);
  assert.deepEqual(b.texts, []);
  // The first page has no connection, and is closed.
  timers.pass(2_000);
  assert.deepEqual(b.texts, ["one"]);
  b.acks(1, 5);
  assert.deepEqual(a.outbox.entries(1), []);
  a.open();
  assert.deepEqual(a.texts, [], "what the other one sent is not sent again");
});

test("what was written in another page before goes before one's own", () => {
  const [store, channels] = [new MemoryStore(), new FakeChannels()];
  const a = new Page({ timers, store, channel: channels.open() });
  const b = new Page({ timers, store, channel: channels.open() });
  b.open();
  const one = a.outbox.add(1, { text: "one" });
  b.outbox.add(1, { text: "two" });
  assert.deepEqual(b.texts, ["one"]);
  assert.equal(b.sent[0].key, one.key, "the server keeps it once, whoever sends it");
  b.acks(1);
  assert.deepEqual(b.texts, ["one", "two"]);
});

test("in random weather every message arrives once, in its order", () => {
  for (let seed = 1; seed <= 40; seed++) {
    let state = seed * 7919;
    const next = (n) => (state = (state * 48271) % 2147483647) % n;
    const clock = new FakeTimers();
    const [store, channels] = [new MemoryStore(), new FakeChannels()];
    const pages = [0, 1].map(() => new Page({ timers: clock, store, channel: channels.open() }));
    const server = new Map();
    const answered = pages.map(() => 0);
    const written = [];
    /** The server keeps what comes; its answer may be lost with the connection. */
    const answer = (place) => {
      const one = pages[place];
      while (answered[place] < one.sent.length) {
        const { key, text } = one.sent[answered[place]];
        const id = ++answered[place];
        if (next(5) === 0) one.refuses(id, "overloaded");
        else {
          if (!server.has(key)) server.set(key, text);
          if (next(4) === 0) one.close();
          else one.acks(id, server.size);
        }
      }
    };
    for (let step = 0; step < 200; step++) {
      const place = next(2);
      const one = pages[place];
      if (next(6) === 0) written.push(one.outbox.add(1, { text: `text ${step}` }).text);
      if (!one.isOpen && next(3) === 0) one.open();
      if (next(2) === 0) answer(place);
      if (next(3) === 0) clock.pass(700);
    }
    for (let turn = 0; turn < 200; turn++) {
      for (const place of [0, 1]) {
        if (!pages[place].isOpen) pages[place].open();
        answer(place);
      }
      clock.pass(3_000);
    }
    assert.deepEqual([...server.values()], written, `seed ${seed}`);
    assert.deepEqual(pages.flatMap(({ outbox }) => outbox.entries(1)), []);
  }
});

test("the pauses grow", () => {
  page.open();
  page.outbox.add(1, { text: "one" });
  const pauses = [];
  for (let id = 1; id <= 4; id++) {
    const before = timers.now;
    page.refuses(id, "overloaded");
    while (page.sent.length === id) timers.pass(100);
    pauses.push(timers.now - before);
  }
  assert.deepEqual(pauses, [500, 1_000, 2_000, 4_000]);
});
