import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { draftKey, Drafts, DraftStore } from "../models/drafts.js";

const key = draftKey(3);

/** A server that keeps drafts as Roost does, and devices that use it. */
class Server {
  drafts = new Map();
  version = 0;
  isAway = false;
  /** Set to hold back answers: a promise. */
  held = null;

  device(storage = new FakeStorage()) {
    const timers = new FakeTimers();
    const put = async (room, { text, thread, reply_to }) => {
      if (this.isAway) throw new Error("away");
      const key = draftKey(room, thread);
      this.version += 1;
      if (text.trim()) this.drafts.set(key, { room, thread, text, reply_to, version: this.version });
      else this.drafts.delete(key);
      const answer = { version: this.version };
      await this.held;
      return answer;
    };
    const all = async () => {
      if (this.isAway) throw new Error("away");
      const answer = [...this.drafts.values()];
      await this.held;
      return answer;
    };
    const drafts = new Drafts({ store: new DraftStore(storage, 7), put, all, timers });
    return { drafts, timers, storage, write: (text, more = {}) => drafts.set(key, { text, ...more }) };
  }
}

class FakeStorage {
  getItem(name) {
    return Object.hasOwn(this, name) ? this[name] : null;
  }
  setItem(name, value) {
    this[name] = value;
  }
  removeItem(name) {
    delete this[name];
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

test("What was written is there after a reload, before the server heard of it", () => {
  const { storage, write } = server.device();
  write("hel", { replyTo: 12 });
  assert.deepEqual(server.drafts.size, 0);
  const { text, replyTo } = server.device(storage).drafts.get(key);
  assert.deepEqual({ text, replyTo }, { text: "hel", replyTo: 12 });
});

test("Many keys are one request, a pause after the last", async () => {
  const { timers, write } = server.device();
  for (const text of ["h", "he", "hel"]) write(text);
  assert.equal(timers.waiting.size, 1);
  await timers.pass();
  assert.equal(server.version, 1);
  assert.equal(server.drafts.get(key).text, "hel");
});

test("A draft follows to another device, and goes there when it is sent", async () => {
  const [desk, phone] = [server.device(), server.device()];
  desk.write("hello");
  await desk.timers.pass();
  let told = 0;
  phone.drafts.on(key, () => (told += 1));
  await phone.drafts.sync();
  assert.equal(phone.drafts.get(key).text, "hello");
  phone.write("hello world");
  await phone.timers.pass();
  await desk.drafts.sync();
  assert.equal(desk.drafts.get(key).text, "hello world");
  desk.write("");
  await desk.timers.pass();
  await phone.drafts.sync();
  assert.equal(phone.drafts.get(key).text, "");
  assert.equal(told, 2);
});

test("Written on two devices at once, both texts stay", async () => {
  const [desk, phone] = [server.device(), server.device()];
  desk.write("one");
  phone.write("two");
  await phone.timers.pass();
  await desk.drafts.sync();
  assert.equal(desk.drafts.get(key).text, "two\n\none");
  assert.equal(server.drafts.get(key).text, "two\n\none");
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
  assert.equal(desk.drafts.get(key).text, "one more");
  assert.equal(server.drafts.get(key).text, "one more");
});

test("Without a way to the server nothing is lost, and it goes there later", async () => {
  const { drafts, timers, write } = server.device();
  server.isAway = true;
  write("offline");
  await timers.pass();
  await drafts.sync();
  assert.equal(drafts.get(key).text, "offline");
  server.isAway = false;
  await drafts.sync();
  assert.equal(server.drafts.get(key).text, "offline");
});

test("A list that was asked for before one wrote takes nothing away", async () => {
  const { drafts, timers, write } = server.device();
  let answer;
  server.held = new Promise((resolve) => (answer = resolve));
  const sync = drafts.sync();
  write("meanwhile");
  const pass = timers.pass();
  answer();
  await Promise.all([sync, pass]);
  assert.equal(drafts.get(key).text, "meanwhile");
  assert.equal(server.drafts.get(key).text, "meanwhile");
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
  assert.equal(server.drafts.get(key).text, "ab");
  assert.equal(server.version, 2);
});

test("An edit that was begun stays on this device alone", async () => {
  const { drafts, timers, storage, write } = server.device();
  write("", { editing: { seq: 5, text: "changed" } });
  await timers.pass();
  assert.equal(server.version, 0);
  assert.deepEqual(server.device(storage).drafts.get(key).editing, { seq: 5, text: "changed" });
  drafts.clear();
  assert.equal(server.device(storage).drafts.get(key).editing, null);
});

test("A storage that is full or broken loses nothing while the page is open", () => {
  const storage = new FakeStorage();
  Object.defineProperty(storage, "setItem", { value: () => { throw new Error("full"); } });
  const { drafts, write } = server.device(storage);
  write("kept");
  assert.equal(drafts.get(key).text, "kept");
  const broken = new FakeStorage();
  broken["roost.draft.7.3.0"] = "{";
  assert.equal(server.device(broken).drafts.get(key).text, "");
});
