import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Refusal } from "../app/api.js";
import { House } from "../app/house.js";
import { FakeStorage, settle } from "./fakes.js";

const lobby = { id: 1, handle: "lobby", title: "Lobby", members: 2, joined: true, head: 10 };
const attic = { id: 2, handle: "attic", title: "Attic", members: 1, joined: false };
const ada = { id: 7, username: "ada", name: "Ada" };

let house, told, sent, on, api;

beforeEach(() => {
  told = [];
  sent = [];
  api = {
    rooms: async () => [lobby, attic],
    join: async () => ({ ...attic, joined: true }),
    leave: async () => null,
    me: async () => ({}),
    pages: [],
    history: async (room, before) => {
      api.pages.push(before);
      return { epoch: "e1", head: 10, events: before > 1 ? [event(before - 1)] : [] };
    },
  };
  house = new House({
    api,
    account: ada,
    rooms: [lobby],
    storage: new FakeStorage(),
    listen: (what, room) => told.push(room ? `${what} ${room}` : what),
    live: (handlers) => {
      on = handlers;
      return {
        start() {},
        stop() {},
        retryNow() {},
        request(op, fields) {
          if (house.connection !== "open") return null;
          sent.push({ op, id: sent.length + 1, ...fields });
          return sent.length;
        },
      };
    },
  });
});

function event(seq, by = { id: 9, name: "Ben" }) {
  return { op: "event", room: 1, seq, at: seq, kind: "message", by, body: { text: `text ${seq}` } };
}

function welcome() {
  on.state("open");
  on.message({ op: "welcome", epoch: "e1", account: ada, limits: { message_bytes: 20_000 } });
}

const snapshot = { room: { id: 1, handle: "lobby", title: "Lobby" }, head: 10, member_count: 2, members: [ada] };

test("the welcome subscribes to one's rooms, and a reconnect goes on from the cursor", async () => {
  welcome();
  assert.deepEqual(sent, [{ op: "subscribe", id: 1, room: 1 }]);
  assert.equal(house.messageBytes, 20_000);
  on.message({ op: "gap", id: 1, room: 1, reason: "no_cursor", snapshot });
  on.message({ op: "caught_up", id: 1, room: 1, seq: 10, online: [7] });
  on.message(event(11));
  on.lost({ refusedInput: false });
  on.state("waiting");
  assert.equal(house.room(1).live, false);
  welcome();
  assert.deepEqual(sent[1], { op: "subscribe", id: 2, room: 1, after: 11, epoch: "e1" });
  on.message(event(11));
  on.message(event(12));
  on.message({ op: "caught_up", id: 2, room: 1, seq: 12, online: [] });
  assert.deepEqual(
    house.room(1).events.map(({ seq }) => seq),
    [11, 12],
  );
});

test("messages that came while nobody looked are counted, one's own and old ones are not", () => {
  welcome();
  on.message({ op: "gap", id: 1, room: 1, reason: "no_cursor", snapshot });
  on.message(event(11));
  on.message({ op: "caught_up", id: 1, room: 1, seq: 11 });
  assert.equal(house.room(1).unread, 0);
  on.message(event(12));
  on.message(event(13, ada));
  assert.equal(house.room(1).unread, 1);
  house.look(house.room(1));
  on.message(event(14));
  assert.equal(house.room(1).unread, 0);
});

test("a hole makes it subscribe again", () => {
  welcome();
  on.message({ op: "gap", id: 1, room: 1, reason: "no_cursor", snapshot });
  on.message(event(13));
  assert.deepEqual(sent[1], { op: "subscribe", id: 2, room: 1, after: 10, epoch: "e1" });
});

test("a message is sent once it can be, shown until its event came, and not twice", () => {
  house.send(house.room(1), "hello");
  assert.deepEqual(house.pending(house.room(1)).map(({ state }) => state), ["waiting"]);
  welcome();
  const send = sent.find(({ op }) => op === "send");
  on.message({ op: "gap", id: 1, room: 1, reason: "no_cursor", snapshot });
  on.message({ op: "ack", id: send.id, room: 1, seq: 11, at: 11 });
  assert.deepEqual(house.pending(house.room(1)).map(({ state }) => state), ["sent"]);
  on.message(event(11, ada));
  assert.deepEqual(house.pending(house.room(1)), []);
});

test("an older page is asked for once, however often it is wanted", async () => {
  welcome();
  on.message({ op: "gap", id: 1, room: 1, reason: "no_cursor", snapshot });
  await Promise.all([house.loadOlder(house.room(1)), house.loadOlder(house.room(1))]);
  assert.deepEqual(api.pages, [11]);
  await house.loadOlder(house.room(1));
  assert.deepEqual(api.pages, [11, 10]);
});

test("joining subscribes, leaving and being put out end it", async () => {
  welcome();
  await settle();
  const room = house.named("attic");
  await house.join(room);
  assert.deepEqual(sent[1], { op: "subscribe", id: 2, room: 2 });
  await house.leave(room);
  assert.equal(room.joined, false);
  on.message({ op: "ended", room: 1, code: "not_a_member", message: "You left the room." });
  assert.equal(house.room(1).joined, false);
  assert.equal(house.room(1).trouble, "You left the room.");
});

test("a refused subscription says why", () => {
  welcome();
  on.message({ op: "error", id: 1, code: "too_many_subscriptions", message: "Too many." });
  assert.equal(house.room(1).trouble, "Too many.");
  assert.equal(told.includes("room 1"), true);
});

test("only a refused session counts as logged out", async () => {
  assert.equal(await on.stillLoggedIn(), true);
  api.me = async () => {
    throw new TypeError("no network");
  };
  assert.equal(await on.stillLoggedIn(), true);
  api.me = async () => {
    throw new Refusal({ code: "not_logged_in", message: "Log in." }, 401);
  };
  assert.equal(await on.stillLoggedIn(), false);
});
