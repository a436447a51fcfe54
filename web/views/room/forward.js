// Sends a copy of a message to another room, with a word about it.

import { calm } from "../../models/inline.js";
import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { t } from "../../words/words.js";

export async function forward(app, room, line) {
  const { house } = app;
  const rooms = house.joined.filter((one) => !one.archived && one.may.has("post"));
  let chosen = null;
  const list = h("div", { class: "room-choice", role: "radiogroup", "aria-label": t("room.forwardWhere") });
  const filter = field({ label: t("room.forwardWhere"), name: "filter", type: "search", autocomplete: "off" });
  const comment = field({ label: t("room.forwardComment"), name: "comment", type: "textarea", rows: "2" });
  const draw = () => {
    const wanted = filter.input.value.trim().toLocaleLowerCase();
    const found = rooms.filter((one) => `${one.title} ${one.handle ?? ""}`.toLocaleLowerCase().includes(wanted));
    list.replaceChildren(
      ...found.map((one) =>
        h(
          "label",
          { class: "choice" },
          h("input", { type: "radio", name: "room", value: String(one.id), checked: one === chosen, onchange: () => (chosen = one) }),
          h("bdi", {}, calm(one.title)),
        ),
      ),
    );
    if (found.length === 0) list.append(h("p", { class: "empty" }, t("room.forwardNone")));
  };
  filter.input.addEventListener("input", draw);
  draw();
  openDialog({
    title: t("room.forwardTitle"),
    body: [filter.element, list, comment.element],
    actions: [
      { label: t("app.cancel"), kind: "quiet" },
      {
        label: t("room.forward"),
        run: () => {
          if (!chosen) {
            filter.problem(t("room.forwardChoose"));
            return false;
          }
          house.send(chosen, { forward: { room: room.id, message: line.seq } });
          const text = comment.input.value.trim();
          if (text) house.send(chosen, { text });
          app.toast(t("room.forwardedTo", { room: calm(chosen.title) }), { label: t("room.goThere"), run: () => app.go(app.link.room(chosen.id)) });
        },
      },
    ],
  });
}
