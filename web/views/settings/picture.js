// One's picture: chosen, looked at, sent; taken away and brought back.

import { avatar } from "../../parts/avatar.js";
import { openDialog } from "../../parts/dialog.js";
import { fill, h } from "../../parts/dom.js";
import { t } from "../../words/words.js";
import { outcome } from "./rows.js";

/** Larger than anything shows it, small enough to be sent by phone. */
const EDGE = 512;

export function pictureRow(app) {
  const { house } = app;
  const place = h("div", {});
  const said = outcome();
  const file = h("input", { type: "file", class: "unseen", accept: "image/png,image/jpeg,image/webp,image/gif", tabindex: "-1", "aria-hidden": "true" });
  const choose = h("button", { type: "button", class: "plain", onclick: () => file.click() }, t("settings.choosePicture"));
  const remove = h("button", { type: "button", class: "quiet", onclick: () => said.of(takeAway) }, t("settings.removePicture"));

  const draw = () => {
    const { account, profile } = house.me;
    fill(place, avatar({ ...account, picture: profile.picture }, 88));
    remove.hidden = !profile.picture;
  };
  const send = async (blob) => {
    house.setMe(await app.api.upload("/v1/me/picture", blob));
    draw();
  };
  const takeAway = async () => {
    const { account, profile } = house.me;
    // Kept until the word of it has gone, so that it can be undone.
    const before = await fetch(`/v1/people/${account.id}/picture?tag=${encodeURIComponent(profile.picture)}`).then((answer) => answer.ok && answer.blob()).catch(() => null);
    house.setMe(await app.api.delete("/v1/me/picture"));
    draw();
    choose.focus();
    app.toast(t("settings.pictureRemoved"), before && { label: t("app.undo"), run: () => said.of(() => send(before)) });
    return false;
  };
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    file.value = "";
    if (!chosen) return;
    try {
      const canvas = await squared(chosen);
      preview(canvas, async () => send(await encoded(canvas)));
    } catch {
      said.of(() => Promise.reject(new Error(t("refusal.picture_invalid"))));
    }
  });
  draw();
  return h("div", { class: "picture-row" }, place, h("div", {}, h("div", { class: "choices start" }, choose, remove, file), h("p", { class: "hint" }, t("settings.pictureHint")), said.element));
}

/** The middle of it, as a square. */
async function squared(blob) {
  const bitmap = await createImageBitmap(blob);
  const edge = Math.min(bitmap.width, bitmap.height);
  const size = Math.min(edge, EDGE);
  const canvas = h("canvas", { width: size, height: size, class: "picture-preview", role: "img", "aria-label": t("settings.preview") });
  canvas.getContext("2d").drawImage(bitmap, (bitmap.width - edge) / 2, (bitmap.height - edge) / 2, edge, edge, 0, 0, size, size);
  bitmap.close();
  return canvas;
}

function preview(canvas, use) {
  openDialog({
    title: t("settings.pictureTitle"),
    body: [h("div", { class: "picture-stage" }, canvas), h("p", { class: "hint" }, t("settings.pictureCut"))],
    actions: [{ label: t("app.cancel"), kind: "quiet" }, { label: t("settings.usePicture"), run: use }],
  });
}

/** PNG where something is seen through or it is small; JPEG for photographs. */
async function encoded(canvas) {
  const as = (type, quality) => new Promise((resolve) => canvas.toBlob(resolve, type, quality));
  const png = await as("image/png");
  if (png.size < 300_000) return png;
  return as("image/jpeg", 0.88);
}
