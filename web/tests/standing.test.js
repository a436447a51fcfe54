import assert from "node:assert/strict";
import { test } from "node:test";

import { slowUntil, standingIn } from "../models/standing.js";

const room = (more = {}) => ({ joined: true, archived: false, may: new Set(["post"]), mutedUntil: null, settings: {}, ...more });
const state = (more, blocked = new Set()) => standingIn(room(more), blocked, 1000).state;

test("Who belongs to a room and may post there may write", () => {
  assert.equal(state(), "may");
  assert.equal(state({ joined: false }), "none");
});

test("Why one may not write is told apart", () => {
  assert.equal(state({ archived: true }), "archived");
  assert.equal(state({ may: new Set(), settings: { may_post: "moderator" } }), "announcements");
  assert.equal(state({ may: new Set(), settings: { may_post: "speaker" } }), "speakers");
  assert.equal(state({ may: new Set(), settings: { may_post: "member" } }), "refused");
  assert.equal(state({ may: new Set() }), "refused");
  assert.equal(state({ person: { id: 9 } }, new Set([9])), "blocked");
  assert.equal(state({ person: { id: 8 } }, new Set([9])), "may");
  assert.equal(state({ person: null }, new Set([9])), "may");
});

test("A mute ends by itself, also before the room is read again", () => {
  assert.deepEqual(standingIn(room({ may: new Set(), mutedUntil: 5000 }), new Set(), 1000), { state: "muted", until: 5000 });
  assert.equal(state({ may: new Set(), mutedUntil: 900 }), "may");
});

test("Slow mode asks for a pause after one's last message, but not of moderators", () => {
  const slow = room({ slowMode: 10 });
  assert.equal(slowUntil(slow, 50_000, 55_000), 60_000);
  assert.equal(slowUntil(slow, 50_000, 60_000), 0);
  assert.equal(slowUntil(slow, 0, 55_000), 0, "nothing was written yet");
  assert.equal(slowUntil(room({ slowMode: 10, may: new Set(["post", "moderate"]) }), 50_000, 55_000), 0);
  assert.equal(slowUntil(room({ slowMode: 0 }), 50_000, 55_000), 0);
});

test("A clock that is wrong makes nobody wait longer than the room asks", () => {
  assert.equal(slowUntil(room({ slowMode: 10 }), 99_000_000, 55_000), 65_000);
});
