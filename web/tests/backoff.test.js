import assert from "node:assert/strict";
import { test } from "node:test";
import { pause } from "../net/backoff.js";

test("pauses grow to half a minute and no further", () => {
  const most = [0, 1, 2, 3, 20, 5_000].map((attempt) => pause(attempt, () => 1));
  assert.deepEqual(most, [500, 1_000, 2_000, 4_000, 30_000, 30_000]);
});

test("pauses are jittered over their upper half", () => {
  assert.equal(pause(3, () => 0), 2_000);
  assert.equal(pause(3, () => 0.5), 3_000);
});
