// A window without holes over the lines of a room, or of one of its threads, kept true by the events of the stream.
//
//   lines     Line[], oldest first       atStart, atEnd    whether there is nothing before, nothing after
//   loading   null, or what is on its way: "latest", "before", "after", "around"
//   trouble   why the last load failed: a Refusal or Unreachable, or null
//   newer     how many messages came behind the window since it left the end
//   root      of a thread: the line that it begins with, or null
//   isRead    whether there is anything to draw: false until the first page came
//   topics    "changed" { seqs: Set | null } (null: anything), "loading"
//
// `load` and `jump` never reject: they give whether, or where, they arrived, and `trouble` says why not.

import { Line } from "./line.js";
import { Quotes } from "./quotes.js";
import { Signal } from "./signal.js";

const PAGE = 60;
/** Events that are held against pages that are older than the stream. */
const RECENT = 200;
/** A line is asked for again so often at once. */
const TRIES = 3;

export class Timeline extends Signal {
  lines = [];
  atStart = false;
  atEnd = false;
  trouble = null;
  newer = 0;
  root = null;
  isRead = false;

  #ask;
  #me;
  #thread;
  /** The last event that is in the window, or has no place in it; of use while the window is at the end. */
  #end = 0;
  #recent = [];
  /** What is on its way: what it is for, to { kind, promise }. Empty again when the window goes elsewhere. */
  #underWay = new Map();
  #quotes = new Quotes();
  #asking = new Set();

  /** @param ask `(query) => Promise of a page of /v1/rooms/…/messages` */
  constructor({ ask, me, thread = null }) {
    super();
    this.#ask = ask;
    this.#me = me;
    this.#thread = thread;
  }

  get loading() {
    return this.#underWay.values().next().value?.kind ?? null;
  }

  get first() {
    return this.lines[0]?.seq ?? null;
  }

  get last() {
    return this.lines.at(-1)?.seq ?? null;
  }

  /** The last event that this knows of. */
  get end() {
    return this.#end;
  }

  /** The line with this number; null where the window has none. */
  find(seq) {
    const place = this.#placeOf(seq);
    const line = this.lines[place];
    return line?.seq === seq ? line : null;
  }

  // Loading

  /** Loads the "latest" lines, or a page "before" or "after" the window. */
  load(what) {
    if (what !== "latest" && this.lines.length > 0) return this.#extend(what);
    if (this.atEnd) return Promise.resolve(true);
    return this.#move("latest", {}, (page) => this.#latest(page));
  }

  /** Goes to a line. Gives the number of it, or of what is nearest; null if there is nothing. */
  async jump(seq) {
    if (this.find(seq)) return seq;
    if (!(await this.#goAround(seq))) return null;
    return this.lines[Math.min(this.#placeOf(seq), this.lines.length - 1)]?.seq ?? null;
  }

  /** Goes to the first line of a day ("2026-05-01", where one is), or after a moment in milliseconds. */
  async jumpToDate(day) {
    const moment = Math.max(0, typeof day === "number" ? day : new Date(`${day}T00:00`).getTime());
    const take = (page) => this.#around(page, (line) => line.at < moment);
    if (!(await this.#move("around", { around_date: moment }, take))) return null;
    return (this.lines.find((line) => line.at >= moment) ?? this.lines.at(-1))?.seq ?? null;
  }

  /** What was known is void, or too old: the same place is read again. Until then it stays as it is. */
  renew() {
    const { lines, atEnd } = this;
    this.#recent = [];
    this.#quotes.clear();
    this.atEnd = false;
    if (this.root) this.refresh(this.root.seq);
    const moving = [...this.#underWay.values()].find(({ kind }) => kind === "latest" || kind === "around");
    if (moving) {
      // It goes elsewhere anyway; what is on its way may be older than what begins now.
      moving.isVoid = true;
      return moving.promise;
    }
    if (!this.isRead) return Promise.resolve(true);
    this.#underWay.clear();
    if (atEnd || lines.length === 0) return this.load("latest");
    return this.#goAround(lines[lines.length >> 1].seq);
  }

  /** Forgets everything, and begins again where something was read. */
  restart() {
    const { isRead } = this;
    this.#clear();
    if (isRead) this.load("latest");
  }

  #clear() {
    this.#underWay.clear();
    this.#recent = [];
    this.#quotes.clear();
    Object.assign(this, { lines: [], atStart: false, atEnd: false, newer: 0, isRead: false, root: null });
    this.#changed(null);
  }

  /** Lets go of the lines before `keepFrom` and after `keepTo` (numbers); they can be had again. */
  trim(keepFrom, keepTo) {
    const from = this.#placeOf(keepFrom);
    const to = this.#placeOf(keepTo + 1);
    if (from === 0 && to === this.lines.length) return;
    if (from > 0) this.atStart = false;
    if (to < this.lines.length) this.atEnd = false;
    this.lines = this.lines.slice(from, to);
    this.#quotes.keep(this.lines);
    this.#changed(null);
  }

  #goAround(seq) {
    return this.#move("around", { around: seq }, (page) => this.#around(page, (line) => line.seq < seq));
  }

  /** Takes the window elsewhere: whatever else is on its way is not for it any more. */
  #move(kind, query, take) {
    const name = `${kind} ${query.around ?? query.around_date}`;
    if (!this.#underWay.has(name)) this.#underWay.clear();
    return this.#load(name, kind, query, take);
  }

  #extend(kind) {
    if (kind === "before" ? this.atStart : this.atEnd) return Promise.resolve(true);
    const edge = () => (kind === "before" ? this.first : this.last);
    const place = edge();
    return this.#load(kind, kind, { [kind]: place }, (page) => {
      // Unless the window lost its edge meanwhile.
      if (edge() === place) kind === "before" ? this.#before(page) : this.#after(page);
    });
  }

  /** The same request once, however often it is wanted. */
  #load(name, kind, query, take) {
    const known = this.#underWay.get(name);
    if (known) return known.promise;
    const entry = { kind };
    this.#underWay.set(name, entry);
    entry.promise = this.#fetch(name, entry, query, take);
    this.tell("loading");
    return entry.promise;
  }

  async #fetch(name, entry, query, take) {
    let page = null;
    let trouble = null;
    try {
      do {
        entry.isVoid = false;
        page = await this.#ask({ limit: PAGE, ...query, thread: this.#thread ?? undefined });
      } while (entry.isVoid);
    } catch (error) {
      trouble = error;
    }
    if (this.#underWay.get(name) !== entry) return false;
    this.trouble = trouble;
    if (page) {
      take(page);
      this.isRead = true;
    }
    this.#underWay.delete(name);
    this.#forgetOldEvents();
    if (page) this.#changed(null);
    this.tell("loading");
    return trouble === null;
  }

  // Pages

  #latest(page) {
    this.lines = this.#linesOf(page);
    this.atStart = isAll(page, PAGE);
    this.#reachedEnd(page);
    this.#sawStart();
  }

  #before(page) {
    this.lines = [...this.#linesOf(page).filter(({ seq }) => seq < this.first), ...this.lines];
    this.atStart = isAll(page, PAGE);
    this.#sawStart();
  }

  #after(page) {
    this.lines = [...this.lines, ...this.#linesOf(page).filter(({ seq }) => seq > this.last)];
    if (isAll(page, PAGE) || this.last === page.head) this.#reachedEnd(page);
  }

  #around(page, isBefore) {
    this.lines = this.#linesOf(page);
    const before = page.messages.filter(isBefore);
    this.atStart = before.length < PAGE >> 1 && isLight(page);
    this.atEnd = false;
    this.newer = 0;
    if ((page.messages.length < PAGE && isLight(page)) || this.last === page.head) this.#reachedEnd(page);
    this.#sawStart();
  }

  /** The page has all that there was up to its head; what the stream told since comes behind it. */
  #reachedEnd({ head }) {
    this.atEnd = true;
    this.newer = 0;
    this.#end = head;
    for (const [place, event] of this.#recent.entries()) {
      if (event.seq <= head || !this.#isLine(event) || !this.#append(event)) continue;
      this.#catchUp(this.lines.at(-1), this.#recent.slice(place + 1));
    }
  }

  /** A room begins with the event 1. */
  #sawStart() {
    if (this.first === 1) this.atStart = true;
  }

  #linesOf({ messages, quotes, head }) {
    for (const quote of quotes) this.#quotes.take(quote, head, this.lines);
    const since = this.#recent.filter(({ seq, subject }) => seq > head && subject != null);
    return messages.map((raw) => {
      const line = new Line(raw, head);
      this.#catchUp(line, since);
      this.#quotes.attach(line, this.find(line.replyTo));
      return line;
    });
  }

  #catchUp(line, events) {
    for (const event of events) if (isAbout(event) && event.subject === line.seq) line.apply(event, this.#me);
    if (line.isStale) this.refresh(line.seq);
  }

  // Events

  /** Takes the next event of the room. */
  happened(event) {
    this.#recent.push(event);
    this.#forgetOldEvents();
    const seqs = new Set();
    if (isAbout(event)) {
      for (const line of this.#held(event.subject)) {
        if (line.apply(event, this.#me)) seqs.add(line.seq);
        if (line.isStale) this.refresh(line.seq);
      }
      if (event.kind === "edited" || event.kind === "deleted") this.#quoteChanged(event, seqs);
    }
    if (this.#isLine(event)) {
      if (this.atEnd && this.#append(event)) seqs.add(event.seq);
      else if (!this.atEnd && this.isRead && event.kind === "message") this.newer += 1;
    }
    if (seqs.size > 0 || (!this.atEnd && this.isRead && this.#isLine(event))) this.#changed(seqs);
  }

  /** Whether an event has a place of its own here. */
  #isLine({ kind, subject }) {
    if (this.#thread !== null) return kind === "message" && subject === this.#thread;
    return !CHANGES.has(kind);
  }

  #append(event) {
    if (event.seq <= this.#end) return false;
    this.#end = event.seq;
    const line = new Line(event, event.seq);
    this.lines.push(line);
    if (!this.#quotes.attach(line, this.find(line.replyTo))) this.refresh(line.seq);
    return true;
  }

  #quoteChanged(event, seqs) {
    const { answers, isUnclear } = this.#quotes.changed(event, this.lines);
    if (isUnclear && answers.length > 0) this.refresh(answers[0].seq);
    for (const line of answers) seqs.add(line.seq);
  }

  /** While something is on its way its head is not known: then every event is held. */
  #forgetOldEvents() {
    const spare = this.#recent.length - RECENT;
    if (spare > 0 && this.#underWay.size === 0 && this.#asking.size === 0) this.#recent.splice(0, spare);
  }

  // What only the server can tell

  /** Asks for a line again: what became of it cannot be told from the events alone. */
  async refresh(seq) {
    if (this.#asking.has(seq)) return;
    this.#asking.add(seq);
    try {
      // What happens meanwhile may make it unclear again.
      for (let tries = 1; tries <= TRIES; tries += 1) if (await this.#readAgain(seq)) break;
    } catch {
      // It stays as it is; the next change, or the next visit, asks again.
    } finally {
      this.#asking.delete(seq);
      this.#forgetOldEvents();
    }
  }

  /** Gives whether all of the line is known now. */
  async #readAgain(seq) {
    const { messages, quotes, head } = await this.#ask({ limit: 1, around: seq });
    for (const quote of quotes) this.#quotes.take(quote, head, this.lines);
    const raw = messages.find((message) => message.seq === seq);
    const lines = this.#held(seq);
    for (const line of lines) {
      if (!raw || !line.become(raw, head)) continue;
      this.#catchUp(line, this.#recent.filter((event) => event.seq > head));
      this.#quotes.attach(line, this.find(line.replyTo));
    }
    if (lines.length > 0) this.#changed(new Set([seq]));
    return head >= seq && lines.every((line) => !line.isStale);
  }

  /** The line with this number wherever it is held: in the window, and where a thread begins. */
  #held(seq) {
    return [this.find(seq), this.root?.seq === seq ? this.root : null].filter(Boolean);
  }

  /** Of a thread: loads the line that it begins with. Gives whether it is there. */
  async loadRoot() {
    if (this.#thread === null || this.root) return this.root !== null;
    this.#asking.add(this.#thread);
    try {
      const page = await this.#ask({ limit: 1, around: this.#thread });
      const raw = page.messages.find(({ seq }) => seq === this.#thread);
      if (!raw) return false;
      this.root = new Line(raw, page.head);
      this.#catchUp(this.root, this.#recent.filter(({ seq }) => seq > page.head));
      this.#changed(new Set([this.#thread]));
      return true;
    } catch (error) {
      this.trouble = error;
      return false;
    } finally {
      this.#asking.delete(this.#thread);
    }
  }

  // The cache

  /** What is kept for reading without a network: the last lines, if the window is at the end. */
  kept(most) {
    if (!this.atEnd || this.lines.length === 0) return null;
    const lines = this.lines.slice(-most);
    return { end: this.#end, lines: lines.map((line) => ({ raw: line.raw, asOf: line.asOf, quote: line.quote })) };
  }

  /**
   * Takes what was kept, where nothing was read yet; a page that is on its way takes its place.
   *
   * @param isContinued whether the stream goes on from where this ends
   */
  restore({ end, lines }, isContinued) {
    if (this.isRead) return;
    this.lines = lines.map(({ raw, asOf, quote }) => {
      const line = new Line(raw, asOf);
      line.quote = quote;
      if (quote) this.#quotes.take(quote, asOf, []);
      return line;
    });
    this.#end = end;
    this.atEnd = isContinued;
    this.isRead = true;
    this.#sawStart();
    this.#changed(null);
  }

  /** The place of the first line that is not before this number. */
  #placeOf(seq) {
    let [from, to] = [0, this.lines.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.lines[middle].seq < seq) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #changed(seqs) {
    this.tell("changed", { seqs });
  }
}

/** Kinds of events that change a message, and have no place of their own. */
const CHANGES = new Set(["edited", "deleted", "reacted", "unreacted", "pinned", "unpinned", "voted", "closed"]);

/** Whether an event changes the line of its subject: it is about a message, or is one of the thread that it begins. */
function isAbout({ kind, subject }) {
  return subject != null && (CHANGES.has(kind) || kind === "message");
}

/** Whether a page has all that there was: the server also ends a page that weighs a megabyte. */
function isAll(page, limit) {
  return page.messages.length < limit && isLight(page);
}

function isLight({ messages }) {
  let letters = 0;
  for (const { body } of messages) letters += body.text?.length ?? 0;
  return letters < 50_000;
}
