// Making an account: where the server is open, or by an invite link that says who invites one where to.

import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { onSubmit } from "../../parts/form.js";
import { icon } from "../../parts/icon.js";
import { revealable } from "../../parts/password.js";
import { currentLanguage, t } from "../../words/words.js";

/** Which field a refusal is about. */
const about = {
  name_invalid: "username",
  username_taken: "username",
  mail_invalid: "mail",
  mail_taken: "mail",
  mail_not_allowed: "mail",
  password_invalid: "password",
  owner_code_needed: "code",
};

/** `token` is of an invite link. Gives the element. */
export async function mount({ api, server, token, router, entered }) {
  let invitation = null;
  if (token) {
    invitation = await api.get("/v1/invites/check", { token });
    if (!invitation.good) return overLink();
  }
  return accountForm({
    api,
    server,
    title: t("entry.newAccount"),
    lead: invitation && card(invitation, server),
    extra: token ? { invite: token } : {},
    done: async () => {
      router.replace("#/");
      await entered();
    },
    foot: h("p", { class: "aside" }, t("entry.haveAccount"), " ", h("a", { href: "#/" }, t("entry.logIn"))),
  });
}

/** The form alone, also for the first account. `withCode` asks for the one-time code, which may be known. */
export function accountForm({ api, server, title, lead, extra = {}, withCode = false, code = "", done, foot }) {
  const limit = server.limits;
  const domains = server.mail_domains ?? [];
  const list = new Intl.ListFormat(currentLanguage(), { type: "disjunction" });
  const plain = { autocapitalize: "none", spellcheck: "false", required: true };
  const fields = {
    ...(withCode && {
      code: field({ label: t("entry.code"), name: "code", value: code, hint: t("entry.codeHint"), autocomplete: "one-time-code", dir: "ltr", ...plain }),
    }),
    name: field({ label: t("entry.name"), name: "name", hint: t("entry.nameHint"), autocomplete: "name", maxlength: limit.display_name_length, dir: "auto" }),
    username: field({ label: t("entry.username"), name: "username", hint: t("entry.usernameHint"), autocomplete: "username", dir: "auto", ...plain }),
    mail: field({
      label: t("entry.mail"),
      name: "mail",
      type: "email",
      hint: domains.length > 0 && !withCode ? t("entry.mailDomains", { domains: list.format(domains) }) : t("entry.mailHint"),
      autocomplete: "email",
      dir: "ltr",
      required: true,
    }),
    password: field({
      label: t("entry.newPassword"),
      name: "password",
      type: "password",
      hint: t("entry.passwordHint", { count: limit.password_minimum_length }),
      autocomplete: "new-password",
      required: true,
    }),
  };
  const form = h(
    "form",
    { class: "card", novalidate: true, "aria-label": title },
    h("h1", { tabindex: "-1" }, title),
    lead,
    h("p", { class: "problem", role: "alert" }),
    Object.values(fields).map(({ element }) => element),
    h("button", { type: "submit" }, t("entry.create")),
    foot,
  );
  revealable(fields.password.input);
  onSubmit(form, {
    fields,
    about,
    run: async (values) => {
      const body = Object.fromEntries(Object.entries({ ...values, ...extra }).filter(([, value]) => value));
      await done(await api.post("/v1/accounts", { ...body, cookie: true }));
    },
  });
  return form;
}

/** Who invites, where to, and until when: as far as the server tells. */
function card({ by, server: name, rooms = [], until }, server) {
  const language = currentLanguage();
  const day = until && new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(until);
  return h(
    "div",
    { class: "invitation" },
    icon("home", 32),
    h(
      "div",
      {},
      h("p", {}, h("b", {}, by ? t("entry.invitedBy", { name: by }) : t("entry.invited")), " ", t("entry.invitedTo", { server: name || server.name })),
      rooms.length > 0 && h("p", { class: "hint" }, t("entry.invitedRooms", { rooms: new Intl.ListFormat(language).format(rooms) })),
      day && h("p", { class: "hint" }, t("entry.invitedUntil", { until: day })),
    ),
  );
}

function overLink() {
  return h(
    "div",
    { class: "card" },
    h("h1", {}, t("entry.inviteBad")),
    h("p", { class: "lead" }, t("entry.inviteBadWhy")),
    h("a", { class: "button plain", href: "#/" }, t("entry.toLogIn")),
  );
}
