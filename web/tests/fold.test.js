// A page and the events after it, in whatever order they come, are a fresh page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Timeline } from "../models/timeline.js";
import { seeded, settle } from "./fakes.js";
import { me, Reference } from "./reference.js";

const people = [me, 8, 9, 10];
const texts = ["hello", "a **bold** word", "two\nlines", "plain", "@ada look"];

/** Something that may happen next. */
function happen(room, next) {
  const pick = (list) => list[next(list.length)];
  const messages = room.events.filter(({ kind }) => kind === "message");
  const by = pick(people);
  const about = messages.length > 0 ? pick(messages.slice(-12)) : null;
  const isThere = about && about.body.erased !== true;
  const root = about && (about.subject ?? about.seq);
  switch (next(14)) {
    case 0:
    case 1:
      return room.message(by, pick(texts));
    case 2:
      return about && room.message(by, pick(texts), { reply_to: about.seq });
    case 3:
      return about && room.message(by, pick(texts), { thread: root });
    case 4:
      return room.message(by, "Which?", { poll: { options: ["a", "b", "c"], multiple: true, anonymous: next(2) === 0 } });
    case 5:
      return isThere && room.add("edited", about.by.id, { subject: about.seq, body: { ...about.body, text: pick(texts) } });
    case 6:
      return isThere && next(3) === 0 && room.add("deleted", by, { subject: about.seq });
    case 7:
    case 8: {
      const has = room.page({ limit: 1, around: about?.seq ?? 0 }).messages[0]?.now?.reactions ?? [];
      const emoji = pick(["👍", "🎉"]);
      const isMine = has.some((one) => one.emoji === emoji && one.by.includes(by));
      return isThere && room.add(isMine ? "unreacted" : "reacted", by, { subject: about.seq, body: { emoji } });
    }
    case 9:
      return isThere && room.add(pick(["pinned", "unpinned"]), by, { subject: about.seq });
    case 10:
    case 11: {
      const poll = messages.findLast(({ body }) => body.poll);
      if (!poll) return null;
      const options = pick([[0], [1], [0, 2], []]);
      if (!poll.body.poll.anonymous) return room.add("voted", by, { subject: poll.seq, body: { options } });
      room.ballot ??= new Map();
      const before = room.ballot.get(`${poll.seq} ${by}`) ?? [];
      room.ballot.set(`${poll.seq} ${by}`, options);
      return room.add("voted", 0, { subject: poll.seq, body: { options, instead_of: before } });
    }
    case 12: {
      const poll = messages.findLast(({ body }) => body.poll);
      return poll && next(4) === 0 && room.add("closed", by, { subject: poll.seq });
    }
    default:
      return next(3) === 0 && room.add("joined", by, { body: { username: `p${by}` } });
  }
}

/** All that one could see of a line. */
function seen(line) {
  const { seq, at, kind, by, subject, body, deleted, edits, editedAt, reactions, pinned, poll, thread, replyTo, quote } = line;
  // Who voted in secret learns of his own choice from a page alone.
  const shown = poll?.anonymous ? { ...poll, mine: [] } : poll;
  return { seq, at, kind, by, subject, body, deleted, edits, editedAt, reactions, pinned, poll: shown, thread, replyTo, quote };
}

for (const thread of [null, "a thread"]) {
  test(`in random histories, ${thread ?? "the room"}`, async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const next = seeded(seed * 7919);
      const room = new Reference();
      const root = room.message(8, "the beginning").seq;
      const deliveries = [];
      // Pages come late, and may be older or younger than what the stream has told.
      const ask = (query) =>
        new Promise((done) => {
          const head = Math.max(query.limit === 1 ? told : start, room.head - next(3));
          deliveries.push(() => done(room.page(query, head)));
        });
      const timeline = new Timeline({ ask, me, thread: thread && root });
      // A log is followed from somewhere on; pages are never older than that.
      const start = room.head - next(2);
      let told = start;
      const step = async () => {
        switch (next(5)) {
          case 0:
            return timeline.load(["latest", "before", "after"][next(3)]);
          case 1:
            if (deliveries.length > 0) deliveries.splice(next(deliveries.length), 1)[0]();
            return settle();
          case 2:
            if (thread) timeline.loadRoot();
            else if (next(4) === 0) return timeline.jump(1 + next(room.head));
            return;
          default:
            if (told < room.head) timeline.happened(structuredClone(room.events[told++]));
        }
      };
      for (let round = 0; round < 150; round++) {
        happen(room, next);
        const moving = step();
        if (next(3) === 0) await Promise.race([moving, settle()]);
        if (next(40) === 0 && timeline.lines.length > 10) timeline.trim(timeline.lines[4].seq, Infinity);
      }
      while (told < room.head) timeline.happened(structuredClone(room.events[told++]));
      // What is still asked for is answered, by what is true now.
      const finish = async () => {
        while (deliveries.length > 0) {
          deliveries.shift()();
          await settle();
        }
      };
      await finish();
      for (const what of ["latest", "after", "before", "before", "before", "before"]) {
        const done = timeline.load(what);
        await finish();
        await done;
        await finish();
      }
      const fresh = new Timeline({ ask: async (query) => room.page(query), me, thread: thread && root });
      await fresh.load("latest");
      while (!fresh.atStart) await fresh.load("before");
      const first = timeline.first;
      assert.deepEqual(
        timeline.lines.map(seen),
        fresh.lines.filter(({ seq }) => seq >= first).map(seen),
        `seed ${seed}`,
      );
      assert.equal(timeline.atEnd, true);
    }
  });
}
