// The house and what feeds it: a server of a few answers, and a stream that one speaks for.
// long because all of it is told of the same made-up server and stream.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { House } from "../models/house.js";
import { MemoryStore } from "../models/store.js";
import { FakeTimers, settle } from "./fakes.js";

const ada = { id: 7, username: "ada", name: "Ada" };
const ben = { id: 9, name: "Ben" };
const lobby = { id: 1, handle: "lobby", title: "Lobby", members: 2, joined: true, head: 10, kind: "channel", may: ["post"], role: "member" };
const attic = { id: 2, handle: "attic", title: "Attic", members: 1, joined: true, head: 5, kind: "channel", may: ["post"] };

let house, told, sent, says, on, answers, asked, timers, store;

/** What the server answers, by "METHOD path". */
function server() {
  return {
    "GET /v1/me": () => ({ account: ada, profile: {}, rooms: [lobby, attic] }),
    "GET /v1/me/unread": () => ({
      rooms: [
        { room: 1, seq: 8, version: 1, head: 10, unread: 2, mentions: 1 },
        { room: 2, seq: 5, version: 2, head: 5, unread: 0, mentions: 0 },
      ],
    }),
    "GET /v1/me/blocks": () => ({ blocks: [] }),
    "GET /v1/me/invitations": () => ({ invitations: [] }),
    "GET /v1/me/drafts": () => ({ drafts: [] }),
    "GET /v1/rooms/1/members": () => ({ members: [{ ...ada, online: true }, { ...ben, username: "ben" }], member_count: 2 }),
    "GET /v1/rooms/1/receipts": () => ({ receipts: [{ account: 9, seq: 4 }] }),
    "GET /v1/rooms/1/notifications": () => ({ notifications: { usual: "mentions" } }),
    "GET /v1/rooms/1/messages": () => ({ messages: [message(9), message(10)], quotes: [], head: 10, epoch: "e1" }),
    "GET /v1/people": () => ({ people: [] }),
  };
}

function build(parts = {}) {
  told = [];
  const api = {};
  for (const method of ["get", "post", "put", "patch", "delete"]) {
    api[method] = async (path, body) => {
      const name = `${method.toUpperCase()} ${path}`;
      asked.push(name);
      if (!answers[name]) throw Object.assign(new Error(name), { code: "not_found", status: 404 });
      return structuredClone(answers[name](body));
    };
  }
  house = new House({
    api,
    me: { account: ada, profile: {} },
    server: {},
    rooms: [lobby, attic],
    store,
    timers,
    now: () => timers.now,
    live: (handlers) => {
      on = handlers;
      const isOpen = () => house.connection === "open";
      return {
        start() {},
        stop() {},
        check() {},
        retryNow() {},
        request: (op, fields) => (isOpen() ? sent.push({ op, id: sent.length + 1, ...fields }) : null),
        say: (op, fields) => isOpen() && says.push({ op, ...fields }) > 0,
      };
    },
    ...parts,
  });
  for (const topic of ["rooms", "room:1", "presence", "people", "typing:1", "pending:1", "notify", "told", "ended", "me"]) {
    house.on(topic, (detail) => told.push(detail === undefined ? topic : [topic, detail]));
  }
}

beforeEach(() => {
  [sent, says, asked] = [[], [], []];
  answers = server();
  timers = new FakeTimers();
  store = new MemoryStore();
  build();
});

function message(seq, by = ben, body = {}) {
  return { room: 1, seq, at: seq, kind: "message", by, body: { text: `text ${seq}`, ...body }, now: {} };
}

const event = (...fields) => ({ op: "event", ...message(...fields), now: undefined });

/** The connection is there, one's own log is caught up, and what may have changed was asked for. */
async function enter(epoch = "e1") {
  on.state("open");
  on.message({ op: "welcome", epoch, account: ada, limits: {} });
  const own = sent.findLast(({ room }) => room === -7);
  if (own.after === undefined) on.message({ op: "gap", id: own.id, room: -7, reason: "no_cursor", snapshot: { head: 3 } });
  on.message({ op: "caught_up", id: own.id, room: -7, seq: own.after ?? 3 });
  await settle();
  timers.pass(100);
}

const subscriptions = () => sent.filter(({ op, room }) => op === "subscribe" && room > 0);
const counts = () => house.joined.map(({ id, unread, mentions }) => [id, unread, mentions]);

test("after the welcome one's own log is followed, all is asked for, then the rooms, from where they are known", async () => {
  await enter();
  assert.equal(sent[0].room, -7);
  assert.deepEqual(subscriptions().map(({ room, after, epoch }) => [room, after, epoch]), [[1, 10, "e1"], [2, 5, "e1"]]);
  assert.deepEqual(counts(), [[1, 2, 1], [2, 0, 0]]);
  assert.deepEqual(house.unreadTotal, { unread: 2, mentions: 1 });
});

test("a reconnect goes on from the cursor, and one's own log too", async () => {
  await enter();
  on.message(event(11));
  on.lost({});
  on.state("waiting");
  assert.equal(house.room(1).live, false);
  answers["GET /v1/me/unread"] = () => ({ rooms: [{ room: 1, seq: 8, version: 1, head: 12, unread: 4, mentions: 1 }] });
  await enter();
  assert.equal(sent.findLast(({ room }) => room === -7).after, 3);
  const again = sent.findLast(({ room }) => room === 1);
  assert.equal(again.after, 11);
  on.message(event(11));
  on.message(event(12));
  on.message({ op: "caught_up", id: again.id, room: 1, seq: 12, online: [7] });
  assert.deepEqual([house.room(1).cursor, house.room(1).live, house.room(1).unread], [12, true, 4]);
});

test("what is unread: others' messages and their mentions; one's own, deleted and blocked ones are not", async () => {
  await enter();
  on.message(event(11, ben, { mentions: [7] }));
  on.message(event(12));
  assert.deepEqual(counts()[0], [1, 4, 2]);
  on.message({ ...event(13), kind: "deleted", subject: 12, body: {} });
  assert.deepEqual(counts()[0], [1, 3, 2]);
  on.message(event(14, ada));
  assert.deepEqual(counts()[0], [1, 0, 0]);
  house.setBlocked([9]);
  on.message(event(15));
  on.message(event(16, { id: 10, name: "Cleo" }, { mentions_all: true }));
  assert.deepEqual(counts()[0], [1, 1, 1]);
});

test("an answer to one's message is for one, by the window or by what notifies", async () => {
  answers["GET /v1/rooms/1/messages"] = () => ({ messages: [message(10, ada)], quotes: [], head: 10, epoch: "e1" });
  await enter();
  await house.room(1).timeline.load("latest");
  on.message(event(11, ben, { reply_to: 10 }));
  assert.equal(house.room(1).mentions, 2);
  on.message({ op: "notify", room: 1, seq: 12, by: ben, reason: "reply" });
  on.message(event(12, ben, { reply_to: 3 }));
  on.message(event(13, ben, { reply_to: 4 }));
  on.message({ op: "notify", room: 1, seq: 13, by: ben, reason: "reply" });
  assert.equal(house.room(1).mentions, 4);
  assert.deepEqual(told.filter(([topic]) => topic === "notify").map(([, { seq }]) => seq), [12, 13]);
});

test("reading is told at most once a second, the last place alone, and again after a connection that was lost", async () => {
  await enter();
  const room = house.room(1);
  for (const seq of [9, 10]) house.read(room, seq);
  assert.deepEqual(says, [{ op: "read", room: 1, seq: 9 }]);
  assert.deepEqual(counts()[0], [1, 0, 0]);
  timers.pass(1_000);
  assert.deepEqual(says.at(-1), { op: "read", room: 1, seq: 10 });
  on.lost({});
  on.state("waiting");
  await enter();
  assert.deepEqual(says.at(-1), { op: "read", room: 1, seq: 10 });
  assert.equal(says.length, 3);
  assert.deepEqual(counts()[0], [1, 0, 0], "an answer that does not know of it undoes nothing");
  on.message({ op: "marker", room: 1, seq: 10, version: 2, unread: 0, mentions: 0 });
  on.lost({});
  await enter();
  assert.equal(says.length, 3);
});

test("opening a room marks where the unread begin, and asks for what one sees of it", async () => {
  await enter();
  const room = house.room(1);
  house.open(room);
  await settle();
  assert.deepEqual([room.firstUnread, room.members.size, room.receipts.get(9), room.level], [8, 2, 4, "mentions"]);
  house.read(room, 10);
  house.open(room);
  assert.equal(room.firstUnread, null);
  house.open(house.room(2));
  await settle();
  assert.equal(house.looked.id, 2);
});

test("the room that is looked at is followed first", async () => {
  house.open(house.room(2));
  await enter();
  assert.deepEqual(subscriptions().map(({ room }) => room), [2, 1]);
});

test("a message is sent, shown until its event came, and not twice", async () => {
  await enter();
  const room = house.room(1);
  await house.room(1).timeline.load("latest");
  const key = house.send(room, { text: "hello", replyTo: 9 });
  const send = sent.at(-1);
  assert.deepEqual([send.key, send.text, send.reply_to, send.thread], [key, "hello", 9, undefined]);
  const states = () => house.pending(room).map(({ state }) => state);
  assert.deepEqual(states(), ["waiting"]);
  on.message({ op: "ack", id: send.id, room: 1, seq: 11, at: 11 });
  assert.deepEqual(states(), ["sent"]);
  on.message(event(11, ada));
  assert.deepEqual(states(), []);
  assert.equal(room.timeline.last, 11);
});

test("a hole makes it subscribe again, a gap begins anew", async () => {
  await enter();
  await house.room(1).timeline.load("latest");
  on.message(event(13));
  const again = subscriptions().at(-1);
  assert.deepEqual([again.room, again.after], [1, 10]);
  answers["GET /v1/rooms/1/messages"] = () => ({ messages: [message(30)], quotes: [], head: 30, epoch: "e1" });
  on.message({ op: "gap", id: again.id, room: 1, reason: "too_far", snapshot: { room: lobby, head: 30, member_count: 2 } });
  await settle();
  assert.deepEqual([house.room(1).cursor, house.room(1).timeline.last], [30, 30]);
});

test("another life of the store voids what was known of the old one", async () => {
  await enter();
  const room = house.room(1);
  await room.timeline.load("latest");
  on.lost({});
  on.state("waiting");
  answers["GET /v1/rooms/1/messages"] = () => ({ messages: [message(1)], quotes: [], head: 2, epoch: "e2" });
  answers["GET /v1/me"] = () => ({ account: ada, profile: {}, rooms: [{ ...lobby, head: 2 }] });
  answers["GET /v1/me/unread"] = () => ({ rooms: [{ room: 1, seq: 0, version: 0, head: 2, unread: 1, mentions: 0 }] });
  await enter("e2");
  assert.deepEqual(room.timeline.lines.map(({ seq }) => seq), [1]);
  assert.equal(room.unread, 1);
  assert.equal(sent.findLast(({ room }) => room === -7).after, undefined);
  on.message(event(3));
  assert.equal(room.timeline.last, 3);
});

test("leaving, being put out, and a room that is gone", async () => {
  await enter();
  answers["GET /v1/rooms/1"] = () => ({ room: { ...lobby, joined: false, head: undefined, may: ["join"] } });
  on.message({ op: "ended", room: 1, code: "not_a_member", message: "You left." });
  assert.deepEqual([house.room(1).joined, house.room(1).may.size, house.unreadTotal.unread], [false, 0, 0]);
  timers.pass(300);
  await settle();
  assert.deepEqual([...house.room(1).may], ["join"]);
  on.message({ op: "ended", room: 2, code: "room_gone", message: "Gone." });
  assert.equal(house.room(2).trouble.code, "room_gone");
  assert.deepEqual(house.joined, []);
});

test("a room that somebody put one into appears, one that one was put out of goes", async () => {
  await enter();
  answers["GET /v1/rooms"] = () => ({ rooms: [lobby, { ...attic, id: 3, title: "Cellar" }] });
  answers["GET /v1/rooms/2"] = () => ({ room: { ...attic, joined: false, head: undefined } });
  on.message({ op: "event", room: -7, seq: 4, at: 1, kind: "told", by: ben, body: { what: "added", room: 3 } });
  await settle();
  timers.pass(2_000);
  assert.deepEqual(house.joined.map(({ title }) => title), ["Lobby", "Cellar"]);
  assert.equal(subscriptions().at(-1).room, 3);
  assert.equal(told.some(([topic]) => topic === "told"), true);
});

test("a room that one joined on another device appears and is followed, one that one left there goes, and an invitation is used up", async () => {
  answers["GET /v1/me/invitations"] = () => ({ invitations: [{ room: { ...attic, id: 3 }, by: ben, at: 1 }] });
  await enter();
  assert.equal(house.invitations.length, 1);
  answers["GET /v1/me/invitations"] = () => ({ invitations: [] });
  answers["GET /v1/rooms/3"] = () => ({ room: { ...attic, id: 3, title: "Cellar" } });
  answers["GET /v1/rooms/2"] = () => ({ room: { ...attic, joined: false, head: undefined } });
  for (const [seq, room] of [[4, 3], [5, 2]]) {
    on.message({ op: "event", room: -7, seq, at: 1, kind: "told", by: ada, body: { what: "changed", topic: "rooms", room } });
  }
  await settle();
  timers.pass(2_000);
  await settle();
  timers.pass(2_000);
  assert.deepEqual(house.joined.map(({ title }) => title), ["Lobby", "Cellar"]);
  assert.equal(subscriptions().at(-1).room, 3);
  assert.deepEqual(house.invitations, []);
});

test("settings and members change with the events, and what one may is asked for", async () => {
  await enter();
  house.open(house.room(1));
  await settle();
  const room = house.room(1);
  on.message({ ...event(11), kind: "changed", body: { topic: "New", title: "Hall", slow_mode: 30, was: { topic: "" } } });
  assert.deepEqual([room.topic, room.title, room.slowMode], ["New", "Hall", 30]);
  on.message({ ...event(12, { id: 10, name: "Cleo" }), kind: "joined", body: { username: "cleo" } });
  assert.deepEqual([room.memberCount, room.members.get(10).username], [3, "cleo"]);
  on.message({ ...event(13), kind: "removed", subject: 10, body: { username: "cleo", name: "Cleo" } });
  assert.deepEqual([room.memberCount, room.members.has(10)], [2, false]);
  answers["GET /v1/rooms/1"] = () => ({ room: { ...lobby, head: 13, title: "Hall", topic: "New", may: ["post", "moderate"] } });
  timers.pass(300);
  await settle();
  assert.equal(room.may.has("moderate"), true);
  room.update({ ...lobby, head: 10, title: "Lobby" });
  assert.equal(room.title, "Hall", "an answer that is older than the stream changes nothing");
});

test("who is there, who types, who has read", async () => {
  await enter();
  const room = house.room(1);
  const subscription = subscriptions()[0];
  on.message({ op: "caught_up", id: subscription.id, room: 1, seq: 10, online: [7] });
  on.message({ op: "presence", room: 1, account: { ...ben, username: "ben", presence: "dnd" }, online: true });
  assert.deepEqual([...room.online], [7, 9]);
  assert.deepEqual([house.person(9).online, house.person(9).presence], [true, "dnd"]);
  on.message({ op: "typing", room: 1, account: ben, for: 6000 });
  assert.deepEqual(room.typing, [ben]);
  timers.pass(6_100);
  assert.deepEqual(room.typing, []);
  on.message({ op: "typing", room: 1, account: ben, for: 6000 });
  on.message(event(11));
  assert.deepEqual(room.typing, [], "what he typed is there");
  on.message({ op: "receipt", room: 1, account: 9, seq: 11 });
  on.message({ op: "receipt", room: 1, account: 9, seq: 10 });
  assert.equal(room.receipts.get(9), 11);
  on.lost({});
  assert.equal(house.person(9).online, false);
});

test("that one types is told seldom", async () => {
  await enter();
  for (let second = 0; second < 7; second++) {
    house.typing(house.room(1));
    timers.pass(1_000);
  }
  assert.equal(says.filter(({ op }) => op === "typing").length, 3);
});

test("a subscription that comes too fast is made later, one that is refused says why", async () => {
  await enter();
  const [first, second] = subscriptions();
  on.message({ op: "error", id: first.id, code: "rate_limited", message: "Too many.", retry_after: 2 });
  on.message({ op: "error", id: second.id, code: "internal_fault", message: "A fault." });
  assert.equal(house.room(2).trouble.message, "A fault.");
  timers.pass(5_000);
  assert.deepEqual(subscriptions().map(({ room }) => room), [1, 2, 1]);
});

test("of hundreds of rooms those with news are followed first, at the server's pace", async () => {
  const many = Array.from({ length: 400 }, (_, place) => ({ ...attic, id: place + 1, title: `Room ${place}` }));
  answers["GET /v1/me"] = () => ({ account: ada, profile: {}, rooms: many });
  answers["GET /v1/me/unread"] = () => ({
    rooms: many.map(({ id }) => ({ room: id, seq: 5, version: 1, head: id === 300 ? 6 : 5, unread: id === 300 ? 1 : 0, mentions: 0 })),
  });
  build({ rooms: many });
  await enter();
  assert.equal(subscriptions()[0].room, 300);
  assert.equal(subscriptions().length <= 10, true);
  timers.pass(10_000);
  assert.equal(subscriptions().length > 40 && subscriptions().length < 70, true, `${subscriptions().length}`);
  timers.pass(60_000);
  assert.equal(subscriptions().length, 249);
  assert.equal(house.room(400).unread, 0);
  on.message({ op: "notify", room: 400, seq: 7, by: ben, reason: "mention" });
  assert.equal(subscriptions().at(-1).room, 400, "where something happens is worth following");
  assert.equal(asked.filter((name) => name === "GET /v1/me/unread").length >= 2, true);
});

test("only a refused session counts as logged out; its end is told once, and what was read is forgotten", async () => {
  assert.equal(await on.stillLoggedIn(), true);
  answers["GET /v1/me"] = () => {
    throw new TypeError("no network");
  };
  assert.equal(await on.stillLoggedIn(), true);
  answers["GET /v1/me"] = () => {
    throw Object.assign(new Error(), { code: "not_logged_in", status: 401 });
  };
  assert.equal(await on.stillLoggedIn(), false);
  await store.put("cache", "house", { me: 1 });
  house.send(house.room(1), { text: "not sent" });
  on.state("ended");
  await settle();
  assert.deepEqual(told.at(-1), ["ended", { byOneself: false }]);
  assert.deepEqual([(await store.all("cache")).size, (await store.all("outbox")).size], [0, 1]);
});

test("somebody else who logged in with this browser is not shown one's things", async () => {
  on.state("open");
  on.message({ op: "welcome", epoch: "e1", account: { id: 8, username: "eve", name: "Eve" } });
  await settle();
  assert.equal(house.connection, "ended");
});

test("logging out forgets everything", async () => {
  await enter();
  answers["DELETE /v1/session"] = () => null;
  house.send(house.room(1), { text: "hello" });
  await house.logOut();
  assert.deepEqual(told.at(-1), ["ended", { byOneself: true }]);
  for (const table of ["cache", "outbox", "drafts"]) assert.equal((await store.all(table)).size, 0);
});

test("what was kept starts the next time, and the stream goes on from it", async () => {
  await enter();
  house.open(house.room(1));
  await house.room(1).timeline.load("latest");
  on.message(event(11));
  timers.pass(5_000);
  await settle();
  const kept = await store.get("cache", "house");
  assert.deepEqual(kept.visited, [1]);
  const { me, rooms } = kept;
  sent.length = 0;
  build({ me, rooms, kept });
  house.open(house.room(1));
  await settle();
  assert.deepEqual(house.room(1).timeline.lines.map(({ seq }) => seq), [9, 10, 11]);
  await enter();
  assert.equal(subscriptions()[0].after, 11);
  on.message(event(12));
  assert.equal(house.room(1).timeline.last, 12);
});

test("what one made unread again stays so while one looks at it", async () => {
  await enter();
  const room = house.room(1);
  house.open(room);
  house.read(room, 10);
  answers["PUT /v1/rooms/1/marker"] = ({ seq, back }) => ({ marker: { room: 1, seq, version: back ? 5 : 4, unread: 1, mentions: 0 } });
  await house.markUnread(room, 10);
  assert.deepEqual([room.unread, room.marker, room.firstUnread], [1, 9, 9]);
  house.read(room, 10);
  assert.equal(room.unread, 1);
  house.open(room);
  house.read(room, 10);
  assert.equal(room.unread, 0);
});

test("what was unread is shown again without a network, what is expired or of a room that one left is not kept", async () => {
  await enter();
  const room = house.room(1);
  house.open(room);
  await room.timeline.load("latest");
  on.message(event(11));
  timers.pass(6_000);
  await settle();
  const kept = await store.get("cache", "house");
  build({ rooms: kept.rooms.map((info) => ({ ...info, retention_days: info.id === 1 ? 1 : 0 })), kept });
  assert.deepEqual(counts()[0], [1, 3, 1]);
  timers.now = 86_400_000 + 10;
  house.open(house.room(1));
  await settle();
  assert.deepEqual(house.room(1).timeline.lines.map(({ seq }) => seq), [11]);
  house.left(house.room(1), { code: "room_gone" });
  await settle();
  assert.equal(await store.get("cache", "room 1"), null);
});

test("what comes twice is taken once, of a room and of one's own log", async () => {
  await enter();
  for (const seq of [11, 12, 9, 11]) on.message(event(seq));
  assert.deepEqual([house.room(1).cursor, house.room(1).unread], [12, 4]);
  const news = { op: "event", room: -7, seq: 4, at: 1, kind: "told", by: ben, body: { what: "warned" } };
  for (let turn = 0; turn < 2; turn++) on.message(news);
  assert.equal(told.filter(([topic]) => topic === "told").length, 1);
});

test("a page that comes before the stream is where the stream goes on from", async () => {
  build({ rooms: [{ ...lobby, head: undefined }] });
  answers["GET /v1/me"] = () => ({ account: ada, profile: {}, rooms: [{ ...lobby, head: 14 }] });
  await house.room(1).timeline.load("latest");
  await enter();
  assert.equal(subscriptions()[0].after, 10);
});

test("what was kept is no place to go on from when the stream is elsewhere already", async () => {
  await enter();
  await store.put("cache", "room 1", {
    epoch: "e1", cursor: 5, timeline: { end: 5, lines: [{ raw: message(5), asOf: 5, quote: null }] },
  });
  house.open(house.room(1));
  await settle();
  assert.equal(house.room(1).cursor, 10);
  assert.deepEqual([house.room(1).timeline.last, house.room(1).timeline.atEnd], [10, true]);
});

test("who comes back to the page is told what is not told by itself, but not each time", async () => {
  await enter();
  asked.length = 0;
  answers["GET /v1/rooms"] = () => ({ rooms: [lobby, attic, { ...attic, id: 5, title: "Joined elsewhere" }] });
  house.wake();
  house.wake();
  await settle();
  timers.pass(2_000);
  assert.equal(house.room(5).joined, true);
  assert.deepEqual(asked.filter((name) => name === "GET /v1/rooms").length, 1);
  timers.pass(15_000);
  house.wake();
  assert.deepEqual(asked.filter((name) => name === "GET /v1/rooms").length, 2);
});

test("what one sees of a room is asked for once a connection, and again where it failed", async () => {
  await enter();
  const [room, other] = [house.room(1), house.room(2)];
  const visits = () => asked.filter((name) => name === "GET /v1/rooms/1/receipts").length;
  const receipts = answers["GET /v1/rooms/1/receipts"];
  delete answers["GET /v1/rooms/1/receipts"];
  house.open(room);
  await settle();
  answers["GET /v1/rooms/1/receipts"] = receipts;
  for (const one of [other, room, other, room]) {
    house.open(one);
    await settle();
  }
  assert.equal(visits(), 2);
  on.lost({});
  on.state("waiting");
  await enter();
  assert.equal(visits(), 3);
});

test("a message whose event comes before its answer is not shown twice, and not hidden if there is none", async () => {
  await enter();
  const room = house.room(1);
  await room.timeline.load("latest");
  const texts = () => house.pending(room).map(({ text, state }) => `${text} ${state}`);
  for (const text of ["one", "two", "two"]) house.send(room, { text });
  on.message(event(11, ada, { text: "one" }));
  assert.deepEqual(texts(), ["two waiting", "two waiting"]);
  on.message({ op: "ack", id: sent.findLast(({ text }) => text === "one").id, room: 1, seq: 11 });
  on.message(event(12, ada, { text: "two" }));
  assert.deepEqual(texts(), ["two waiting"]);
  on.lost({});
  on.state("waiting");
  assert.deepEqual(texts(), ["two waiting", "two waiting"], "what was not acknowledged may have been another's");
  await enter();
  on.message({ op: "ack", id: sent.findLast(({ op }) => op === "send").id, room: 1, seq: 12, duplicate: true });
  assert.deepEqual(texts(), ["two waiting"]);
});

test("what was kept of another life of the store does not stand against what the server counts now", async () => {
  const kept = { epoch: "e0", counts: [{ room: 1, seq: 90, version: 9, head: 100, unread: 7, mentions: 0 }] };
  build({ rooms: [{ ...lobby, head: undefined }], kept });
  assert.equal(house.unreadTotal.unread, 7);
  await enter();
  assert.deepEqual([house.unreadTotal.unread, house.room(1).marker], [2, 8]);
});
