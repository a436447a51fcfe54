import assert from "node:assert/strict";
import test from "node:test";

import { everything, groups, isMeant, lines } from "../models/auditing.js";
import { bytes, span } from "../models/measures.js";
import { madeUpPassword } from "../models/secret.js";

const entry = (act, fields = {}, name = "Ada") => ({ seq: 1, kind: "audited", by: { id: 1, name }, body: { act, ...fields } });

test("an entry is meant by its group and by any of its words, in any case", () => {
  const removed = entry("person_removed", { subject_name: "ben", address: "192.0.2.1" });
  assert.ok(isMeant(removed, {}));
  assert.ok(isMeant(removed, { group: "people" }));
  assert.ok(!isMeant(removed, { group: "rooms" }));
  for (const text of ["BEN", " @ben ", "ada", "192.0.2", "person_removed"]) assert.ok(isMeant(removed, { text }), text);
  assert.ok(!isMeant(removed, { text: "cleo" }));
  assert.ok(!isMeant(removed, { group: "rooms", text: "ben" }));
  assert.ok(isMeant(entry("room_changed", { room_title: "The Den" }), { text: "den" }));
});

test("each act is in one group", () => {
  const all = Object.values(groups).flat();
  assert.equal(new Set(all).size, all.length);
});

test("everything is asked for page by page, and is one object on each line", async () => {
  const log = Array.from({ length: 450 }, (_, index) => ({ ...entry("warned", { reason: "a\nb" }), seq: index + 1 }));
  const asked = [];
  const all = await everything(async (after) => {
    asked.push(after);
    return { events: log.filter(({ seq }) => seq > after).slice(0, 200) };
  });
  assert.deepEqual(all, log);
  assert.deepEqual(asked, [0, 200, 400, 450]);
  const text = lines(all);
  assert.equal(text.split("\n").length, 451);
  assert.deepEqual(JSON.parse(text.split("\n")[449]), log[449]);
});

test("amounts are short", () => {
  assert.equal(bytes(0, "en"), "0 bytes");
  assert.equal(bytes(1_500, "en"), "1.5 kB");
  assert.equal(bytes(12_400_000, "en"), "12 MB");
  assert.equal(bytes(5_000_000_000_000_000, "en"), "5,000 TB");
  assert.equal(span(0, "en"), "0 minutes");
  assert.equal(span(59.9 * 60_000, "en"), "59 minutes");
  assert.equal(span(47 * 3_600_000, "en"), "47 hours");
  assert.equal(span(3 * 86_400_000, "en"), "3 days");
});

test("a made-up password has 80 bits and no letters that look alike", () => {
  const all = new Set(Array.from({ length: 200 }, () => madeUpPassword()));
  assert.equal(all.size, 200);
  for (const one of all) assert.match(one, /^([a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}$/);
  const every = madeUpPassword((array) => array.map((_, index) => 255 - index));
  assert.equal(every.length, 19);
});
