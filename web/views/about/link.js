// Making a link by which people come in.

import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

const day = 86400;
const lengths = [[day, "day"], [7 * day, "week"], [30 * day, "month"], [0, "for_good"]];
const uses = [0, 1, 5, 10, 25, 100];

/** Asks for how long and for how many, makes the link and shows it. `made()` is called then. */
export function openMakeLink(app, room, made) {
  const length = field({
    label: t("about.linkLength"),
    type: "select",
    value: String(7 * day),
    options: lengths.map(([seconds, key]) => [String(seconds), t(`about.span.${key}`)]),
  });
  const count = field({
    label: t("about.linkUses"),
    type: "select",
    value: "0",
    options: uses.map((one) => [String(one), one === 0 ? t("about.anyNumber") : String(one)]),
  });
  openDialog({
    title: t("about.makeLink"),
    body: [h("p", { class: "hint" }, t("about.linkHint")), length.element, count.element],
    actions: [
      { label: t("app.cancel"), kind: "quiet" },
      {
        label: t("about.makeLink"),
        run: async () => {
          const { token } = await app.api.post(
            `/v1/rooms/${room.id}/links`,
            { expires_in: Number(length.input.value), uses: Number(count.input.value) },
          );
          made();
          // The token is told only now.
          showLink(`${location.origin}/#/join/${encodeURIComponent(token)}`);
        },
      },
    ],
  });
}

/** A link that is shown once, to be copied. */
function showLink(address) {
  const input = h(
    "input",
    { type: "text", readonly: true, value: address, "aria-label": t("about.link"), onfocus: () => input.select() },
  );
  const copy = h("button", { type: "button", class: "quiet", onclick: () => copied() }, icon("copy", 18), t("app.copy"));
  const state = h("p", { class: "aside", role: "status" });
  const copied = async () => {
    try {
      await navigator.clipboard.writeText(address);
      state.textContent = t("app.copied");
    } catch {
      // Over plain HTTP a page may not reach the clipboard: the text is marked for the keys.
      input.select();
      state.textContent = t("app.copyByHand");
    }
  };
  openDialog({
    title: t("about.linkReady"),
    body: [h("p", { class: "hint" }, t("about.linkOnce")), h("div", { class: "copyable" }, input, copy), state],
    actions: [{ label: t("app.done") }],
  });
  input.select();
}
