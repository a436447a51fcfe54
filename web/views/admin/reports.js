// What people reported: taken up, looked at where it was said, and dealt with.

import { avatar } from "../../parts/avatar.js";
import { openDialog } from "../../parts/dialog.js";
import { fill, h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";
import { chip, choices, empty, loaded, moment, named, segments, sentence } from "./pieces.js";

export function open(app) {
  const list = h("ul", { class: "admin-cards" });
  const place = h("div", {}, list);
  let which = "open";
  const load = () => {
    loaded(app, place, () => reports(app, which), (found) => {
      if (found.length === 0) fill(place, empty("flag", t(`admin.reports.none.${which}`), which === "open" && t("admin.reports.noneWhy")));
      else fill(place, fill(list, found.map((report) => card(app, report, load))));
      app.announce(t("admin.reports.found", { count: found.length }));
    });
  };
  load();
  const tabs = segments(
    t("admin.reports.which"),
    ["open", "mine", "resolved"].map((name) => [name, t(`admin.reports.${name}`)]),
    which,
    (value) => {
      which = value;
      load();
    },
  );
  return { element: h("div", { class: "fields" }, tabs, place) };
}

/** The oldest first, as they wait; what is done with, the newest first. */
async function reports(app, which) {
  const me = app.house.me.account.id;
  if (which === "resolved") return (await all(app, "resolved")).sort((a, b) => b.resolved_at - a.resolved_at);
  const assigned = await all(app, "assigned");
  if (which === "mine") return assigned.filter(({ assignee }) => assignee?.id === me);
  return [...(await all(app, "open")), ...assigned].sort((a, b) => a.id - b.id);
}

async function all(app, state) {
  const found = [];
  for (;;) {
    const { reports } = await app.api.get("/v1/reports", { state, after: found.at(-1)?.id, limit: 200 });
    found.push(...reports);
    if (reports.length < 200) return found;
  }
}

function card(app, report, changed) {
  const me = app.house.me.account.id;
  const act = async (work, said) => {
    try {
      await work();
      if (said) app.toast(said);
      changed();
    } catch (error) {
      app.toast(app.say(error));
      if (error.code === "report_closed") changed();
    }
  };
  const assign = (person) => act(() => app.api.put(`/v1/reports/${report.id}/assignee`, { person }));
  const isMine = report.assignee?.id === me;
  const context = h("div", { class: "admin-context" });
  const title = `report-${report.id}`;
  const where = report.message && report.room;
  return h(
    "li",
    {},
    h(
      "article",
      { class: "card admin-report", "aria-labelledby": title },
      h(
        "header",
        {},
        report.person && avatar(report.person, 36),
        h(
          "div",
          {},
          h("h3", { id: title }, sentence("admin.reports.title", { person: report.person?.name ?? t("admin.somebody") })),
          h(
            "p",
            { class: "hint" },
            sentence("admin.reports.by", { name: report.by?.name ?? t("admin.somebody"), when: moment(app, report.at) }),
            report.room_title && [" · ", named(report.room_title)],
          ),
        ),
        stateChip(report, isMine),
      ),
      h("p", { class: "admin-reason", dir: "auto" }, report.reason),
      report.text !== undefined && h("blockquote", { class: "admin-quote", dir: "auto" }, report.text || t("admin.reports.gone")),
      context,
      report.state === "resolved"
        ? outcome(app, report)
        : h(
            "div",
            { class: "choices" },
            where && h("button", { type: "button", class: "quiet", onclick: (event) => showContext(app, report, context, event.currentTarget) }, t("admin.reports.context")),
            isMine
              ? h("button", { type: "button", class: "plain", onclick: () => assign(null) }, t("admin.reports.layDown"))
              : h("button", { type: "button", class: "plain", onclick: () => assign(me) }, t("admin.reports.take")),
            h("button", { type: "button", onclick: () => resolve(app, report, changed) }, t("admin.reports.resolve")),
          ),
    ),
  );
}

function stateChip({ state, assignee }, isMine) {
  if (state === "open") return chip(t("admin.reports.isOpen"), "warn");
  if (state === "resolved") return chip(t("admin.reports.isResolved"));
  return chip(isMine ? t("admin.reports.isMine") : t("admin.reports.isTaken", { name: assignee?.name ?? t("admin.somebody") }), "accent");
}

const outcome = (app, { action, resolved_by, resolved_at, note }) =>
  h(
    "p",
    { class: "hint" },
    sentence("admin.reports.outcome", { action: t(`admin.reports.did.${action}`), name: resolved_by?.name ?? t("admin.somebody"), when: moment(app, resolved_at) }),
    note && [" “", named(note), "”"],
  );

/** What was said around it; only who belongs to the room may read it. */
async function showContext(app, report, place, button) {
  if (place.childElementCount > 0) {
    place.replaceChildren();
    return button.setAttribute("aria-expanded", "false");
  }
  button.setAttribute("aria-expanded", "true");
  await loaded(app, place, () => app.api.get(`/v1/rooms/${report.room}/messages`, { around: report.message, limit: 7 }), ({ messages }) => {
    const said = messages.filter(({ kind }) => kind === "message");
    fill(
      place,
      h("ol", { class: "admin-said" }, said.map((line) =>
        h(
          "li",
          { class: line.seq === report.message ? "chosen" : "" },
          h("b", {}, named(line.by.name)),
          " ",
          h("span", { dir: "auto" }, line.now?.deleted ? t("admin.reports.gone") : ((line.now?.body ?? line.body).text ?? "")),
        ),
      )),
      h("a", { href: app.link.room(report.room, report.message) }, t("admin.reports.inRoom")),
    );
  });
}

const hours = [1, 24, 168, 720];

/** A ban without an end is for good; muting always has one, if a far one. */
function end(action, chosen) {
  if (!chosen && action === "ban") return {};
  return { until: Date.now() + (Number(chosen) || 876_000) * 3_600_000 };
}

function resolve(app, report, changed) {
  const possible = ["delete", "warn", "mute", "ban", "dismiss"].filter(
    (action) => (action !== "delete" || report.message) && (action !== "mute" || report.room),
  );
  const until = field({ type: "select", label: t("admin.reports.until"), value: "24", options: [...hours.map((count) => [String(count), t(count < 48 ? "admin.hours" : "admin.days", { count: count < 48 ? count : count / 24 })]), ["", t("admin.reports.forGood")]] });
  const note = field({ type: "textarea", label: t("admin.reports.note"), hint: t("admin.reports.noteHint"), rows: 2, dir: "auto" });
  const draw = (action) => {
    until.element.hidden = action !== "mute" && !(action === "ban" && report.room);
  };
  const what = choices(
    t("admin.reports.what"),
    possible.map((action) => [action, t(`admin.reports.do.${action}`), t(`admin.reports.doHint.${action === "ban" && !report.room ? "lock" : action}`)]),
    "dismiss",
    draw,
  );
  draw("dismiss");
  let did = null;
  openDialog({
    title: t("admin.reports.resolve"),
    size: "large",
    body: [what.element, until.element, note.element],
    actions: [
      { label: t("app.cancel"), kind: "quiet" },
      {
        label: t("admin.reports.resolveDo"),
        async run() {
          const form = { action: what.value };
          if (!until.element.hidden) Object.assign(form, end(form.action, until.input.value));
          if (note.input.value.trim()) form.note = note.input.value.trim();
          await app.api.post(`/v1/reports/${report.id}/resolution`, form);
          did = form.action;
        },
      },
    ],
    onclose() {
      if (!did) return;
      app.toast(t("admin.reports.done", { action: t(`admin.reports.did.${did}`) }));
      changed();
    },
  });
}
