// Access tokens for programs: made, shown once, revoked.

import { copyable } from "../../parts/copy.js";
import { confirmed, openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { day } from "./client.js";
import { loaded, part, section } from "./rows.js";

const scopes = ["read", "write", "manage"];
const DAY = 86_400_000;

export function mount(app) {
  const list = loaded(async () => (await app.api.get("/v1/me/tokens")).tokens, draw);
  const make = h("button", { type: "button", onclick: openMaking }, icon("add", 18), t("settings.newToken"));

  function draw(tokens) {
    if (tokens.length === 0) return h("p", { class: "hint" }, t("settings.noTokens"));
    return h("ul", { class: "settings-list", role: "list" }, tokens.map(row));
  }

  function row(token) {
    const used = token.used_at ? t("settings.lastUsed", { at: day(token.used_at) }) : t("settings.neverUsed");
    const ends = token.expires_at ? t("settings.endsAt", { at: day(token.expires_at) }) : t("settings.endsNever");
    return h(
      "li",
      {},
      icon("key", 24),
      h(
        "div",
        {},
        h("p", {}, h("bdi", {}, token.name), " ", (token.scopes ?? scopes).map((scope) => [h("span", { class: "tag" }, t(`settings.scope.${scope}`)), " "])),
        h("p", { class: "hint" }, used, " · ", ends),
      ),
      h("button", { type: "button", class: "plain", onclick: () => revoke(token), "aria-label": t("settings.revokeNamed", { name: token.name }) }, t("settings.revoke")),
    );
  }

  async function revoke(token) {
    const isSure = await confirmed({ title: t("settings.revokeTitle", { name: token.name }), text: t("settings.revokeText"), yes: t("settings.revoke") });
    if (!isSure) return;
    try {
      await app.api.delete(`/v1/me/tokens/${token.id}`);
    } catch (error) {
      app.toast(app.say(error));
    }
    await list.reload();
    make.focus();
  }

  function openMaking() {
    const name = field({ label: t("settings.tokenName"), hint: t("settings.tokenNameHint"), required: true, maxlength: 64, autocomplete: "off" });
    const ends = field({
      label: t("settings.tokenEnds"),
      type: "select",
      value: "90",
      options: ["7", "30", "90", "365", ""].map((days) => [days, days ? t("settings.days", { count: Number(days) }) : t("settings.endsNever")]),
    });
    const boxes = scopes.map((scope) => field({ label: t(`settings.scope.${scope}`), hint: t(`settings.scopeHint.${scope}`), type: "checkbox", value: scope === "read" }));
    const run = async () => {
      name.problem(name.input.value.trim() ? "" : t("app.needed"));
      if (!name.input.value.trim()) return false;
      const chosen = scopes.filter((_, index) => boxes[index].input.checked);
      if (chosen.length === 0) throw new Error(t("settings.scopeNeeded"));
      const days = Number(ends.input.value);
      const body = { name: name.input.value.trim(), scopes: chosen, ...(days > 0 && { expires_at: Date.now() + days * DAY }) };
      const { token } = await app.api.post("/v1/me/tokens", body);
      list.reload();
      queueMicrotask(() => showToken(token));
    };
    openDialog({
      title: t("settings.newToken"),
      body: [name.element, h("fieldset", { class: "fields" }, h("legend", {}, t("settings.scopes")), boxes.map(({ element }) => element)), ends.element],
      actions: [{ label: t("app.cancel"), kind: "quiet" }, { label: t("settings.makeToken"), run }],
    });
  }

  const showToken = (token) =>
    openDialog({
      title: t("settings.yourToken"),
      body: [h("p", {}, t("settings.tokenOnce")), copyable(token, t("settings.yourToken"))],
      actions: [{ label: t("app.done") }],
    });

  return { element: section(t("settings.tokens"), part(null, t("settings.tokensHint"), list, h("div", { class: "choices start" }, make))) };
}
