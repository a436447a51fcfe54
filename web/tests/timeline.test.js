import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Timeline } from "../models/timeline.js";
import { settle } from "./fakes.js";
import { me, Reference } from "./reference.js";

let room, timeline, asked, changes, answer;

beforeEach(() => {
  room = new Reference();
  asked = [];
  changes = [];
  answer = async (query) => room.page(query);
  timeline = new Timeline({
    ask: (query) => {
      asked.push(query);
      return answer(query);
    },
    me,
  });
  timeline.on("changed", ({ seqs }) => changes.push(seqs && [...seqs]));
});

const fill = (count) => {
  for (let number = 0; number < count; number++) room.message(8, `text ${number}`);
};
const seqs = () => timeline.lines.map(({ seq }) => seq);
const whole = () => {
  const list = seqs();
  assert.deepEqual(list, list.map((_, place) => list[0] + place), "without holes");
};
const tell = (event) => timeline.happened(event);

test("the latest, then page by page to the beginning", async () => {
  fill(150);
  assert.equal(await timeline.load("latest"), true);
  assert.deepEqual([timeline.first, timeline.last, timeline.atStart, timeline.atEnd], [92, 151, false, true]);
  await timeline.load("before");
  await timeline.load("before");
  assert.deepEqual([timeline.first, timeline.atStart], [1, true]);
  whole();
  await timeline.load("before");
  await timeline.load("latest");
  assert.equal(asked.length, 3, "what is there is not asked for");
});

test("the same page is asked for once, and says what is on its way", async () => {
  fill(100);
  const loading = [];
  timeline.on("loading", () => loading.push(timeline.loading));
  const first = timeline.load("latest");
  assert.equal(timeline.load("latest"), first);
  await first;
  const second = timeline.load("before");
  assert.equal(timeline.load("before"), second);
  await second;
  assert.equal(asked.length, 2);
  assert.deepEqual(loading, ["latest", null, "before", null]);
});

test("a jump makes a window elsewhere, which grows to both ends", async () => {
  fill(300);
  await timeline.load("latest");
  assert.equal(await timeline.jump(280), 280);
  assert.equal(asked.length, 1, "what is in the window is not asked for");
  assert.equal(await timeline.jump(100), 100);
  assert.deepEqual([timeline.first, timeline.last, timeline.atStart, timeline.atEnd], [70, 129, false, false]);
  await timeline.load("after");
  assert.deepEqual([timeline.last, timeline.atEnd], [189, false]);
  await timeline.load("after");
  await timeline.load("after");
  assert.deepEqual([timeline.last, timeline.atEnd], [301, true]);
  await timeline.load("before");
  await timeline.load("before");
  assert.deepEqual([timeline.first, timeline.atStart], [1, true]);
  whole();
});

test("jumps to what is near an end, to what has no line, and to a day", async () => {
  fill(100);
  await timeline.jump(3);
  assert.deepEqual([timeline.first, timeline.atStart, timeline.atEnd], [1, true, false]);
  await timeline.jump(100);
  assert.deepEqual([timeline.last, timeline.atEnd], [101, true]);
  const { seq } = room.add("edited", 8, { subject: 50, body: { text: "new" } });
  room.message(8, "after it");
  assert.equal(await timeline.jump(seq), seq + 1);
  assert.equal(await timeline.jumpToDate(room.events[39].at), 40);
  assert.equal(timeline.find(40) !== null && timeline.find(39) !== null, true);
  assert.equal(asked.at(-1).around_date, room.events[39].at);
});

test("a small room is whole at once, from wherever it is entered", async () => {
  fill(3);
  await timeline.jump(2);
  assert.deepEqual([timeline.atStart, timeline.atEnd, seqs()], [true, true, [1, 2, 3, 4]]);
});

test("a page that the server cut for its weight is not taken for the end", async () => {
  fill(5);
  answer = async (query) => {
    const page = room.page({ ...query, limit: 2 });
    for (const message of page.messages) message.body = { text: "x".repeat(60_000) };
    return page;
  };
  await timeline.load("latest");
  assert.equal(timeline.atStart, false);
});

test("what comes is appended at the end, and counted elsewhere", async () => {
  fill(100);
  await timeline.load("latest");
  tell(room.message(8, "new"));
  assert.equal(timeline.lines.at(-1).text, "new");
  assert.deepEqual(changes.at(-1), [102]);
  await timeline.jump(20);
  tell(room.message(8, "newer"));
  tell(room.add("reacted", 8, { subject: 102, body: { emoji: "👍" } }));
  assert.deepEqual([timeline.last, timeline.newer], [60, 1]);
  await timeline.load("latest");
  assert.deepEqual([timeline.lines.at(-1).text, timeline.newer, timeline.find(102).reactions[0].count], ["newer", 0, 1]);
});

test("an event that comes twice, or was in the page, changes nothing", async () => {
  const one = room.message(8, "one");
  const liked = room.add("reacted", 8, { subject: one.seq, body: { emoji: "👍" } });
  await timeline.load("latest");
  const count = changes.length;
  for (const event of [one, liked, one]) tell(event);
  const more = room.message(8, "two");
  tell(more);
  tell(more);
  assert.deepEqual([seqs(), timeline.find(one.seq).reactions[0].count], [[1, 2, 4], 1]);
  assert.equal(changes.length, count + 1);
});

test("letting go of lines: they can be had again, and the end is not the end any more", async () => {
  fill(150);
  await timeline.load("latest");
  await timeline.load("before");
  timeline.trim(100, 120);
  assert.deepEqual([timeline.first, timeline.last, timeline.atStart, timeline.atEnd], [100, 120, false, false]);
  tell(room.message(8, "unseen"));
  assert.equal(timeline.last, 120);
  await timeline.load("after");
  await timeline.load("before");
  assert.deepEqual([timeline.last, timeline.atEnd], [152, true]);
  whole();
});

test("a page that comes after its place was let go is left alone", async () => {
  fill(150);
  await timeline.load("latest");
  const loading = timeline.load("before");
  timeline.trim(120, Infinity);
  await loading;
  assert.equal(timeline.first, 120);
  whole();
});

test("a page of before a jump does not come into the window of after it", async () => {
  fill(300);
  await timeline.load("latest");
  let release;
  answer = (query) => (query.before ? new Promise((done) => (release = () => done(room.page(query)))) : Promise.resolve(room.page(query)));
  const before = timeline.load("before");
  await timeline.jump(50);
  release();
  assert.equal(await before, false);
  assert.deepEqual([timeline.first, timeline.last], [20, 79]);
});

test("a failure is told, and the next try may succeed", async () => {
  fill(10);
  answer = async () => {
    throw Object.assign(new Error(), { code: "unreachable" });
  };
  assert.equal(await timeline.load("latest"), false);
  assert.deepEqual([timeline.trouble.code, timeline.isRead, timeline.loading], ["unreachable", false, null]);
  assert.equal(await timeline.jump(5), null);
  answer = async (query) => room.page(query);
  assert.equal(await timeline.load("latest"), true);
  assert.equal(timeline.trouble, null);
});

test("after a gap the same place is read again, and is shown until then", async () => {
  fill(100);
  await timeline.load("latest");
  const { seq } = room.message(8, "missed");
  room.add("edited", 8, { subject: 101, body: { text: "missed too" } });
  const renewing = timeline.renew();
  assert.equal(timeline.last, 101);
  await renewing;
  assert.deepEqual([timeline.last, timeline.find(101).text, timeline.atEnd], [seq, "missed too", true]);
  await timeline.jump(30);
  room.add("edited", 8, { subject: 30, body: { text: "again" } });
  await timeline.renew();
  assert.equal(timeline.find(30).text, "again");
});

test("quotes: from the page, from the window, from the server; deletions and edits reach them", async () => {
  const plain = room.message(8, "plain text");
  const marked = room.message(8, "a **bold** word");
  const early = room.message(9, "an answer", { reply_to: plain.seq });
  await timeline.load("latest");
  assert.equal(timeline.find(early.seq).quote.excerpt, "plain text");
  const late = room.message(9, "another", { reply_to: marked.seq });
  tell(late);
  assert.equal(timeline.find(late.seq).quote, null);
  await settle();
  assert.equal(timeline.find(late.seq).quote.excerpt, "a bold word");
  const { version } = timeline.find(early.seq);
  tell(room.add("edited", 8, { subject: plain.seq, body: { text: "other text" } }));
  assert.equal(timeline.find(early.seq).quote.excerpt, "other text");
  assert.equal(timeline.find(early.seq).version > version, true);
  tell(room.add("edited", 8, { subject: plain.seq, body: { text: "a **strong** one" } }));
  await settle();
  assert.equal(timeline.find(early.seq).quote.excerpt, "a strong one");
  tell(room.add("deleted", 8, { subject: plain.seq }));
  assert.deepEqual(timeline.find(early.seq).quote, { seq: plain.seq, by: plain.by, deleted: true });
});

test("a thread has its messages alone, and the one that it begins with beside them", async () => {
  const root = room.message(8, "the question");
  const answer = room.message(9, "an answer", { thread: root.seq });
  room.message(9, "elsewhere");
  const thread = new Timeline({ ask: async (query) => room.page(query), me, thread: root.seq });
  await Promise.all([thread.load("latest"), thread.loadRoot()]);
  assert.deepEqual(thread.lines.map(({ seq }) => seq), [answer.seq]);
  const other = room.message(9, "elsewhere again");
  const more = room.message(9, "one more", { thread: root.seq });
  for (const event of [other, more]) thread.happened(event);
  assert.deepEqual(thread.lines.map(({ seq }) => seq), [answer.seq, more.seq]);
  assert.deepEqual(thread.root.thread, { messages: 2, last: more.seq });
  thread.happened(room.add("edited", 8, { subject: root.seq, body: { text: "the new question" } }));
  assert.equal(thread.root.text, "the new question");
});

test("what events cannot tell is asked for: votes and reactions of more than are named", async () => {
  const poll = room.message(8, "Which?", { poll: { options: ["a", "b"] } });
  const liked = room.message(8, "good");
  for (let who = 100; who < 125; who++) {
    room.add("voted", who, { subject: poll.seq, body: { options: [0] } });
    room.add("reacted", who, { subject: liked.seq, body: { emoji: "👍" } });
  }
  await timeline.load("latest");
  tell(room.add("voted", 124, { subject: poll.seq, body: { options: [1] } }));
  tell(room.add("unreacted", 101, { subject: liked.seq, body: { emoji: "👍" } }));
  await settle();
  const { options, voters } = timeline.find(poll.seq).poll;
  assert.deepEqual([options.map(({ count }) => count), voters], [[24, 1], 25]);
  assert.deepEqual([timeline.find(liked.seq).reactions[0].count, timeline.find(liked.seq).reactions[0].by.length], [24, 20]);
});

test("what is kept comes back as it was, and goes on", async () => {
  const poll = room.message(8, "Which?", { poll: { options: ["a", "b"], multiple: true } });
  room.add("voted", me, { subject: poll.seq, body: { options: [1] } });
  const answered = room.message(8, "hello");
  room.message(9, "an answer", { reply_to: answered.seq });
  room.add("reacted", 9, { subject: answered.seq, body: { emoji: "👍" } });
  room.message(9, "gone");
  room.add("deleted", 9, { subject: room.head });
  await timeline.load("latest");
  const kept = structuredClone(timeline.kept(200));
  const later = new Timeline({ ask: async (query) => room.page(query), me });
  later.restore(JSON.parse(JSON.stringify(kept)), true);
  const seen = (lines) => lines.map(({ version, asOf, ...line }) => line);
  assert.deepEqual(seen(later.lines), seen(timeline.lines));
  assert.deepEqual([later.atEnd, later.atStart, later.isRead], [true, true, true]);
  later.happened(room.add("voted", 9, { subject: poll.seq, body: { options: [1] } }));
  later.happened(room.message(9, "on"));
  assert.deepEqual([later.find(poll.seq).poll.options[1].by, later.lines.at(-1).text], [[me, 9], "on"]);
});

test("what was kept is shown while the first page is on its way, which then takes its place", async () => {
  fill(5);
  await timeline.load("latest");
  const kept = timeline.kept(200);
  room.message(8, "new");
  const later = new Timeline({ ask: async (query) => room.page(query), me });
  const loading = later.load("latest");
  later.restore(kept, false);
  assert.deepEqual([later.isRead, later.atEnd, later.last], [true, false, 6]);
  await loading;
  assert.deepEqual([later.atEnd, later.last], [true, 7]);
});

test("without an answer what was kept stays, and the next load asks again", async () => {
  fill(5);
  await timeline.load("latest");
  const kept = timeline.kept(200);
  let isThere = false;
  const ask = async (query) => {
    if (!isThere) throw Object.assign(new Error(), { code: "unreachable" });
    return room.page(query);
  };
  const later = new Timeline({ ask, me });
  const loading = later.load("latest");
  later.restore(kept, false);
  assert.equal(await loading, false);
  assert.equal(later.lines.length, 6);
  isThere = true;
  room.message(8, "new");
  await later.load("latest");
  assert.equal(later.last, 7);
});

test("a gap while the first page is on its way has it asked for again", async () => {
  fill(5);
  let release;
  answer = (query) => new Promise((done) => (release = () => done(room.page(query))));
  const old = timeline.load("latest");
  const first = release;
  timeline.renew();
  first();
  await settle();
  room.message(8, "new");
  release();
  await old;
  assert.equal(timeline.last, 7);
});

test("a gap does not take a window back that is on its way elsewhere", async () => {
  fill(100);
  await timeline.load("latest");
  const kept = timeline.kept(200);
  const later = new Timeline({ ask: async (query) => room.page(query), me });
  const loading = later.load("latest");
  later.restore(kept, false);
  later.renew();
  assert.equal(await loading, true);
  assert.deepEqual([later.last, later.atEnd], [101, true]);
});

test("letting go of the beginning makes it no beginning any more", async () => {
  fill(10);
  await timeline.load("latest");
  timeline.trim(6, Infinity);
  assert.deepEqual([timeline.first, timeline.atStart, timeline.atEnd], [6, false, true]);
  await timeline.load("before");
  assert.deepEqual([timeline.first, timeline.atStart], [1, true]);
});

test("a quote is not taken back by a page, nor by an event, that is older than it", async () => {
  const plain = room.message(8, "first");
  const answered = room.message(9, "an answer", { reply_to: plain.seq });
  const old = room.page({ limit: 60 });
  const edited = structuredClone(room.add("edited", 8, { subject: plain.seq, body: { text: "second" } }));
  room.add("edited", 8, { subject: plain.seq, body: { text: "third" } });
  await timeline.load("latest");
  tell(edited);
  assert.equal(timeline.find(answered.seq).quote.excerpt, "third");
  answer = async () => old;
  await timeline.refresh(answered.seq);
  assert.equal(timeline.find(answered.seq).quote.excerpt, "third");
});

test("a jump that fails across a gap leaves no hole at the end", async () => {
  fill(200);
  await timeline.load("latest");
  let fail;
  answer = (query) => (query.around ? new Promise((_, no) => (fail = no)) : Promise.resolve(room.page(query)));
  const jumping = timeline.jump(20);
  room.message(8, "missed");
  timeline.renew();
  fail(new Error());
  assert.equal(await jumping, null);
  tell(room.message(8, "told"));
  await timeline.load("after");
  whole();
  assert.equal(timeline.lines.at(-1).text, "told");
});

test("after a gap the line that a thread begins with is read again", async () => {
  const root = room.message(8, "the question");
  const thread = new Timeline({ ask: async (query) => room.page(query), me, thread: root.seq });
  await Promise.all([thread.load("latest"), thread.loadRoot()]);
  room.add("edited", 8, { subject: root.seq, body: { text: "another question" } });
  await thread.renew();
  await settle();
  assert.equal(thread.root.text, "another question");
});
