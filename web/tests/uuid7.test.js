import assert from "node:assert/strict";
import { test } from "node:test";
import { uuid7 } from "../net/uuid7.js";

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("a key has the form of RFC 9562 and begins with its time", () => {
  const now = Date.now() + 1_000;
  const key = uuid7(now);
  assert.match(key, form);
  assert.equal(parseInt(key.replaceAll("-", "").slice(0, 12), 16), now);
});

test("keys rise, also within a millisecond and when the clock goes back", () => {
  const start = Date.now() + 10_000;
  const keys = [];
  for (let turn = 0; turn < 10_000; turn++) keys.push(uuid7(start));
  for (let turn = 0; turn < 100; turn++) keys.push(uuid7(start - turn * 1_000));
  for (const key of keys) assert.match(key, form);
  assert.deepEqual(keys, [...keys].sort());
  assert.equal(new Set(keys).size, keys.length);
});
