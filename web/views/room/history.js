// A message's versions, the newest first, each with what changed since the one before.

import { calm } from "../../models/inline.js";
import { diff } from "../../models/diff.js";
import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { t } from "../../words/words.js";
import { momentText } from "./when.js";

export async function showHistory({ app, room }, line) {
  const { versions } = await app.api.get(`/v1/rooms/${room.id}/messages/${line.seq}/history`);
  const texts = versions.map(({ body }) => calm(body.text ?? ""));
  const items = versions.map((version, place) =>
    h(
      "li",
      {},
      h("p", { class: "hint" }, place === 0 ? t("room.firstVersion") : t("room.edited"), " · ", momentText(app, version.at)),
      h("div", { class: "text", dir: "auto" }, place === 0 ? texts[0] : diff(texts[place - 1], texts[place]).map(part)),
    ),
  );
  openDialog({
    title: t("room.history"),
    size: "large",
    body: [h("ol", { class: "versions", reversed: true, tabindex: "0" }, items.reverse())],
    actions: [{ label: t("app.close") }],
  });
}

const part = ({ kind, text }) => (kind === "same" ? text : h(kind === "added" ? "ins" : "del", {}, text));
