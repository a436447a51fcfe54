// What is shown of a message above its answer: a line that leads there.

import { calm } from "../../models/inline.js";
import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

export function quoteElement({ quote }, log) {
  const go = (event) => {
    event.preventDefault();
    log.jump(quote.seq, { focus: true });
  };
  return h(
    "a",
    { class: "quote", href: log.app.link.room(log.room.id, quote.seq), onclick: go, data: { focus: "quote" } },
    icon("reply", 14),
    h("bdi", { class: "quoted" }, calm(quote.by.name)),
    h("bdi", { class: "excerpt" }, quote.deleted ? t("room.quoteDeleted") : calm(quote.excerpt)),
  );
}
