// Who did what, on whom, when and from where: looked through, and taken along as a file.

import { everything, groups, isMeant, lines } from "../../models/auditing.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { has, t } from "../../words/words.js";
import { empty, loaded, moment, named, searchField, sentence } from "./pieces.js";

const page = 200;
/** So many are looked for at a time where a filter takes few, in so many pages at the most. */
const wanted = 50;
const pages = 10;

export function open(app) {
  const list = h("ol", { class: "admin-list" });
  const more = h("div", { class: "admin-more" });
  const place = h("div", {}, list, more);
  const filter = { group: "", text: "" };

  /** Entries that are meant, from a place backwards: `{ found, before }`; without `before` that was all. */
  const look = async (before) => {
    const found = [];
    for (let looked = 1; ; looked++) {
      const { events } = await app.api.get("/v1/audit", before ? { before, limit: page } : { limit: page });
      found.push(...events.filter((event) => event.kind === "audited" && isMeant(event, filter)).reverse());
      if (events.length < page || events[0].seq === 1) return { found, before: null };
      before = events[0].seq;
      if (found.length >= wanted || looked === pages) return { found, before };
    }
  };
  const start = () => {
    loaded(app, place, () => look(null), ({ found, before }) => {
      fill(place, list, more);
      fill(list, found.map((event) => line(app, event)));
      if (found.length === 0) fill(list, h("li", {}, empty("shield", t(before ? "admin.audit.noneYet" : "admin.audit.none"))));
      follow(before);
    });
  };
  const follow = (before) => {
    const button = h("button", { type: "button", class: "plain" }, t("admin.audit.older"));
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const next = await look(before);
        if (!button.isConnected) return; // Something else was sought meanwhile.
        const rows = next.found.map((event) => line(app, event));
        list.append(...rows);
        follow(next.before);
        app.announce(t("admin.audit.found", { count: rows.length }));
        if (next.before) more.querySelector("button").focus();
      } catch (error) {
        button.disabled = false;
        app.toast(app.say(error));
      }
    });
    fill(more, before && button);
  };

  const choice = h(
    "select",
    { "aria-label": t("admin.audit.which"), onchange: () => ((filter.group = choice.value), start()) },
    [["", "all"], ...Object.keys(groups).map((name) => [name, name])].map(([value, name]) => h("option", { value }, t(`admin.audit.${name}`))),
  );
  const search = searchField(t("admin.audit.search"), (text) => {
    filter.text = text;
    start();
  });
  const save = h("button", { type: "button", class: "plain", onclick: () => download(app, save) }, icon("download", 18), t("admin.audit.save"));
  start();
  const element = h("div", { class: "fields" }, h("p", { class: "hint" }, t("admin.audit.lead")), h("div", { class: "admin-tools" }, search, choice, save), place);
  return { element };
}

function line(app, { at, by, body, subject }) {
  const key = `admin.act.${body.act === "report_assigned" && !subject ? "report_laid_down" : body.act}`;
  const person = body.subject_name ?? (subject ? `${subject}` : "");
  const notes = [
    body.detail && named(body.detail),
    body.reason && ["“", named(body.reason), "”"],
    body.message && body.room && h("a", { href: app.link.room(body.room, body.message) }, t("admin.audit.message")),
  ].filter(Boolean);
  return h(
    "li",
    { class: "admin-entry" },
    h("time", { datetime: new Date(at).toISOString() }, moment(app, at)),
    h(
      "div",
      {},
      h("p", {}, h("b", {}, named(by.name)), " ", has(key) ? sentence(key, { person, room: body.room_title ?? "" }) : body.act),
      notes.length > 0 && h("p", { class: "hint" }, notes.flatMap((note, index) => (index ? [" · ", note] : [note]))),
    ),
    h("span", { class: "hint", dir: "ltr" }, body.address ?? ""),
  );
}

/** A long log is more than one may ask for at once: then it goes on when the server says so. */
async function patiently(ask) {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (error.code !== "rate_limited") throw error;
      await new Promise((resolve) => setTimeout(resolve, (error.retryAfter ?? 1) * 1000));
    }
  }
}

/** All of it, whatever is looked at: one entry on each line. */
async function download(app, button) {
  button.disabled = true;
  try {
    const events = await everything((after) => patiently(() => app.api.get("/v1/audit", { after, limit: page })));
    const url = URL.createObjectURL(new Blob([lines(events)], { type: "application/jsonl" }));
    const name = `roost-audit-${new Date().toISOString().slice(0, 10)}.jsonl`;
    h("a", { href: url, download: name }).click();
    // Once the browser has begun to save it.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    app.toast(t("admin.audit.saved", { count: events.length }));
  } catch (error) {
    app.toast(app.say(error));
  } finally {
    button.disabled = false;
  }
}
