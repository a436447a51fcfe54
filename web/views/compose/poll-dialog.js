// Makes a poll: the question, two to ten answers, how one may choose, and when it closes.

import { faultOf, instantOf, wallTime, zoneOf } from "../../models/send-times.js";
import { openDialog } from "../../parts/dialog.js";
import { h } from "../../parts/dom.js";
import { field } from "../../parts/field.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

const LENGTH = 128;
const HOUR = 3_600_000;
const spans = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR };

/** `send({ text, poll })` is called with what was asked for; `question` is what stands there at first. */
export function openPollDialog(app, question, send) {
  const most = app.house.server.limits.poll_options ?? 10;
  const zone = zoneOf(app.house.me.profile?.time_zone);
  const asked = field({ label: t("compose.poll.question"), name: "question", type: "textarea", rows: "2", value: question, dir: "auto", required: true });
  const options = optionList(most);
  const multiple = field({ label: t("compose.poll.multiple"), name: "multiple", type: "checkbox" });
  const anonymous = field({ label: t("compose.poll.anonymous"), name: "anonymous", type: "checkbox", hint: t("compose.poll.anonymousHint") });
  const ends = field({
    label: t("compose.poll.closes"),
    name: "closes",
    type: "select",
    options: ["never", "hour", "day", "week", "choose"].map((key) => [key, t(`compose.poll.closes.${key}`)]),
    value: "never",
  });
  const end = field({ label: t("compose.when.choose"), name: "end", type: "datetime-local", value: wallTime(Date.now() + spans.day, zone), min: wallTime(Date.now(), zone) });
  end.element.hidden = true;
  ends.input.addEventListener("change", () => (end.element.hidden = ends.input.value !== "choose"));

  const make = () => {
    const text = asked.input.value.trim();
    asked.problem(text ? "" : t("compose.poll.noQuestion"));
    const chosen = options.read();
    const closing = ends.input.value;
    const at = closing === "choose" ? instantOf(end.input.value, zone) : closing in spans ? Date.now() + spans[closing] : null;
    const fault = closing === "choose" ? faultOf(at, Date.now()) : null;
    end.problem(fault ? t(`compose.when.${fault}`) : "");
    if (!text) asked.input.focus();
    else if (fault && chosen) end.input.focus();
    if (!text || !chosen || fault) return false;
    const poll = { options: chosen };
    if (multiple.input.checked) poll.multiple = true;
    if (anonymous.input.checked) poll.anonymous = true;
    if (at !== null) poll.closes_at = at;
    send({ text, poll });
  };

  const dialog = openDialog({
    title: t("compose.poll"),
    body: [asked.element, options.element, multiple.element, anonymous.element, ends.element, end.element],
    actions: [{ label: t("app.cancel"), kind: "quiet" }, { label: t("compose.poll.send"), run: make }],
    size: "poll-dialog",
  });
  (question ? options.element.querySelector("input") : asked.input).focus();
  return dialog;
}

/** The answers: rows to write in. `read()` gives their texts, or null after saying what is wrong. */
function optionList(most) {
  const list = h("ol", { class: "poll-options" });
  const problem = h("p", { class: "problem", id: "poll-options-problem" });
  const add = h("button", { type: "button", class: "quiet", onclick: () => more().focus() }, icon("add"), t("compose.poll.add"));
  const element = h("fieldset", { class: "poll-choices" }, h("legend", {}, t("compose.poll.options")), list, problem, add);

  const inputs = () => [...list.querySelectorAll("input")];
  const number = () => {
    inputs().forEach((input, at) => input.setAttribute("aria-label", t("compose.poll.option", { number: at + 1 })));
    for (const button of list.querySelectorAll("button")) button.hidden = list.children.length <= 2;
    add.hidden = list.children.length >= most;
  };
  const more = () => {
    const input = h("input", { type: "text", maxlength: String(LENGTH), dir: "auto", autocomplete: "off", "aria-describedby": problem.id });
    const remove = () => {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      number();
      next?.querySelector("input").focus();
    };
    const row = h(
      "li",
      {},
      input,
      h("button", { type: "button", class: "quiet round", "aria-label": t("compose.poll.remove"), title: t("compose.poll.remove"), onclick: remove }, icon("close", 16)),
    );
    // Enter goes to the next answer, and makes one behind the last; only in an empty last one does it send.
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      const next = row.nextElementSibling?.querySelector("input");
      if (!next && !input.value.trim()) return;
      event.preventDefault();
      if (next) next.focus();
      else if (!add.hidden) more().focus();
    });
    list.append(row);
    number();
    return input;
  };
  more();
  more();

  return {
    element,
    read() {
      const texts = inputs().map((input) => input.value.trim());
      const filled = texts.filter(Boolean);
      const twice = texts.findIndex((text, at) => text && texts.indexOf(text) !== at);
      problem.textContent = filled.length < 2 ? t("compose.poll.tooFew") : twice >= 0 ? t("compose.poll.twice") : "";
      if (!problem.textContent) return filled;
      inputs()[twice >= 0 ? twice : Math.max(0, texts.indexOf(""))].focus();
      return null;
    },
  };
}
