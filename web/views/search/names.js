// People and rooms whose names fit what is searched for.

import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { personLine } from "../people/line.js";

const MOST = 5;

/** `{ element, find(words) }`; no words, nothing found. */
export function names(app) {
  const element = h("div", { class: "by-name", hidden: true });
  let turn = 0;
  let last = null;

  async function find(words) {
    if (words === last) return;
    last = words;
    const mine = (turn += 1);
    if (!words) return void (element.hidden = true);
    // One that fails takes nothing from the other.
    const [people, rooms] = await Promise.all([
      app.api.get("/v1/people", { q: words, limit: MOST }).then((answer) => answer.people, () => []),
      app.api.get("/v1/rooms", { q: words, limit: MOST }).then((answer) => answer.rooms, () => []),
    ]);
    if (mine !== turn) return;
    element.hidden = people.length + rooms.length === 0;
    fill(
      element,
      part(
        "search.people",
        people,
        (person) => h("a", { class: "result", href: app.link.person(person.id) }, personLine(person)),
      ),
      part("search.rooms", rooms, (room) =>
        h(
          "a",
          { class: "result", href: app.link.room(room.id) },
          h(
            "span",
            { class: "person-line" },
            icon(room.entry === "invited" ? "lock" : "hash", 20),
            h("bdi", { class: "name" }, room.title),
            room.topic && h("span", { class: "aside", dir: "auto" }, room.topic),
          ),
        ),
      ),
    );
  }

  function part(key, all, link) {
    return all.length > 0 && h(
      "section",
      {},
      h("h2", {}, t(key)),
      h("ul", { role: "list" }, all.map((one) => h("li", {}, link(one)))),
    );
  }

  return { element, find };
}
