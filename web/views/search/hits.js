// Messages that were found, under the room and the day that they stand in.

import { avatar } from "../../parts/avatar.js";
import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { excerpt, pieces } from "../../models/matches.js";
import { currentLanguage, t } from "../../words/words.js";
import { timeText } from "../room/when.js";

/** `{ element, add(hits, order), clear() }`. `opened` is told when one is followed. */
export function hitList(app, opened) {
  const element = h("div", { class: "hits" });
  let group = null;
  let groupKey = null;
  const calendar = new Intl.DateTimeFormat(currentLanguage(), { dateStyle: "medium" });

  function add(hits, order) {
    for (const hit of hits) {
      const day = calendar.format(hit.at);
      // By fit neighbours have nothing to do with each other: each stands alone.
      const key = order === "ranked" ? `${hit.room}/${hit.seq}` : `${hit.room}/${day}`;
      if (key !== groupKey) open(hit, day);
      groupKey = key;
      group.append(line(hit));
    }
  }

  function open(hit, day) {
    group = h("ul", { role: "list" });
    const room = app.house.room(hit.room);
    const sign = room?.kind === "channel" || !room ? "hash" : room.kind === "group" ? "people" : "person";
    element.append(h(
      "section",
      { class: "hit-group" },
      h("h2", {}, icon(sign, 16), h("bdi", {}, room?.title ?? hit.room_title), h("span", { class: "aside" }, day)),
      group,
    ));
  }

  function line(hit) {
    const known = app.house.person(hit.by.id);
    return h(
      "li",
      {},
      h(
        "a",
        { class: "result", href: app.link.room(hit.room, hit.seq), onclick: opened },
        avatar({ id: hit.by.id, name: hit.by.name, picture: known?.picture }, 32),
        h(
          "span",
          { class: "what" },
          h(
            "span",
            { class: "who" },
            h("bdi", { class: "name" }, hit.by.name),
            h("time", { class: "aside", datetime: new Date(hit.at).toISOString() }, timeText(app, hit.at)),
          ),
          h(
            "span",
            { class: "text", dir: "auto" },
            excerpt(pieces(hit.text, hit.matches)).map((piece) => (piece.marked ? h("mark", {}, piece.text) : piece.text)),
          ),
        ),
        h("span", { class: "unseen" }, t("search.openHit")),
      ),
    );
  }

  return {
    element,
    add,
    clear() {
      element.replaceChildren();
      group = groupKey = null;
    },
  };
}
