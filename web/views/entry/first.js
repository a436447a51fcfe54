// The first run in three steps: the owner's account, the server's name and door, a link for the others.

import { copyable } from "../../parts/copy.js";
import { fill, h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { onSubmit } from "../../parts/form.js";
import { icon } from "../../parts/icon.js";
import { say } from "../../words/say.js";
import { t } from "../../words/words.js";
import { accountForm } from "./register.js";

/** `code` is the one-time code, if the address had it. Gives the element. */
export function mount({ api, server, code, router, entered }) {
  const element = h("div", {});
  const enter = async () => {
    router.replace("#/");
    await entered();
  };
  const show = (number, ...content) => {
    const marks = [1, 2, 3].map((one) => h("span", { class: one <= number ? "done" : "" }));
    const steps = h("div", { class: "steps", role: "img", "aria-label": t("entry.step", { step: number }) }, marks);
    fill(element, steps, ...content);
    if (number > 1) element.querySelector("h1").focus();
  };
  const invite = () => show(3, inviteStep(api, enter));
  const house = () => show(2, houseStep(api, server, (registration) => (registration === "closed" ? enter() : invite())));
  show(
    1,
    accountForm({
      api,
      server,
      title: t("entry.firstTitle"),
      lead: h("p", { class: "lead" }, t("entry.firstLead")),
      withCode: true,
      code,
      done: house,
    }),
  );
  return element;
}

function houseStep(api, server, done) {
  const name = field({ label: t("entry.serverName"), name: "name", value: server.name, hint: t("entry.serverNameHint"), required: true, maxlength: 64, dir: "auto" });
  const option = (value, label, hint) => {
    const id = `way-${value}`;
    const input = h("input", { type: "radio", name: "registration", value, id, checked: value === "link", "aria-describedby": `${id}-hint` });
    return h("label", { for: id }, input, h("b", {}, label), h("span", { class: "hint", id: `${id}-hint` }, hint));
  };
  const form = h(
    "form",
    { class: "card", novalidate: true },
    h("h1", { tabindex: "-1" }, t("entry.houseTitle")),
    h("p", { class: "lead" }, t("entry.houseLead")),
    h("p", { class: "problem", role: "alert" }),
    name.element,
    h(
      "fieldset",
      { class: "options" },
      h("legend", {}, t("entry.ways")),
      option("link", t("entry.wayLink"), t("entry.wayLinkHint")),
      option("open", t("entry.wayOpen"), t("entry.wayOpenHint")),
      option("closed", t("entry.wayClosed"), t("entry.wayClosedHint")),
    ),
    h("button", { type: "submit" }, t("app.next")),
  );
  onSubmit(form, {
    fields: { name },
    about: { name_invalid: "name", too_large: "name" },
    run: async (values) => {
      const registration = new FormData(form).get("registration");
      await api.patch("/v1/server/settings", { name: values.name, registration });
      document.getElementById("entry-server").textContent = values.name;
      await done(registration);
    },
  });
  return form;
}

function inviteStep(api, enter) {
  const place = h("div", { class: "fields" }, h("span", { class: "skeleton" }));
  const load = async () => {
    try {
      const { token } = await api.post("/v1/invites", {});
      const url = `${location.origin}/#/invite/${encodeURIComponent(token)}`;
      const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
      const share = () => navigator.share({ url }).catch(() => {}); // Closed without sending: nothing to say.
      fill(
        place,
        copyable(url, t("entry.inviteLink")),
        navigator.share && h("button", { type: "button", class: "quiet", onclick: share }, icon("forward", 18), t("entry.share")),
        isLocal && h("div", { class: "note" }, icon("info"), h("p", {}, t("entry.localOnly"))),
      );
    } catch (error) {
      fill(place, h("p", { class: "problem", role: "alert" }, say(error)), h("button", { type: "button", class: "quiet", onclick: load }, t("app.retry")));
    }
  };
  load();
  return h(
    "div",
    { class: "card" },
    h("h1", { tabindex: "-1" }, t("entry.inviteTitle")),
    h("p", { class: "lead" }, t("entry.inviteLead")),
    place,
    h("button", { type: "button", class: "enter", onclick: enter }, t("entry.goIn")),
  );
}
