import assert from "node:assert/strict";
import { test } from "node:test";

import { faultOf, instantOf, usualTimes, wallTime, zoneOf } from "../models/send-times.js";

const at = (text) => Date.parse(text);

test("A time on the wall means an instant of its zone", () => {
  assert.equal(instantOf("2026-01-15T09:00", "Europe/Vienna"), at("2026-01-15T08:00Z"));
  assert.equal(instantOf("2026-07-15T09:00", "Europe/Vienna"), at("2026-07-15T07:00Z"));
  assert.equal(instantOf("2026-07-15T09:00", "Asia/Kolkata"), at("2026-07-15T03:30Z"));
  assert.equal(wallTime(at("2026-07-15T18:45Z"), "Asia/Kolkata"), "2026-07-16T00:15");
  assert.equal(instantOf("soon", "UTC"), null);
});

test("When the clocks change, every time still means one", () => {
  // On 29 March 2026 Vienna goes from 2:00 to 3:00, on 25 October from 3:00 back to 2:00.
  assert.equal(instantOf("2026-03-29T02:30", "Europe/Vienna"), at("2026-03-29T01:30Z"));
  assert.equal(instantOf("2026-03-29T09:00", "Europe/Vienna"), at("2026-03-29T07:00Z"));
  assert.equal(instantOf("2026-10-25T02:30", "Europe/Vienna"), at("2026-10-25T00:30Z"));
  assert.equal(instantOf("2026-10-25T09:00", "Europe/Vienna"), at("2026-10-25T08:00Z"));
});

test("Usual times are in an hour, tomorrow and on Monday at nine of one's own clock", () => {
  const thursday = at("2026-05-07T20:30:10Z");
  assert.deepEqual(usualTimes(thursday, "Asia/Tokyo"), [
    { what: "hour", at: at("2026-05-07T21:31Z") },
    { what: "tomorrow", at: at("2026-05-09T00:00Z") },
    { what: "monday", at: at("2026-05-11T00:00Z") },
  ]);
  const sunday = at("2026-05-10T10:00Z");
  assert.deepEqual(usualTimes(sunday, "UTC").map((time) => time.what), ["hour", "tomorrow"]);
  const monday = at("2026-05-11T10:00Z");
  assert.equal(usualTimes(monday, "UTC")[2].at, at("2026-05-18T09:00Z"));
});

test("What cannot be is said", () => {
  assert.equal(faultOf(null, 0), "unreadable");
  assert.equal(faultOf(5, 10), "past");
  assert.equal(faultOf(400 * 86_400_000, 0), "far");
  assert.equal(faultOf(11, 10), null);
});

test("A zone that is none is that of the device", () => {
  assert.equal(zoneOf("Asia/Tokyo"), "Asia/Tokyo");
  assert.equal(zoneOf("Middle/Earth"), zoneOf(null));
});
