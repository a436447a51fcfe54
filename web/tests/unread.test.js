import assert from "node:assert/strict";
import { test } from "node:test";
import { Unread } from "../models/unread.js";
import { seeded } from "./fakes.js";

function counted(fields) {
  const unread = new Unread();
  unread.take({ seq: 10, version: 3, head: 20, unread: 4, mentions: 1, ...fields });
  return unread;
}

test("what comes is added to the server's count, once", () => {
  const unread = counted();
  unread.came(20, true);
  unread.came(21, false);
  unread.came(21, false);
  unread.came(22, true);
  assert.deepEqual([unread.messages, unread.mentions], [6, 2]);
});

test("reading to the end leaves nothing, reading a part of what the server counted has to be asked for", () => {
  const unread = counted();
  unread.came(21, true);
  unread.came(22, false);
  assert.equal(unread.read(15), false);
  assert.equal(unread.read(21), true);
  assert.deepEqual([unread.messages, unread.mentions, unread.marker], [1, 0, 21]);
  unread.came(20, false);
  assert.equal(unread.messages, 1, "what comes late and was read does not count");
});

test("a message that is deleted counts no more, if it is known whether it did", () => {
  const unread = counted();
  unread.came(21, true);
  assert.equal(unread.deleted(21), true);
  assert.equal(unread.deleted(5), true);
  assert.deepEqual([unread.messages, unread.mentions], [4, 1]);
  assert.equal(unread.deleted(15), false);
});

test("a marker of another device", () => {
  const unread = counted();
  unread.came(21, true);
  unread.came(23, false);
  assert.equal(unread.moved({ seq: 21, version: 4, unread: 1, mentions: 0 }), true);
  assert.deepEqual([unread.messages, unread.mentions], [1, 0]);
  assert.equal(unread.moved({ seq: 12, version: 4, unread: 9, mentions: 9 }), true, "an old version says nothing");
  assert.equal(unread.messages, 1);
  assert.equal(unread.moved({ seq: 12, version: 5, unread: 5, mentions: 2 }), false, "put back: about right, until the server is asked");
  assert.deepEqual([unread.messages, unread.mentions, unread.marker], [5, 2, 12]);
});

test("what was read here is not undone by an answer that does not know of it", () => {
  const unread = counted();
  unread.came(21, false);
  unread.isAhead = true;
  unread.read(21);
  unread.take({ seq: 10, version: 3, head: 21, unread: 5, mentions: 1 });
  assert.deepEqual([unread.messages, unread.marker], [0, 21]);
  assert.equal(unread.moved({ seq: 18, version: 4, unread: 2, mentions: 0 }), true);
  assert.deepEqual([unread.messages, unread.marker], [0, 21]);
  unread.take({ seq: 10, version: 2, head: 30, unread: 5, mentions: 1 });
  assert.equal(unread.messages, 0, "an older answer says nothing");
});

test("many are a number", () => {
  const unread = counted({ unread: 0, mentions: 0, seq: 20 });
  for (let seq = 21; seq <= 10_020; seq++) unread.came(seq, seq % 10 === 0);
  assert.deepEqual([unread.messages, unread.mentions], [10_000, 1_000]);
  unread.read(10_020);
  assert.deepEqual([unread.messages, unread.mentions], [0, 0]);
});

test("in random histories it is the server's count, or says that it may not be", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const next = seeded(seed * 104_729);
    const log = [];
    let [marker, version] = [0, 0];
    const unread = new Unread();
    const count = (head = log.length) => {
      const behind = log.slice(0, head).filter(({ seq, counts }) => counts && seq > marker);
      return {
        seq: marker, version, head,
        unread: behind.length, mentions: behind.filter(({ mention }) => mention).length,
      };
    };
    let isExact = true;
    for (let step = 0; step < 60; step++) {
      const seq = log.length + 1;
      switch (next(6)) {
        case 0:
        case 1:
          log.push({ seq, counts: true, mention: next(3) === 0 });
          unread.came(seq, log.at(-1).mention);
          break;
        case 2: {
          const message = log[next(log.length || 1)];
          log.push({ seq, counts: false });
          if (!message?.counts) break;
          message.counts = false;
          isExact = unread.deleted(message.seq) && isExact;
          break;
        }
        case 3: {
          const to = Math.max(marker, next(log.length + 1));
          marker = to;
          isExact = unread.read(to) && isExact;
          break;
        }
        case 4: {
          marker = next(4) === 0 ? Math.max(0, marker - next(5)) : Math.max(marker, next(log.length + 1));
          version += 1;
          const { head, ...frame } = count();
          isExact = unread.moved(frame) && isExact;
          break;
        }
        default:
          unread.take(count());
          isExact = true;
      }
      if (!isExact) continue;
      const { unread: messages, mentions } = count();
      assert.deepEqual([unread.messages, unread.mentions], [messages, mentions], `seed ${seed}, step ${step}`);
    }
  }
});
