import assert from "node:assert/strict";
import { test } from "node:test";
import { desktopState, Notifier, TONE_MS } from "../models/notifier.js";

const notice = { room: 3, seq: 17, by: { id: 9, name: "Ben" }, reason: "mention" };
const wants = { desktop: true, sound: true };

/** Tabs that hear each other; `settle()` lets the time for their claims pass. */
function tabs(...views) {
  const waiting = [];
  const clock = { now: 1_000_000 };
  const all = views.map((view, index) => {
    const state = { visible: false, open: null, preferences: wants, permission: "granted", ...view };
    const tab = { state, acts: [] };
    tab.notifier = new Notifier({
      tab: `tab-${index}`,
      see: () => tab.state,
      act: (what, ways) => tab.acts.push({ seq: what.seq, ...ways }),
      say: (claim) => all.forEach((other) => other !== tab && other.notifier.heard(claim)),
      wait: (run) => waiting.push(run),
      now: () => clock.now,
    });
    return tab;
  });
  return { all, clock, settle: () => waiting.splice(0).forEach((run) => run()) };
}

test("The room that is seen is not notified, in the tab that shows it nor in another", () => {
  const { all, settle } = tabs({ visible: false }, { visible: true, open: 3 }, { visible: true, open: 4 });
  all.forEach((tab) => tab.notifier.noticed(notice));
  settle();
  assert.deepEqual(all.map((tab) => tab.acts), [[], [], []]);
});

test("A visible page of another room says it in the page, with a tone, and not on the desktop", () => {
  const { all, settle } = tabs({ visible: true, open: 4 });
  all[0].notifier.noticed(notice);
  settle();
  assert.deepEqual(all[0].acts, [{ seq: 17, toast: true, desktop: false, tone: true }]);
});

test("Of several hidden tabs one alone uses the desktop", () => {
  const { all, settle } = tabs({}, {}, {});
  [all[2], all[0], all[1]].forEach((tab) => tab.notifier.noticed(notice));
  settle();
  assert.deepEqual(all.map((tab) => tab.acts.length), [1, 0, 0]);
  assert.equal(all[0].acts[0].desktop, true);
});

test("A tab that hears of the message only after another acted keeps quiet", () => {
  const { all, settle } = tabs({}, {});
  all[1].notifier.noticed(notice);
  settle();
  all[0].notifier.noticed(notice);
  settle();
  assert.deepEqual(all.map((tab) => tab.acts.length), [0, 1]);
});

test("The same message is told once, however often it comes", () => {
  const { all, settle } = tabs({});
  all[0].notifier.noticed(notice);
  all[0].notifier.noticed(notice);
  settle();
  all[0].notifier.noticed(notice);
  settle();
  assert.equal(all[0].acts.length, 1);
});

test("A room that comes to be seen while the tabs agree is not notified", () => {
  const { all, settle } = tabs({ visible: true, open: 4 });
  all[0].notifier.noticed(notice);
  all[0].state.open = 3;
  settle();
  assert.deepEqual(all[0].acts, []);
});

test("Without the permission, or when it is not wanted, the desktop is left alone", () => {
  for (const state of [{ permission: "default" }, { permission: "insecure" }, { preferences: { desktop: false, sound: false } }]) {
    const { all, settle } = tabs(state);
    all[0].notifier.noticed(notice);
    settle();
    assert.ok(all[0].acts.every((act) => !act.desktop), JSON.stringify(state));
  }
});

test("Who wants not to be disturbed is not", () => {
  const { all, settle } = tabs({ preferences: { ...wants, quiet: true } }, { visible: true, open: 4, preferences: { ...wants, quiet: true } });
  all.forEach((tab) => tab.notifier.noticed(notice));
  settle();
  assert.deepEqual(all.map((tab) => tab.acts), [[], []]);
});

test("Tones keep their distance", () => {
  const { all, clock, settle } = tabs({ visible: true, open: 4 });
  const tones = [0, 1, TONE_MS].map((later, index) => {
    clock.now += later;
    all[0].notifier.noticed({ ...notice, seq: 20 + index });
    settle();
    return all[0].acts.at(-1).tone;
  });
  assert.deepEqual(tones, [true, false, true]);
});

test("What other pages say wrongly changes nothing", () => {
  const { all, settle } = tabs({});
  for (const claim of [null, 7, {}, { key: 3 }, { key: "3/17", nearness: "3", tab: "x" }]) all[0].notifier.heard(claim);
  all[0].notifier.noticed(notice);
  settle();
  assert.equal(all[0].acts.length, 1);
});

test("Whether the desktop can be used is said with its reason", () => {
  assert.equal(desktopState({ isSecureContext: false }), "insecure");
  assert.equal(desktopState({ isSecureContext: false, Notification: { permission: "denied" } }), "insecure");
  assert.equal(desktopState({ isSecureContext: true }), "unsupported");
  assert.equal(desktopState({ isSecureContext: true, Notification: { permission: "denied" } }), "denied");
});
