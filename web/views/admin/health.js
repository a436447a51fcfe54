// How the server is, at a glance: what is not well first, then figures. Asked for again while one looks.

import { bytes, span } from "../../models/measures.js";
import { fill, h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { currentLanguage, has, t } from "../../words/words.js";
import { chip, loaded, moment } from "./pieces.js";

const every = 10_000;

export function open(app) {
  const place = h("div", { class: "fields" });
  let timer = null;
  let isOver = false;
  const draw = (health) => {
    const wrong = health.checks.filter(({ status }) => status !== "ok");
    fill(place, warnings(wrong), tiles(health), checks(health.checks), h("p", { class: "hint" }, t("admin.health.asOf", { when: moment(app, Date.now()) })));
  };
  const again = async () => {
    if (isOver) return;
    if (document.visibilityState === "visible") {
      try {
        draw(await app.api.get("/v1/server/health"));
      } catch {
        // The page says by itself that the server does not answer; what is shown has its time.
      }
    }
    timer = setTimeout(again, every);
  };
  loaded(app, place, () => app.api.get("/v1/server/health"), draw).then(() => (timer = setTimeout(again, every)));
  return {
    element: place,
    close() {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

function warnings(wrong) {
  if (wrong.length === 0) return h("div", { class: "note admin-well" }, icon("check"), h("p", {}, t("admin.health.well")));
  return h(
    "ul",
    { class: "admin-warnings" },
    wrong.map((check) =>
      h(
        "li",
        { class: `note ${check.status}` },
        icon("warning"),
        h("div", {}, h("h3", {}, titleOf(check)), h("p", {}, adviceOf(check)), h("p", { class: "hint", lang: "en", dir: "ltr" }, `${check.finding}. ${check.advice ?? ""}`)),
      ),
    ),
  );
}

const keyOf = ({ name }) => `admin.check.${name.replaceAll(" ", "_")}`;
const titleOf = (check) => (has(keyOf(check)) ? t(keyOf(check)) : check.name);
const adviceOf = (check) => (has(`${keyOf(check)}.do`) ? t(`${keyOf(check)}.do`) : "");

function tiles(health) {
  const language = currentLanguage();
  const number = (value) => new Intl.NumberFormat(language).format(value);
  const size = (value) => bytes(value, language);
  const shown = [
    ["online", number, t("admin.health.ofAccounts", { count: health.accounts })],
    ["connections", number],
    ["messages", number, t("admin.health.inRooms", { count: health.rooms })],
    ["open_reports", number],
    ["started_at", (at) => span(Date.now() - at, language), t("admin.health.version", { version: health.version })],
    ["memory_bytes", size],
    ["store_bytes", size, health.log_bytes !== undefined && t("admin.health.log", { size: size(health.log_bytes) })],
    ["index_bytes", size, health.index_behind ? t("admin.health.behind", { count: health.index_behind }) : t("admin.health.upToDate")],
    ["disk_free_bytes", size],
    ["open_files", number, health.open_files_limit !== undefined && t("admin.health.limit", { count: health.open_files_limit })],
  ];
  return h(
    "dl",
    { class: "admin-tiles" },
    shown
      .filter(([name]) => health[name] !== undefined)
      .map(([name, say, more]) =>
        h("div", {}, h("dt", {}, t(`admin.health.${name}`)), h("dd", {}, say(health[name]), more && h("span", { class: "hint" }, more))),
      ),
  );
}

const kinds = { warning: "warn", problem: "wrong" };

const checks = (all) =>
  h(
    "section",
    { class: "admin-checks" },
    h("h3", {}, t("admin.health.checks")),
    h("ul", {}, all.map((check) => h("li", {}, h("span", {}, titleOf(check)), chip(t(`admin.health.is.${check.status}`), kinds[check.status] ?? "good")))),
  );
