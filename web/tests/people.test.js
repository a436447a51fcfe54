import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { People } from "../models/people.js";
import { FakeTimers, settle } from "./fakes.js";

let timers, asked, people, changes, there;

beforeEach(() => {
  timers = new FakeTimers();
  asked = [];
  changes = 0;
  there = [2, 3, 5, 250, 251, 600].map((id) => ({ id, username: `p${id}`, name: `P${id}`, role: "member", online: id === 3 }));
  people = new People({
    ask: async (query) => {
      asked.push(query);
      const found = there.filter(({ id }) => id > (query.after ?? 0));
      const page = found.slice(0, query.limit);
      return { people: page, ...(found.length > page.length ? { next: page.at(-1).id } : {}) };
    },
    changed: () => (changes += 1),
    timers,
    now: () => timers.now,
  });
});

const arrive = async () => {
  timers.pass(50);
  for (let turn = 0; turn < 5; turn++) await settle();
};

test("whom one asks for and is not known is asked for, many at once, and nobody twice", async () => {
  for (const id of [5, 2, 4, 2]) assert.equal(people.get(id), null);
  await arrive();
  assert.deepEqual(asked, [{ after: 1, limit: 4 }]);
  assert.deepEqual([people.get(2).name, people.get(5).name, people.get(4)], ["P2", "P5", null]);
  await arrive();
  assert.deepEqual([asked.length, changes], [1, 1]);
});

test("numbers far apart take several pages", async () => {
  there = Array.from({ length: 300 }, (_, place) => ({ id: place + 1, username: "", name: `P${place + 1}` }));
  for (const id of [1, 290, 400]) people.get(id);
  await arrive();
  assert.deepEqual([people.get(1).name, people.get(290).name, people.get(400)], ["P1", "P290", null]);
  assert.equal(asked.length, 2);
});

test("nobody is asked for who cannot be: the votes of an anonymous poll have no author", async () => {
  assert.equal(people.get(0), null);
  assert.equal(people.get(undefined), null);
  await arrive();
  assert.deepEqual(asked, []);
});

test("what fails is asked for when it is looked at again", async () => {
  const fails = new People({
    ask: async () => {
      asked.push("failed");
      throw new Error();
    },
    changed: () => {},
    timers,
    now: () => timers.now,
  });
  fails.get(2);
  await arrive();
  fails.get(2);
  await arrive();
  assert.equal(asked.length, 2);
});

test("what is old is shown and asked for again", async () => {
  people.get(2);
  await arrive();
  there[0].name = "Renamed";
  timers.pass(6 * 60_000);
  assert.equal(people.get(2).name, "P2");
  await arrive();
  assert.equal(people.get(2).name, "Renamed");
});

test("who is there is told by the stream, and unknown without it", async () => {
  people.get(3);
  await arrive();
  assert.deepEqual([people.get(3).online, people.get(3).presence], [true, "online"]);
  people.heard({ id: 3, username: "p3", name: "P3", presence: "away" }, true);
  assert.equal(people.get(3).presence, "away");
  people.forgetPresence();
  assert.deepEqual([people.get(3).online, people.get(3).presence], [false, "offline"]);
});

test("a status goes by itself when its time is over", async () => {
  people.take({ id: 2, username: "p2", name: "P2", status: { text: "Lunch", emoji: "", until: 1_000 } });
  assert.equal(people.get(2).status.text, "Lunch");
  timers.pass(1_001);
  assert.equal(people.get(2).status, null);
});
