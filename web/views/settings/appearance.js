// How the page looks on this device, and what this browser lets it do.

import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { currentLanguage, languages, t } from "../../words/words.js";
import { installation } from "../../app/install.js";
import { choice, part, section, select, toggle } from "./rows.js";
import { missing } from "./missing.js";

export function mount(app) {
  const { prefs } = app;
  const pref = (name, hint, values) =>
    choice({
      label: t(`settings.${name}`),
      hint: hint && t(`settings.${name}Hint`),
      options: values.map((value) => [value, t(`settings.${name}.${value}`)]),
      value: prefs.get(name),
      save: (value) => prefs.set(name, value),
    });
  return {
    element: section(
      t("settings.appearance"),
      part(
        null,
        t("settings.onThisDevice"),
        pref("theme", false, ["system", "light", "dark"]),
        pref("density", false, ["comfortable", "compact"]),
        pref("motion", false, ["system", "full", "none"]),
        pref("clock", false, ["system", "24", "12"]),
        select({
          label: t("settings.language"),
          options: [["", t("settings.language.system")], ...Object.entries(languages)],
          value: prefs.get("language") ?? "",
          save: (value) => {
            prefs.set("language", value || null);
            if ((value || null) !== currentLanguage()) location.reload();
          },
        }),
        toggle({
          label: t("settings.keys"),
          hint: t("settings.keysHint"),
          value: prefs.get("keys") !== false,
          save: (value) => prefs.set("keys", value),
        }),
      ),
      part(t("settings.app"), null, installRow(), missing()),
    ),
  };
}

/** Only where the browser offers it; elsewhere how to do it by hand. */
function installRow() {
  const row = h("div", { class: "settings-row" });
  const draw = () => {
    const offer = installation.offer;
    const isInside = matchMedia("(display-mode: standalone)").matches;
    const text = isInside ? "settings.installed" : offer ? "settings.installHint" : "settings.installByHand";
    const button = offer && h("button", { type: "button", class: "plain", onclick: () => offer.prompt().finally(draw) }, icon("download", 18), t("settings.install"));
    row.replaceChildren(h("div", {}, h("b", {}, t("settings.asApp")), h("p", { class: "hint" }, t(text))), ...(button ? [button] : []));
  };
  draw();
  return row;
}
