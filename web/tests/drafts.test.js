import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Drafts } from "../models/drafts.js";

/** A server that keeps drafts as Roost does, and devices that use it. */
class Server {
  drafts = new Map();
  version = 0;
  clock = 0;
  isAway = false;
  /** Set to hold back answers: promises. */
  held = null;
  heldList = null;

  async put(path, { text, thread, reply_to }) {
    if (this.isAway) throw new Error("away");
    const room = Number(path.split("/").at(-1));
    const key = `${room}.${thread ?? 0}`;
    this.version += 1;
    if (text.trim()) this.drafts.set(key, { room, thread, text, reply_to, version: this.version });
    else this.drafts.delete(key);
    const answer = { version: this.version };
    await this.held;
    return answer;
  }

  async get() {
    if (this.isAway) throw new Error("away");
    const answer = { drafts: [...this.drafts.values()] };
    await this.heldList;
    return answer;
  }

  text(thread = 0) {
    return this.drafts.get(`3.${thread}`)?.text;
  }

  device(store = new FakeStore()) {
    const timers = new FakeTimers();
    const device = { store, timers, told: 0, write: (text, more = {}) => device.drafts.set(3, null, { text, ...more }) };
    device.drafts = new Drafts({ api: this, store, changed: () => (device.told += 1), timers, now: () => this.clock });
    device.read = () => device.drafts.get(3)?.text ?? "";
    return device;
  }
}

class FakeStore {
  kept = new Map();
  async all() {
    return new Map(this.kept);
  }
  async put(table, name, draft) {
    this.kept.set(name, structuredClone(draft));
  }
  async delete(table, name) {
    this.kept.delete(name);
  }
}

class FakeTimers {
  waiting = new Map();
  #last = 0;
  setTimeout(run) {
    this.waiting.set(++this.#last, run);
    return this.#last;
  }
  clearTimeout(id) {
    this.waiting.delete(id);
  }
  async pass() {
    const due = [...this.waiting.values()];
    this.waiting.clear();
    await Promise.all(due.map((run) => run()));
  }
}

let server;
beforeEach(() => (server = new Server()));

test("What was written is there after a reload, before the server heard of it", async () => {
  const { store, write } = server.device();
  write("hel", { replyTo: 12 });
  assert.equal(server.version, 0);
  const again = server.device(store);
  await again.drafts.load();
  assert.deepEqual(again.drafts.get(3), { text: "hel", replyTo: 12, editing: null });
  await again.drafts.flush();
  assert.equal(server.text(), "hel");
});

test("Many keys are one request, a pause after the last", async () => {
  const { timers, write } = server.device();
  for (const text of ["h", "he", "hel"]) write(text);
  assert.equal(timers.waiting.size, 1);
  await timers.pass();
  assert.equal(server.version, 1);
  assert.equal(server.text(), "hel");
});

test("A thread has a draft of its own", async () => {
  const { drafts, timers, write } = server.device();
  write("room");
  drafts.set(3, 9, { text: "thread" });
  await timers.pass();
  assert.equal(server.text(), "room");
  assert.equal(server.text(9), "thread");
  assert.deepEqual(drafts.all, [{ room: 3, thread: null }, { room: 3, thread: 9 }]);
});

test("A draft follows to another device, and goes there when it is sent", async () => {
  const [desk, phone] = [server.device(), server.device()];
  desk.write("hello");
  await desk.timers.pass();
  await phone.drafts.sync();
  assert.equal(phone.read(), "hello");
  phone.write("hello world");
  await phone.timers.pass();
  await desk.drafts.sync();
  assert.equal(desk.read(), "hello world");
  desk.write("");
  await desk.timers.pass();
  await phone.drafts.sync();
  assert.equal(phone.read(), "");
  assert.deepEqual(phone.drafts.all, []);
});

test("It is told when a draft begins, goes, or comes from elsewhere, and not at every key", async () => {
  const [desk, phone] = [server.device(), server.device()];
  for (const text of ["h", "he", "hel"]) desk.write(text);
  assert.equal(desk.told, 1);
  desk.write("");
  assert.equal(desk.told, 2);
  await phone.drafts.sync();
  assert.equal(phone.told, 1);
});

test("Written on two devices at once, both texts stay", async () => {
  const [desk, phone] = [server.device(), server.device()];
  desk.write("one");
  phone.write("two");
  await phone.timers.pass();
  await desk.drafts.sync();
  assert.equal(desk.read(), "two\n\none");
  assert.equal(server.text(), "two\n\none");
});

test("What another device wrote while this one stayed open is not overwritten", async () => {
  const [desk, phone] = [server.device(), server.device()];
  desk.write("hello");
  await desk.timers.pass();
  await phone.drafts.sync();
  phone.write("hello world");
  await phone.timers.pass();
  server.clock += 5000;
  desk.told = 0;
  desk.write("hello!");
  await desk.timers.pass();
  assert.equal(server.text(), "hello world\n\nhello!");
  assert.equal(desk.read(), "hello world\n\nhello!");
  assert.equal(desk.told, 1);
});

test("Who goes on writing does not ask each time", async () => {
  const { timers, write } = server.device();
  let asked = 0;
  const { get } = server;
  server.get = () => {
    asked += 1;
    return get.call(server);
  };
  for (const text of ["a", "ab", "abc"]) {
    write(text);
    await timers.pass();
    server.clock += 1000;
  }
  assert.equal(asked, 1);
});

test("What was emptied here does not take away what was written elsewhere since", async () => {
  const [desk, phone] = [server.device(), server.device()];
  desk.write("one");
  await desk.timers.pass();
  await phone.drafts.sync();
  desk.write("");
  phone.write("one more");
  await phone.timers.pass();
  await desk.drafts.sync();
  assert.equal(desk.read(), "one more");
  assert.equal(server.text(), "one more");
});

test("Without a way to the server nothing is lost, and it goes there later", async () => {
  const { drafts, timers, write, read } = server.device();
  server.isAway = true;
  write("offline");
  await timers.pass();
  await assert.rejects(drafts.sync());
  assert.equal(read(), "offline");
  server.isAway = false;
  await drafts.sync();
  assert.equal(server.text(), "offline");
});

test("A list that was asked for before one wrote takes nothing away", async () => {
  const { drafts, timers, write, read } = server.device();
  let answer;
  server.heldList = new Promise((resolve) => (answer = resolve));
  const sync = drafts.sync();
  server.heldList = null;
  write("meanwhile");
  await timers.pass();
  assert.equal(server.text(), "meanwhile");
  answer();
  await sync;
  assert.equal(read(), "meanwhile");
});

test("What was taken away does not come back from a save that is still under way", async () => {
  const { drafts, timers, write, read } = server.device();
  let answer;
  server.held = new Promise((resolve) => (answer = resolve));
  write("abc");
  const saving = timers.pass();
  while (server.version === 0) await null;
  write("ab");
  await Promise.race([drafts.sync(), new Promise(setImmediate)]);
  assert.equal(read(), "ab");
  server.held = null;
  answer();
  await saving;
});

test("What is written while a request is under way is put after it", async () => {
  const { timers, write } = server.device();
  let answer;
  server.held = new Promise((resolve) => (answer = resolve));
  write("a");
  const first = timers.pass();
  while (server.version === 0) await null;
  write("ab");
  const second = timers.pass();
  server.held = null;
  answer();
  await Promise.all([first, second]);
  assert.equal(server.text(), "ab");
  assert.equal(server.version, 2);
});

test("An edit that was begun stays on this device, beside the draft", async () => {
  const { timers, store, write } = server.device();
  write("draft", { editing: { seq: 5, text: "changed" } });
  await timers.pass();
  assert.equal(server.text(), "draft");
  const again = server.device(store);
  await again.drafts.load();
  assert.deepEqual(again.drafts.get(3).editing, { seq: 5, text: "changed" });
});

test("A store that takes nothing loses nothing while the page is open", async () => {
  const store = new FakeStore();
  store.put = async () => {
    throw new Error("full");
  };
  const { write, read } = server.device(store);
  write("kept");
  await Promise.resolve();
  assert.equal(read(), "kept");
});

test("What is no draft in the store is passed over", async () => {
  const store = new FakeStore();
  store.kept.set("3", { room: 3 });
  const { drafts, read } = server.device(store);
  await drafts.load();
  assert.equal(read(), "");
  assert.deepEqual(drafts.all, []);
});
