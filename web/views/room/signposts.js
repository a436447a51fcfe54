// The buttons over a log: to the newest message, with how many came meanwhile, and to the first unread one.

import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

export class Signposts {
  newest;
  firstUnread;
  #unreadAfter;
  #unread;
  /** The last message that was there when the end was seen. */
  #seen = 0;
  #label = null;

  /** `unread` messages are behind the number `unreadAfter`. */
  constructor({ unread = 0, unreadAfter = null }, { toNewest, toUnread }) {
    this.#unread = unread;
    this.#unreadAfter = unreadAfter;
    this.newest = h("button", { type: "button", class: "to-newest", hidden: true, onclick: toNewest });
    this.firstUnread = h("button", { type: "button", class: "to-unread", hidden: true, onclick: toUnread });
  }

  /** `anchor` is the number of the first line that is seen. */
  draw({ lines, isRead, atEnd, newer }, { isAtEnd, isFar, anchor }) {
    if (!isRead) return;
    if (isAtEnd || this.#seen === 0) this.#seen = lines.at(-1)?.seq ?? 0;
    this.#drawNewest(!isAtEnd && (isFar || !atEnd), atEnd ? this.#news(lines) : newer);
    this.#drawFirstUnread(anchor);
  }

  #news(lines) {
    let count = 0;
    for (let at = lines.length - 1; at >= 0 && lines[at].seq > this.#seen; at--) if (lines[at].isMessage) count++;
    return count;
  }

  #drawNewest(isAway, news) {
    const isHidden = !isAway && news === 0;
    if (this.newest.hidden !== isHidden) this.newest.hidden = isHidden;
    const label = news > 0 ? t("room.newMessages", { count: news }) : t("room.toNewest");
    if (isHidden || label === this.#label) return;
    this.#label = label;
    this.newest.classList.toggle("round", news === 0);
    this.newest.replaceChildren(h("span", { class: news > 0 ? null : "unseen" }, label), icon("down", 18));
  }

  /** Once one was there, the way is known. */
  #drawFirstUnread(anchor) {
    if (this.#unread === 0 || anchor === null) return;
    const isAbove = anchor > this.#unreadAfter + 1;
    if (!isAbove) this.#unread = 0;
    this.firstUnread.hidden = !isAbove;
    if (isAbove && !this.firstUnread.firstChild) {
      this.firstUnread.append(icon("up", 18), h("span", {}, t("room.firstUnread", { count: this.#unread })));
    }
  }
}
