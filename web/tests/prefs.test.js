import assert from "node:assert/strict";
import test from "node:test";
import { Prefs } from "../app/prefs.js";

const storage = (text = null) => ({
  text,
  getItem() {
    return this.text;
  },
  setItem(_, value) {
    this.text = value;
  },
});

test("What was chosen is kept and told, and null goes back to the usual", () => {
  const kept = storage();
  const prefs = new Prefs(kept);
  const told = [];
  prefs.on("theme", (value) => told.push(value));
  prefs.set("theme", "dark");
  assert.equal(new Prefs(kept).get("theme"), "dark");
  prefs.set("theme", null);
  assert.equal(new Prefs(kept).get("theme"), "system");
  assert.deepEqual(told, ["dark", "system"]);
});

test("What another tab chose meanwhile is not undone", () => {
  const kept = storage();
  const [one, other] = [new Prefs(kept), new Prefs(kept)];
  one.set("theme", "dark");
  other.set("density", "compact");
  assert.equal(new Prefs(kept).get("theme"), "dark");
});

test("Without storage, or with rubbish in it, the page goes on", () => {
  for (const broken of [null, storage("{"), storage("7"), { getItem: () => null, setItem: () => { throw new Error("full"); } }]) {
    const prefs = new Prefs(broken);
    prefs.set("theme", "dark");
    assert.equal(prefs.get("theme"), "dark");
  }
});
