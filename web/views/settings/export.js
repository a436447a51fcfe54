// A copy of all that the server keeps of one, as one file.

import { h } from "../../parts/dom.js";
import { say } from "../../words/say.js";
import { t } from "../../words/words.js";

export function exportRow(app) {
  let stopping = null; // of the one that runs
  const said = h("p", { class: "hint", role: "status" });
  const bar = h("progress", { hidden: true, "aria-label": t("settings.export") });
  const button = h("button", { type: "button", class: "plain" }, t("settings.exportStart"));

  async function run() {
    stopping = new AbortController();
    const { signal } = stopping;
    button.textContent = t("app.cancel");
    bar.hidden = false;
    said.className = "hint";
    try {
      const all = await gathered(signal, (count) => (said.textContent = t("settings.exportSoFar", { count })));
      save(`roost-${app.house.me.account.username}.json`, all);
      said.textContent = t("settings.exportDone", { count: all.events.length });
    } catch (error) {
      if (signal.aborted) said.textContent = "";
      else {
        said.className = "problem";
        said.textContent = say(error);
      }
    } finally {
      stopping = null;
      bar.hidden = true;
      button.textContent = t("settings.exportStart");
    }
  }

  async function gathered(signal, progress) {
    const kept = await app.api.get("/v1/me/export", undefined, { signal });
    const events = [];
    let next = {};
    do {
      const page = await app.api.get("/v1/me/export/events", next, { signal });
      events.push(...page.events);
      next = page.next;
      progress(events.length);
    } while (next);
    return { ...kept, events };
  }

  button.addEventListener("click", () => (stopping ? stopping.abort() : run()));
  return { element: h("div", { class: "fields" }, h("div", { class: "choices start" }, button), bar, said), close: () => stopping?.abort() };
}

function save(name, value) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: "application/json" }));
  const link = h("a", { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
