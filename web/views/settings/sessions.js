// Where one is logged in, and how to end it there.

import { confirmed } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { clientName, day } from "./client.js";
import { loaded, part, section } from "./rows.js";

export function mount(app) {
  const load = async () => (await app.api.get("/v1/me/sessions")).sessions.filter(({ kind }) => kind !== "token");
  const list = loaded(load, draw);

  function draw(sessions) {
    const others = sessions.filter(({ current }) => !current);
    return [
      h("ul", { class: "settings-list", role: "list" }, [...sessions.filter(({ current }) => current), ...others].map(row)),
      h("div", { class: "choices start" }, h("button", { type: "button", class: "plain danger", onclick: endAll, disabled: others.length === 0 }, t("settings.endAll"))),
    ];
  }

  function row(session) {
    const name = clientName(session.client);
    const until = session.kind === "connection" && [" · ", t("settings.endsWithConnection")];
    const used = session.online ? t("settings.onlineNow") : t("settings.lastUsed", { at: day(session.used_at ?? session.created_at) });
    const end = async (event) => {
      event.target.disabled = true;
      try {
        await app.api.delete(`/v1/me/sessions/${session.id}`);
        app.announce(t("settings.ended", { name }));
      } catch (error) {
        app.toast(app.say(error));
      }
      await list.reload();
      list.querySelector("button")?.focus();
    };
    return h(
      "li",
      {},
      icon("device", 24),
      h(
        "div",
        {},
        h("p", {}, h("bdi", {}, name), " ", session.current && h("span", { class: "tag accent" }, t("settings.thisOne"))),
        h("p", { class: "hint" }, used, " · ", h("bdi", {}, session.address), " · ", t("settings.since", { at: day(session.created_at) }), until),
      ),
      !session.current && h("button", { type: "button", class: "plain", onclick: end, "aria-label": t("settings.endNamed", { name }) }, t("settings.end")),
    );
  }

  async function endAll() {
    if (!(await confirmed({ title: t("settings.endAllTitle"), text: t("settings.endAllText"), yes: t("settings.endAll") }))) return;
    try {
      await app.api.delete("/v1/me/sessions");
      app.toast(t("settings.endedAll"));
    } catch (error) {
      app.toast(app.say(error));
    }
    list.reload();
  }

  return { element: section(t("settings.sessions"), part(null, t("settings.sessionsHint"), list)) };
}
