import assert from "node:assert/strict";
import { test } from "node:test";
import { arrangement, folded, moved, neighbour, pinned, roomOf, sections } from "../models/sidebar.js";

const room = (id, title, more = {}) => ({ id, title, kind: "channel", archived: false, unread: 0, ...more });
const rooms = [
  room(1, "Zebra"),
  room(2, "apple 10"),
  room(3, "apple 9"),
  room(4, "Ben", { kind: "direct" }),
  room(5, "Ada", { kind: "direct" }),
  room(6, "Old", { archived: true }),
];
const shown = (arranged) => Object.fromEntries(sections(rooms, arranged).map((group) => [group.name, group.rooms.map((one) => one.id)]));

test("Rooms stand by name, numbers as numbers, conversations and the archived apart", () => {
  assert.deepEqual(shown(arrangement()), { channels: [3, 2, 1], conversations: [5, 4], archived: [6] });
});

test("What was kept wrongly counts as nothing", () => {
  for (const kept of [null, 7, "x", { pinned: "1", order: 3, folded: {} }, { pinned: [null, "2"], order: { channels: { length: 2 } } }]) {
    assert.deepEqual(shown(arrangement(kept)), shown(arrangement()));
  }
});

test("A pinned room goes to the top, and back to its kind", () => {
  const arranged = pinned(arrangement(), 1, true);
  assert.deepEqual(shown(arranged), { pinned: [1], channels: [3, 2], conversations: [5, 4], archived: [6] });
  assert.deepEqual(shown(pinned(arranged, 1, false)), shown(arrangement()));
});

test("An archived room is not among the pinned", () => {
  assert.deepEqual(shown(pinned(arrangement(), 6, true)).archived, [6]);
});

test("A moved room stays where it was put", () => {
  let arranged = moved(arrangement(), "channels", [3, 2, 1], 1, 3);
  assert.deepEqual(shown(arranged).channels, [1, 3, 2]);
  arranged = moved(arranged, "channels", [1, 3, 2], 1, null);
  assert.deepEqual(shown(arranged).channels, [3, 2, 1]);
  arranged = moved(arranged, "pinned", [], 4, null);
  assert.deepEqual(shown(arranged).pinned, [4]);
  assert.deepEqual(shown(moved(arranged, "conversations", [5], 4, 5)).conversations, [4, 5]);
});

test("Moving before a room that is gone changes nothing", () => {
  const arranged = arrangement();
  assert.equal(moved(arranged, "channels", [3, 2, 1], 1, 99), arranged);
});

test("Folding is kept, and the archived begin folded", () => {
  assert.ok(arrangement().folded.includes("archived"));
  const open = folded(arrangement(), "archived", false);
  assert.ok(!open.folded.includes("archived"));
  assert.deepEqual(arrangement({ folded: [] }).folded, []);
});

test("The neighbours go round the ends, and can be the unread alone", () => {
  const list = [room(1, "a"), room(2, "b", { unread: 2 }), room(3, "c")];
  assert.equal(neighbour(list, 3, 1).id, 1);
  assert.equal(neighbour(list, 1, -1).id, 3);
  assert.equal(neighbour(list, null, 1).id, 1);
  assert.equal(neighbour(list, null, -1).id, 3);
  assert.equal(neighbour(list, 3, 1, (one) => one.unread > 0).id, 2);
  assert.equal(neighbour(list, 2, 1, (one) => one.unread > 0), null);
  assert.equal(neighbour([], 1, 1), null);
});

test("The room of an address is known by its number alone", () => {
  assert.equal(roomOf("#/rooms/12/34?x=1"), 12);
  for (const hash of ["", "#/", "#/rooms", "#/rooms/x", "#/people/3", "#/search?q=rooms/3"]) assert.equal(roomOf(hash), null, hash);
});
