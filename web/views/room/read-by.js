// Under one's own last message, who has read it.

import { calm } from "../../models/inline.js";
import { currentLanguage, t } from "../../words/words.js";

const NAMED = 3;

export function drawReaders(element, { app, room, timeline }) {
  const me = app.house.me.account.id;
  const last = timeline.atEnd ? timeline.lines.findLast(({ isMessage }) => isMessage) : null;
  const isMine = last && last.by.id === me && !last.isErased;
  const names = isMine
    ? [...room.receipts].filter(([id, seq]) => id !== me && seq >= last.seq).map(([id]) => calm(app.house.person(id)?.name ?? t("room.somebody")))
    : [];
  const shown = names.length > NAMED + 1 ? [...names.slice(0, NAMED), t("room.others", { count: names.length - NAMED })] : names;
  const text =
    names.length === 0 ? "" : room.kind === "direct" ? t("room.read") : t("room.readBy", { names: new Intl.ListFormat(currentLanguage()).format(shown) });
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === "";
}
