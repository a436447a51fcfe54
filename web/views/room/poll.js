// A poll under its question: choices while it is open, what was chosen, and its end.

import { calm } from "../../models/inline.js";
import { h } from "../../parts/dom.js";
import { currentLanguage, t } from "../../words/words.js";
import { confirmed } from "../../parts/dialog.js";
import { momentText } from "./when.js";

export function pollElement(line, log) {
  const { app, room } = log;
  const { poll } = line;
  const me = app.house.me.account.id;
  const isOver = poll.closed || (poll.closesAt !== null && poll.closesAt <= Date.now());
  const mayVote = !isOver && room.may.has("take_part");
  const mayClose = !isOver && !room.archived && (line.by.id === me || room.may.has("moderate"));
  const name = `${log.name}-poll-${line.seq}`;

  const vote = async (options) => {
    try {
      await app.api.put(`/v1/rooms/${room.id}/messages/${line.seq}/vote`, { options });
    } catch (error) {
      app.toast(app.say(error));
      line.version += 1;
      log.draw();
    }
  };
  const chosen = (place, isOn) => {
    if (!poll.multiple) return vote([place]);
    const rest = poll.mine.filter((one) => one !== place);
    return vote(isOn ? [...rest, place].sort((a, b) => a - b) : rest);
  };
  const close = async () => {
    if (!(await confirmed({ title: t("room.pollCloseTitle"), text: t("room.pollCloseText"), yes: t("room.pollClose"), kind: "" }))) return;
    await app.api.post(`/v1/rooms/${room.id}/messages/${line.seq}/close`).catch((error) => app.toast(app.say(error)));
  };

  const most = Math.max(1, ...poll.options.map(({ count }) => count));
  const percent = new Intl.NumberFormat(currentLanguage(), { style: "percent" });
  const number = new Intl.NumberFormat(currentLanguage());
  const options = poll.options.map((option, place) => {
    const isMine = poll.mine.includes(place);
    const share = poll.voters ? option.count / poll.voters : 0;
    const input =
      mayVote &&
      h("input", {
        type: poll.multiple ? "checkbox" : "radio",
        name,
        checked: isMine,
        data: { focus: `option ${place}` },
        onchange: (event) => chosen(place, event.target.checked),
      });
    const bar = h("progress", { max: String(poll.voters || 1), value: option.count, "aria-hidden": "true" });
    const who = option.by?.length ? option.by.map((id) => calm(app.house.person(id)?.name ?? t("room.somebody"))).join(", ") : null;
    return h(
      "label",
      { class: "poll-option", title: who, data: { ...(isMine && { mine: "" }), ...(isOver && option.count === most && { first: "" }) } },
      input,
      h("bdi", { class: "poll-text" }, calm(option.text)),
      h("span", { class: "poll-result" }, `${number.format(option.count)} · ${percent.format(share)}`),
      bar,
    );
  });
  const facts = [
    t("room.pollVoters", { count: poll.voters }),
    poll.multiple && !isOver && t("room.pollMultiple"),
    poll.anonymous && t("room.pollAnonymous"),
    isOver ? t("room.pollClosed") : poll.closesAt !== null && t("room.pollCloses", { when: momentText(app, poll.closesAt) }),
  ].filter(Boolean);
  return h(
    "fieldset",
    { class: "poll" },
    h("legend", { class: "unseen" }, t("room.poll")),
    options,
    h(
      "p",
      { class: "poll-facts" },
      facts.join(" · "),
      mayVote && poll.mine.length > 0 && h("button", { type: "button", class: "link", onclick: () => vote([]) }, t("room.pollTakeBack")),
      mayClose && h("button", { type: "button", class: "link", onclick: close }, t("room.pollClose")),
    ),
  );
}
