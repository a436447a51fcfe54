import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { API, Refusal, Unreachable } from "../net/api.js";

let asked, answers, api, pauses;

beforeEach(() => {
  asked = [];
  answers = [];
  pauses = [];
  const fetch = async (path, options) => {
    asked.push({ path, ...options });
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return new Response(answer.body ?? null, { status: answer.status ?? 200 });
  };
  const timers = {
    setTimeout: (act, delay) => {
      pauses.push(delay);
      setImmediate(act);
    },
  };
  api = new API(fetch, timers);
});

const refusal = (status, error) => ({ status, body: JSON.stringify({ error }) });

test("requests carry their query and body, and give the answer", async () => {
  answers = [{ body: '{"rooms":[]}' }, { status: 204 }, { status: 204 }];
  assert.deepEqual(await api.get("/v1/rooms", { mine: true, q: "a b&c", after: undefined, before: null }), { rooms: [] });
  assert.equal(await api.patch("/v1/x", { text: "hello" }), null);
  assert.equal(await api.delete("/v1/y", { query: { emoji: "👍" }, body: { reason: "r" } }), null);
  assert.deepEqual(asked.map(({ method, path, body }) => [method, path, body]), [
    ["GET", "/v1/rooms?mine=true&q=a+b%26c", undefined],
    ["PATCH", "/v1/x", '{"text":"hello"}'],
    ["DELETE", "/v1/y?emoji=%F0%9F%91%8D", '{"reason":"r"}'],
  ]);
  assert.equal(asked[1].headers["Content-Type"], "application/json");
  assert.equal(asked.every(({ credentials }) => credentials === "same-origin"), true);
});

test("a file goes as it is", async () => {
  answers = [{ body: "{}" }];
  const blob = new Blob(["bytes"], { type: "image/png" });
  await api.upload("/v1/me/picture", blob);
  assert.deepEqual([asked[0].method, asked[0].body, asked[0].headers["Content-Type"]], ["PUT", blob, "image/png"]);
});

test("what the server refuses has its code, its sentence and its limit", async () => {
  answers = [refusal(413, { code: "too_large", message: "Too large.", limit: { name: "message_bytes", value: 5 } })];
  await assert.rejects(api.post("/v1/x", {}), (error) => {
    assert.equal(error instanceof Refusal, true);
    const { code, message, limit, status } = error;
    assert.deepEqual({ code, message, limit, status }, {
      code: "too_large", message: "Too large.", limit: { name: "message_bytes", value: 5 }, status: 413,
    });
    return true;
  });
});

test("an answer that is not the server's is known by its status", async () => {
  for (const [status, code] of [[502, "overloaded"], [413, "too_large"], [500, "internal_fault"], [200, "internal_fault"]]) {
    answers = [{ status, body: "<html>" }];
    await assert.rejects(api.post("/v1/x"), { code, status });
  }
});

test("a server that says nothing is unreachable, what was given up is not", async () => {
  answers = [new TypeError("Failed to fetch"), Object.assign(new Error("aborted"), { name: "AbortError" })];
  await assert.rejects(api.get("/v1/x"), (error) => error instanceof Unreachable && error.code === "unreachable");
  await assert.rejects(api.get("/v1/x", {}, { signal: AbortSignal.abort() }), { name: "AbortError" });
});

test("reading too fast is tried again after the wait, writing and long waits are not", async () => {
  const fast = refusal(429, { code: "rate_limited", message: "", retry_after: 1 });
  answers = [fast, fast, { body: "{}" }];
  await api.get("/v1/x");
  assert.equal(asked.length, 3);
  assert.equal(pauses.every((pause) => pause >= 500 && pause <= 1_500), true);
  answers = [fast];
  await assert.rejects(api.post("/v1/x"), { code: "rate_limited" });
  answers = [refusal(429, { code: "rate_limited", message: "", retry_after: 60 })];
  await assert.rejects(api.get("/v1/x"), { retryAfter: 60 });
  answers = [fast, fast, fast, fast];
  await assert.rejects(api.get("/v1/x"), { code: "rate_limited" });
});
