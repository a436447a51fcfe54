// A message that is on its way, or did not arrive.

import { calm } from "../../models/inline.js";
import { avatar } from "../../parts/avatar.js";
import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { fillText } from "./text.js";

export function fillPending(element, entry, { app }) {
  const sign = `${entry.state} ${entry.text} ${entry.failure?.message ?? entry.failure ?? ""} ${app.house.connection}`;
  if (element.dataset.sign === sign) return;
  element.dataset.sign = sign;
  element.dataset.state = entry.state;
  const me = { ...app.house.me.account, ...app.house.person(app.house.me.account.id) };
  const text = h("div", { class: "text", dir: "auto" });
  if (entry.forward) text.append(h("p", { class: "forwarded" }, icon("forward", 14), t("room.forwardPending")));
  else fillText(text, entry.text ?? "", { app });
  const why = entry.failure ? (entry.failure.message ? app.say(entry.failure) : String(entry.failure)) : "";
  element.replaceChildren(
    h("span", { class: "gutter", "aria-hidden": "true" }, avatar(me, 36)),
    h(
      "div",
      { class: "said" },
      h("header", {}, h("span", { class: "who" }, h("bdi", {}, calm(me.name ?? "")))),
      text,
      entry.state === "failed"
        ? h(
            "p",
            { class: "state", role: "alert" },
            icon("warning", 16),
            t("room.notSent", { why }),
            h("button", { type: "button", class: "link", onclick: () => app.house.retry(entry.key) }, t("room.sendAgain")),
            h("button", { type: "button", class: "link", onclick: () => app.house.discard(entry.key) }, t("room.discard")),
          )
        : entry.state === "waiting" && h("p", { class: "state" }, icon("clock", 16), t(app.house.connection === "open" ? "room.sending" : "room.waits")),
    ),
  );
}
