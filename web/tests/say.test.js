// What went wrong is said in the reader's language, for every code that a person can meet.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { say } from "../words/say.js";
import { has, speak } from "../words/words.js";

/** Faults of a program: the server's own sentence has to do. */
const ofPrograms = new Set(["unknown_operation", "method_not_allowed", "key_invalid", "too_many_subscriptions"]);

test("Every documented refusal has its words", () => {
  const page = readFileSync(new URL("../../docs/protocol/errors.md", import.meta.url), "utf8");
  const codes = [...page.matchAll(/^\| `(\w+)` \| \d{3} \|/gm)].map(([, code]) => code);
  assert.ok(codes.length > 30);
  assert.deepEqual(codes.filter((code) => !ofPrograms.has(code) && !has(`refusal.${code}`)), []);
});

test("A refusal names its limit and how long to wait", async () => {
  await speak("en", []);
  assert.match(say({ code: "too_large", limit: { name: "message_bytes", value: 16384 } }), /16,384/);
  assert.match(say({ code: "slow_mode", retryAfter: 30 }), /30 seconds/);
  assert.match(say({ code: "muted", retryAfter: 600 }), /10 minutes/);
  assert.match(say({ code: "banned", retryAfter: 7200 }), /room/);
  await speak("de", []);
  assert.match(say({ code: "rate_limited", retryAfter: 5400 }), /2 Stunden/);
  await speak("en", []);
});

test("What is not known is said by the server, or calmly", () => {
  assert.equal(say({ code: "of_tomorrow", message: "The moon is full." }), "The moon is full.");
  assert.equal(say({ name: "Unreachable" }), "The server cannot be reached. Check your connection, then try again.");
  assert.equal(say(new TypeError("")), "Something went wrong. Please try again.");
  assert.equal(say(undefined), "Something went wrong. Please try again.");
});
