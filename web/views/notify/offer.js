// Notifications on the desktop: offered once, asked for only by a click, and where they cannot be, why.

import { h } from "../../parts/dom.js";
import { desktopState } from "../../models/notifier.js";
import { t } from "../../words/words.js";

/** Asks the browser; gives the state afterwards. To be called from a click. */
export async function askDesktop(app) {
  const state = desktopState();
  if (state !== "default" && state !== "granted") return state;
  const answer = state === "granted" ? state : await Notification.requestPermission();
  app.prefs.set("desktop", answer === "granted");
  return answer;
}

/** A line with the offer, or nothing where there is nothing to offer. */
export function desktopOffer(app) {
  const state = desktopState();
  if (app.prefs.get("desktop") && state === "granted") return null;
  if (app.prefs.get("desktopOfferClosed")) return null;
  const text = h("p", {}, t(`notify.desktop.${state}`));
  const element = h("div", { class: "offer", role: "group", "aria-label": t("notify.desktop") }, text);
  if (state === "default" || state === "granted") {
    const ask = async () => {
      const answer = await askDesktop(app);
      if (answer === "granted") return element.remove();
      text.textContent = t(`notify.desktop.${answer}`);
    };
    element.append(h("button", { type: "button", onclick: ask }, t("notify.turnOn")));
  }
  const close = () => {
    app.prefs.set("desktopOfferClosed", true);
    element.remove();
  };
  element.append(h("button", { type: "button", class: "quiet", onclick: close }, t("notify.notNow")));
  return element;
}
