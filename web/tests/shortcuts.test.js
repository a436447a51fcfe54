import assert from "node:assert/strict";
import { test } from "node:test";
import { isPressed, keys, shortcuts } from "../app/shortcuts.js";
import { endOf } from "../views/home/status.js";
import en from "../words/en.js";

const press = (key, held = {}) => ({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...held });

test("A combination is that key with just those modifiers", () => {
  assert.ok(isPressed("mod+k", press("k", { ctrlKey: true })));
  assert.ok(isPressed("mod+k", press("K", { ctrlKey: true })));
  assert.ok(!isPressed("mod+k", press("k")));
  assert.ok(!isPressed("mod+k", press("k", { ctrlKey: true, altKey: true })));
  assert.ok(!isPressed("mod+k", press("k", { ctrlKey: true, shiftKey: true })));
  assert.ok(isPressed("alt+ArrowDown", press("ArrowDown", { altKey: true })));
  assert.ok(!isPressed("alt+ArrowDown", press("ArrowDown", { altKey: true, shiftKey: true })));
  assert.ok(isPressed("alt+shift+ArrowDown", press("ArrowDown", { altKey: true, shiftKey: true })));
});

test("A sign counts however the keyboard makes it", () => {
  assert.ok(isPressed("?", press("?", { shiftKey: true })));
  assert.ok(isPressed("/", press("/", { shiftKey: true })));
  assert.ok(!isPressed("/", press("/", { ctrlKey: true })));
});

test("Each shortcut has its words, and no combination does two things", () => {
  for (const { name, group } of shortcuts) {
    assert.ok(en[`shortcuts.${name}`], name);
    assert.ok(en[`shortcuts.group.${group}`], group);
  }
  const taken = shortcuts.filter((one) => one.run).flatMap((one) => one.keys);
  assert.equal(new Set(taken).size, taken.length);
});

test("Single keys are letters to who writes, and can be switched off", () => {
  let listener;
  globalThis.addEventListener = (_, one) => (listener = one);
  globalThis.removeEventListener = () => {};
  globalThis.document = { querySelector: () => null };
  const opened = [];
  const preferences = { keys: true };
  keys({ prefs: { get: (name) => preferences[name] } }, (name) => opened.push(name));
  const event = (key, target, held) => ({ ...press(key, held), target, preventDefault() {} });
  const field = { closest: () => field, value: "what" };
  const page = { closest: () => null };
  listener(event("?", field));
  listener(event("k", field, { ctrlKey: true }));
  listener(event("?", page));
  preferences.keys = false;
  listener(event("?", page));
  assert.deepEqual(opened, ["switcher", "shortcuts"]);
  delete globalThis.document;
});

test("A status ends when it was said", () => {
  const now = new Date(2026, 0, 31, 22, 30);
  assert.equal(endOf("half_hour", now), new Date(2026, 0, 31, 23, 0).getTime());
  assert.equal(endOf("today", now), new Date(2026, 1, 1).getTime());
  assert.equal(endOf("week", now), new Date(2026, 1, 7).getTime());
  assert.equal(endOf("never", now), null);
});
