import assert from "node:assert/strict";
import { test } from "node:test";
import { Room } from "../app/room.js";

const ada = { id: 7, username: "ada", name: "Ada", online: true };
const ben = { id: 9, username: "ben", name: "Ben", online: false };

function event(seq, kind = "message", by = ada) {
  const body = kind === "message" ? { text: `text ${seq}` } : { username: by.username };
  return { room: 1, seq, at: seq * 1_000, kind, by: { id: by.id, name: by.name }, body };
}

function snapshot(head, members = [ada, ben]) {
  const count = members?.length ?? 5_000;
  return { room: { id: 1, handle: "lobby", title: "Lobby" }, head, member_count: count, ...(members && { members }) };
}

function freshRoom(head = 10) {
  const room = new Room({ id: 1, handle: "lobby", title: "", members: 2, joined: true });
  room.reset(snapshot(head), "e1");
  return room;
}

const seqs = (room) => room.events.map(({ seq }) => seq);

test("before the first snapshot there is nothing to continue from", () => {
  const room = new Room({ id: 1, handle: "lobby", title: "", members: 2 });
  assert.equal(room.title, "lobby");
  assert.deepEqual(room.position, {});
  assert.equal(room.atBeginning, false);
  assert.equal(room.apply(event(1)), "hole");
});

test("each event is taken once, in order, and a hole is noticed", () => {
  const room = freshRoom();
  assert.equal(room.apply(event(11)), "added");
  assert.equal(room.apply(event(11)), "old");
  assert.equal(room.apply(event(3)), "old");
  assert.equal(room.apply(event(13)), "hole");
  assert.equal(room.apply(event(12)), "added");
  assert.deepEqual(seqs(room), [11, 12]);
  assert.deepEqual(room.position, { after: 12, epoch: "e1" });
});

test("older pages lie before what is held, whatever came meanwhile", () => {
  const room = freshRoom();
  room.apply(event(11));
  assert.equal(room.first, 11);
  room.addOlder({ epoch: "e1", head: 11, events: [event(8), event(9), event(10)] });
  room.addOlder({ epoch: "e1", head: 11, events: [event(8), event(9), event(10)] });
  assert.deepEqual(seqs(room), [8, 9, 10, 11]);
  assert.equal(room.atBeginning, true, "an empty rest is the beginning");
});

test("a page of another epoch, or of another place, is left alone", () => {
  const room = freshRoom();
  room.addOlder({ epoch: "e2", events: [event(10)] });
  room.addOlder({ epoch: "e1", events: [event(5)] });
  assert.deepEqual(seqs(room), []);
});

test("the beginning is reached at the first event", () => {
  const room = freshRoom(2);
  room.addOlder({ epoch: "e1", events: [event(2)] });
  assert.equal(room.atBeginning, false);
  room.addOlder({ epoch: "e1", events: [event(1)] });
  assert.equal(room.atBeginning, true);
});

test("a gap makes void what was known", () => {
  const room = freshRoom();
  room.apply(event(11));
  room.caughtUp({ seq: 11, online: [7] });
  room.reset(snapshot(500, [ada]), "e2");
  assert.deepEqual(seqs(room), []);
  assert.deepEqual(room.position, { after: 500, epoch: "e2" });
  assert.equal(room.live, false);
  assert.equal(room.memberCount, 1);
});

test("a snapshot and the events after it are the same as a later snapshot", () => {
  const cleo = { id: 11, username: "cleo", name: "Cleo" };
  const room = freshRoom();
  room.apply(event(11, "joined", cleo));
  room.apply(event(12, "left", ben));
  room.presence({ account: cleo, online: true });
  assert.equal(room.memberCount, 2);
  assert.deepEqual(
    room.people.map(({ name, online }) => [name, online]),
    [
      ["Ada", true],
      ["Cleo", true],
    ],
  );
  room.presence({ account: ada, online: false });
  assert.deepEqual(
    room.people.map(({ name }) => name),
    ["Cleo", "Ada"],
  );
});

test("a large room counts its members and lists none", () => {
  const room = freshRoom();
  room.reset(snapshot(10, null), "e1");
  room.presence({ account: ada, online: true });
  room.apply(event(11, "joined", ben));
  assert.equal(room.people, null);
  assert.equal(room.online, null);
  assert.equal(room.memberCount, 5_001);
});

test("what is held is bounded, and what was let go can be had again", () => {
  const room = freshRoom(0);
  for (let seq = 1; seq <= 1_001; seq++) room.apply(event(seq));
  assert.equal(room.atBeginning, true);
  room.trim(1_000, 500);
  assert.equal(room.first, 502);
  assert.equal(room.atBeginning, false);
  room.addOlder({ epoch: "e1", events: [event(501)] });
  assert.equal(room.first, 501);
});
