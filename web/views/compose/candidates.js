// Where completions come from: what the page knows at once, and what the server finds a moment later.

import { ranked } from "../../models/completion.js";
import { calm } from "../../models/inline.js";
import { avatar } from "../../parts/avatar.js";
import { t } from "../../words/words.js";

const MOST = 8;
const PAUSE = 150;
const REMEMBERED = 100;

export class Candidates {
  #app;
  #room;
  #timeline;
  /** What the server said: address to answer. */
  #answers = new Map();
  #timer = null;
  /** The emoji's part (emoji-options.js), once it was needed. */
  #emoji = null;

  constructor(app, room, timeline) {
    this.#app = app;
    this.#room = room;
    this.#timeline = timeline;
  }

  /** Calls `show(options)`, maybe twice. An option: `{ id, text, sign, label, hint, taken }`; `text` is what is put in. */
  async find({ kind, query }, show) {
    clearTimeout(this.#timer);
    if (kind === "emoji") return this.#findEmoji(query, show);
    const isPerson = kind === "person";
    const draw = (found) => show(isPerson ? this.#people(query, found) : this.#rooms(query, found));
    const path = isPerson ? "/v1/people" : "/v1/rooms";
    const known = this.#known(path, query);
    draw(known ?? []);
    if (known || query === "") return;
    this.#timer = setTimeout(async () => {
      const found = await this.#ask(path, query);
      if (found.length > 0) draw(found);
    }, PAUSE);
  }

  /** The emoji of a shortcode that was typed in full; null while the emoji are not here. */
  emojiOf(code) {
    return this.#emoji?.emojiOf(code) ?? null;
  }

  async #findEmoji(query, show) {
    // While writing it would only disturb that they cannot be had.
    this.#emoji ??= await import("./emoji-options.js").catch(() => null);
    if (this.#emoji) show(await this.#emoji.emojiOptions(query, MOST));
  }

  #people(query, found) {
    const { house } = this.#app;
    const people = new Map();
    for (const person of [...this.#lately(), ...(this.#room.members?.values() ?? []), ...found]) {
      const isOther = person?.username && person.id !== house.me.account.id && !house.blocked.has(person.id);
      if (isOther && !people.has(person.id)) people.set(person.id, person);
    }
    const everybody = this.#room.kind !== "direct" && this.#room.may.has("mention_all") ? ["all", "here"] : [];
    const all = everybody.map((word) => ({ id: word, username: word, name: t(`compose.call.${word}`), isEverybody: true }));
    // With nothing typed yet people come first; "all" is rarely meant.
    const candidates = query === "" ? [...people.values(), ...all] : [...all, ...people.values()];
    const keys = (person) => (person.isEverybody ? [person.username] : [person.username, person.name]);
    return ranked(candidates, query, keys, MOST).map((person) => this.#person(person));
  }

  #person(person) {
    const { members } = this.#room;
    const isAway = members && !person.isEverybody && !members.has(person.id);
    return {
      id: person.id,
      text: `@${person.username}`,
      sign: person.isEverybody ? "@" : avatar(person, 24),
      label: person.isEverybody ? `@${person.username}` : calm(person.name || person.username),
      hint: person.isEverybody ? person.name : isAway ? t("compose.notHere", { username: person.username }) : `@${person.username}`,
    };
  }

  #rooms(query, found) {
    const rooms = new Map();
    const known = [...this.#app.house.rooms.values()].sort((a, b) => Boolean(b.joined) - Boolean(a.joined));
    for (const room of [...known, ...found]) if (room.handle && !rooms.has(room.id)) rooms.set(room.id, room);
    return ranked([...rooms.values()], query, (room) => [room.handle, room.title], MOST).map((room) => ({
      id: room.id,
      text: `#${room.handle}`,
      sign: "#",
      label: calm(room.title || room.handle),
      hint: `#${room.handle}`,
    }));
  }

  /** Who wrote here, the last one first. */
  #lately() {
    const ids = new Set();
    for (const line of this.#timeline.lines.toReversed()) if (line.kind === "message") ids.add(line.by?.id);
    return [...ids].slice(0, 30).map((id) => this.#room.members?.get(id) ?? this.#app.house.person(id));
  }

  /** What was found before for this or, when that was all, for its beginning; else null. */
  #known(path, query) {
    for (let length = query.length; length > 0; length--) {
      const answer = this.#answers.get(`${path}?${query.slice(0, length)}`);
      if (answer && (length === query.length || answer.isWhole)) return answer.found;
    }
    return null;
  }

  async #ask(path, query) {
    try {
      const answer = await this.#app.api.get(path, { q: query, limit: 20 });
      const found = answer.people ?? answer.rooms;
      if (this.#answers.size >= REMEMBERED) this.#answers.delete(this.#answers.keys().next().value);
      this.#answers.set(`${path}?${query}`, { found, isWhole: !answer.next });
      return found;
    } catch {
      return []; // What the page knows itself is shown already.
    }
  }
}
