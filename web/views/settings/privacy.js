// Who may write to one, what others see, whom one does not want to hear.

import { avatar } from "../../parts/avatar.js";
import { h } from "../../parts/dom.js";
import { t } from "../../words/words.js";
import { choice, loaded, part, section, toggle } from "./rows.js";

export function mount(app) {
  const { house } = app;
  const { profile } = house.me;
  const list = loaded(async () => (await app.api.get("/v1/me/blocks")).blocks, (blocks) => drawBlocks(blocks));

  function drawBlocks(blocks) {
    if (blocks.length === 0) return h("p", { class: "hint" }, t("settings.nobodyBlocked"));
    return h("ul", { class: "settings-list", role: "list" }, blocks.map(({ account }) => blockRow(account)));
  }

  function blockRow(account) {
    const name = account.name || account.username;
    const unblock = async () => {
      try {
        await app.api.delete(`/v1/me/blocks/${account.id}`);
        await list.reload();
        app.toast(t("settings.unblocked", { name }), { label: t("app.undo"), run: () => app.api.put(`/v1/me/blocks/${account.id}`).then(list.reload, (error) => app.toast(app.say(error))) });
      } catch (error) {
        app.toast(app.say(error));
      }
    };
    return h(
      "li",
      {},
      avatar(account, 36),
      h("div", {}, h("bdi", {}, name), h("p", { class: "hint" }, h("bdi", {}, `@${account.username}`))),
      h("button", { type: "button", class: "plain", onclick: unblock, "aria-label": t("settings.unblockName", { name }) }, t("settings.unblock")),
    );
  }

  return {
    element: section(
      t("settings.privacy"),
      part(
        null,
        null,
        choice({
          label: t("settings.mayWrite"),
          hint: t("settings.mayWriteHint"),
          options: ["everyone", "shared_rooms", "nobody"].map((who) => [who, t(`settings.mayWrite.${who}`)]),
          value: profile.may_write_to_me,
          save: (value) => house.changeProfile({ may_write_to_me: value }),
        }),
        toggle({
          label: t("settings.showPresence"),
          hint: t("settings.showPresenceHint"),
          value: !profile.hides_presence,
          save: (value) => house.changeProfile({ hides_presence: !value }),
        }),
        toggle({
          label: t("settings.receipts"),
          hint: t("settings.receiptsHint"),
          value: profile.sends_read_receipts,
          save: (value) => house.changeProfile({ sends_read_receipts: value }),
        }),
      ),
      part(t("settings.blocked"), t("settings.blockedHint"), list),
    ),
  };
}
