import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Live } from "../net/live.js";
import { FakeSocket, FakeTimers, settle } from "./fakes.js";

let timers, states, messages, lost, loggedIn, network, live;

beforeEach(() => {
  FakeSocket.made = [];
  timers = new FakeTimers();
  states = [];
  messages = [];
  lost = [];
  loggedIn = true;
  network = true;
  const on = {
    state: (state) => states.push(state),
    message: (message) => messages.push(message.op),
    lost: (how) => lost.push(how),
    stillLoggedIn: async () => loggedIn,
  };
  live = new Live("ws://house/v1/live", on, { Socket: FakeSocket, timers, random: () => 1, network: () => network });
  live.start();
});

test("requests wait for the welcome and carry rising ids", () => {
  assert.equal(live.request("subscribe", { room: 1 }), null);
  FakeSocket.last.says({ op: "welcome", epoch: "e" });
  assert.equal(live.request("subscribe", { room: 1 }), 1);
  assert.equal(live.request("unsubscribe", { room: 1 }), 2);
  assert.deepEqual(FakeSocket.last.sent, [
    { op: "subscribe", id: 1, room: 1 },
    { op: "unsubscribe", id: 2, room: 1 },
  ]);
  assert.deepEqual(states, ["connecting", "open"]);
});

test("it comes back with growing pauses, which begin anew once something was understood", async () => {
  const pauses = [];
  for (let turn = 0; turn < 4; turn++) {
    FakeSocket.last.ends(1006);
    await settle();
    pauses.push(...timers.run());
  }
  assert.deepEqual(pauses, [500, 1_000, 2_000, 4_000]);
  FakeSocket.last.says({ op: "welcome" });
  FakeSocket.last.ends(1001);
  await settle();
  assert.deepEqual(timers.run(), [8_000], "a welcome alone proves nothing");
  FakeSocket.last.says({ op: "welcome" });
  FakeSocket.last.says({ op: "caught_up" });
  FakeSocket.last.ends(1001);
  await settle();
  assert.deepEqual(timers.run(), [500]);
  assert.deepEqual(lost, [{ refusedInput: false }, { refusedInput: false }]);
});

test("a session that ended is not tried again, whether the close code or the server says so", async () => {
  FakeSocket.last.says({ op: "welcome" });
  FakeSocket.last.ends(4001);
  await settle();
  assert.equal(states.at(-1), "ended");
  assert.deepEqual(timers.run(), []);
  loggedIn = false;
  live.start();
  FakeSocket.last.ends(1006);
  await settle();
  assert.equal(states.at(-1), "ended");
  assert.deepEqual(timers.run(), []);
});

test("input that cannot be read is told apart", async () => {
  for (const code of [1002, 1003, 1007, 1009]) {
    FakeSocket.last.says({ op: "welcome" });
    FakeSocket.last.ends(code);
    await settle();
    timers.run();
  }
  assert.deepEqual(lost, Array(4).fill({ refusedInput: true }));
});

test("one can try at once, but not twice", async () => {
  FakeSocket.last.ends(1006);
  await settle();
  live.retryNow();
  live.retryNow();
  assert.equal(FakeSocket.made.length, 2);
  timers.run();
  assert.equal(FakeSocket.made.length, 2);
});

test("after the good-bye nothing is heard and nothing is tried", async () => {
  const socket = FakeSocket.last;
  socket.says({ op: "welcome" });
  live.stop();
  assert.equal(socket.closedWith, 1000);
  socket.says({ op: "event" });
  socket.ends(1000);
  await settle();
  assert.deepEqual(messages, ["welcome"]);
  assert.deepEqual(timers.run(), []);
  assert.equal(live.request("send", {}), null);
});

test("what is no JSON is passed over", () => {
  FakeSocket.last.says("{");
  FakeSocket.last.says({ op: "welcome" });
  assert.deepEqual(messages, ["welcome"]);
});

test("a connection that is silent is given up, and made anew", async () => {
  const first = FakeSocket.last;
  first.says({ op: "welcome" });
  live.check();
  live.check();
  assert.deepEqual(first.sent.map(({ op }) => op), ["unsubscribe"], "one question at a time");
  timers.pass(4_000);
  assert.equal(states.at(-1), "open");
  timers.pass(1_000);
  await settle();
  assert.equal(states.at(-1), "waiting");
  assert.deepEqual(lost, [{ refusedInput: false }]);
  timers.run();
  assert.equal(FakeSocket.made.length, 2);
  first.says({ op: "event" });
  first.ends(1006);
  await settle();
  assert.deepEqual(messages, ["welcome"], "what the old one still says is not heard");
});

test("an answer of any kind proves that a connection lives", async () => {
  FakeSocket.last.says({ op: "welcome" });
  live.check();
  FakeSocket.last.says({ op: "done", id: 1 });
  timers.pass(60_000);
  await settle();
  assert.deepEqual(lost, []);
});

test("a connection that does not come about is given up", async () => {
  timers.pass(20_000);
  await settle();
  assert.equal(states.at(-1), "waiting");
});

test("without a network it says so, and tries all the same", async () => {
  network = false;
  FakeSocket.last.ends(1006);
  await settle();
  assert.equal(states.at(-1), "offline");
  assert.deepEqual(timers.run(), [500]);
  assert.equal(FakeSocket.made.length, 2);
});
