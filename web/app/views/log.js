// The list of what was said: draws rows, keeps the reader's place, and asks for older ones at the top.

import { noteText, rows } from "../rows.js";
import { dayText, timeText, wholeText } from "./clock.js";

/** So close to an end of the scroll, in pixels, counts as being there. */
const NEAR = 80;

export class LogView {
  #scroll = document.getElementById("log-scroll");
  #list = document.getElementById("log");
  #pending = document.getElementById("pending");
  #newest = document.getElementById("to-newest");
  #row = document.getElementById("message-row");
  #drawn = new Map();
  #atEnd = true;
  #wantOlder;
  #act;

  /** `wantOlder()` when the top comes near; `act("retry" | "discard", key)` on a failed message. */
  constructor({ wantOlder, act }) {
    this.#wantOlder = wantOlder;
    this.#act = act;
    this.#scroll.onscroll = () => this.#scrolled();
    this.#newest.onclick = () => this.toEnd();
    // The log keeps to its end when the composer grows or a keyboard opens.
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.#scroll);
  }

  get atEnd() {
    return this.#atEnd;
  }

  clear() {
    this.#drawn.clear();
    this.#list.replaceChildren();
    this.#pending.replaceChildren();
    this.#newest.hidden = true;
    this.#atEnd = true;
  }

  toEnd() {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#atEnd = true;
    this.#newest.hidden = true;
  }

  draw(events, pending, account) {
    const { scrollHeight, scrollTop } = this.#scroll;
    const last = this.#list.lastElementChild;
    const oldest = this.#list.firstElementChild;
    this.#drawRows(rows(events));
    this.#drawPending(pending, account);
    if (this.#atEnd) {
      this.toEnd();
    } else {
      // What came above pushes down what is read: go with it.
      const above = this.#list.firstElementChild !== oldest;
      if (above) this.#scroll.scrollTop = scrollTop + this.#scroll.scrollHeight - scrollHeight;
      if (this.#list.lastElementChild !== last && !above) this.#newest.hidden = false;
    }
  }

  /** Asks for older rows if there is room for them. */
  fill() {
    if (this.#scroll.scrollTop < NEAR * 4) this.#wantOlder();
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroll;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#atEnd) this.#newest.hidden = true;
    this.fill();
  }

  /** Keeps the elements of rows that are as they were, so that a screen reader is told only of new ones. */
  #drawRows(list) {
    const drawn = new Map();
    let place = this.#list.firstElementChild;
    for (const row of list) {
      const name = `${row.id} ${row.follows ?? ""}`;
      const item = this.#drawn.get(name) ?? this.#newRow(row);
      drawn.set(name, item);
      if (item === place) place = place.nextElementSibling;
      else this.#list.insertBefore(item, place);
    }
    for (const [name, item] of this.#drawn) if (!drawn.has(name)) item.remove();
    this.#drawn = drawn;
  }

  #newRow(row) {
    switch (row.kind) {
      case "day":
        return quietRow("day", dayText(row.at));
      case "note":
        return quietRow("note", noteText(row.event), row.event.at);
      default:
        return this.#messageRow({
          name: row.event.by.name,
          text: row.event.body.text,
          at: row.event.at,
          follows: row.follows,
        });
    }
  }

  #messageRow({ name, text, at, follows }) {
    const item = this.#row.content.firstElementChild.cloneNode(true);
    item.classList.toggle("follows", follows);
    item.querySelector("b").textContent = name;
    const time = item.querySelector("time");
    if (at === undefined) {
      time.remove();
    } else {
      time.dateTime = new Date(at).toISOString();
      time.textContent = timeText(at);
      time.title = wholeText(at);
    }
    item.querySelector(".text").textContent = text ?? "This message is not there any more.";
    return item;
  }

  #drawPending(pending, account) {
    const known = new Map([...this.#pending.children].map((item) => [item.dataset.key, item]));
    pending.forEach(({ key, text, state, failure }, place) => {
      let item = known.get(key);
      known.delete(key);
      if (!item) {
        item = this.#messageRow({ name: account.name, text, follows: place > 0 });
        item.dataset.key = key;
        for (const button of item.querySelectorAll("button")) {
          button.onclick = () => this.#act(button.dataset.do, key);
        }
        this.#pending.append(item);
      }
      item.dataset.state = state;
      item.querySelector(".state").hidden = state === "sent";
      item.querySelector(".state span").textContent = state === "failed" ? `Not sent: ${failure}` : "Sending…";
      for (const button of item.querySelectorAll("button")) button.hidden = state !== "failed";
    });
    for (const item of known.values()) item.remove();
  }
}

function quietRow(kind, text, at) {
  const item = document.createElement("li");
  item.className = kind;
  const line = document.createElement("p");
  line.textContent = text;
  if (at !== undefined) line.title = wholeText(at);
  item.append(line);
  return item;
}
