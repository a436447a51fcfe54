import assert from "node:assert/strict";
import test from "node:test";

globalThis.location ??= { hash: "" };
const { beneath, link, parse } = await import("../app/router.js");
const { placeOf } = await import("../app/screens.js");

const place = (hash) => placeOf(parse(hash));

test("An address is read as its parts and its query", () => {
  assert.deepEqual(parse("#/rooms/3/17").path, ["rooms", "3", "17"]);
  assert.deepEqual(parse("").path, []);
  const { path, query } = parse("#/search?q=a%20b?c&in=x");
  assert.deepEqual(path, ["search"]);
  assert.equal(query.get("q"), "a b?c");
  assert.equal(query.get("in"), "x");
});

test("An address that cannot be decoded leads home", () => {
  assert.deepEqual(parse("#/rooms/%E0%A4%A").path, []);
});

test("What is written into an address comes out of it again", () => {
  assert.deepEqual(parse(link.settings("a/b?c#d")).path, ["settings", "a/b?c#d"]);
  assert.equal(parse(link.search("50% & mehr")).query.get("q"), "50% & mehr");
  assert.equal(link.room(3), "#/rooms/3");
  assert.equal(link.thread(3, 9), "#/rooms/3/thread/9");
});

test("Each address has its screen and its panel", () => {
  assert.deepEqual(place("#/rooms/3/thread/9"), { screen: "rooms", panel: null });
  assert.deepEqual(place("#/rooms/3/about/members"), { screen: "rooms", panel: "about" });
  assert.deepEqual(place("#/people/7"), { screen: null, panel: "person" });
  assert.deepEqual(place("#/settings/profile"), { screen: "settings", panel: null });
  for (const nothing of ["#/", "#/rooms", "#/nowhere", "#/constructor", "#/__proto__"]) assert.equal(place(nothing).screen, "welcome", nothing);
});

test("Closing a panel leads to what it lies above", () => {
  assert.equal(beneath(parse("#/rooms/3/thread/9"), "#/"), "#/rooms/3");
  assert.equal(beneath(parse("#/rooms/3/about/members"), "#/"), "#/rooms/3");
  assert.equal(beneath(parse("#/people/7"), "#/search?q=x"), "#/search?q=x");
  assert.equal(beneath(parse("#/rooms/3/17"), "#/"), null);
});
