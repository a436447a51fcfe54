// What the page says, in the reader's language. Catalogues are en.js, de.js and ar.js beside this, and in more/ what is said
// in settings and administration alone: a third of it, fetched with those.

import en from "./en.js";

/** Languages that the page speaks, by their own names. */
export const languages = { en: "English", de: "Deutsch", ar: "العربية" };
const rightToLeft = new Set(["ar"]);
const catalogues = { en: async () => ({ default: en }), de: () => import("./de.js"), ar: () => import("./ar.js") };
const further = { en: () => import("./more/en.js"), de: () => import("./more/de.js"), ar: () => import("./more/ar.js") };

let language = "en";
let words = en;
let hasMore = false;
let plurals = new Intl.PluralRules("en");

/** The language in use, as a BCP 47 tag; for `Intl` as well. */
export const currentLanguage = () => language;

/** Chooses by a tag, or by what the browser says; what is not spoken becomes English. */
export async function speak(tag = null, wanted = globalThis.navigator?.languages ?? ["en"]) {
  const all = tag ? [tag] : wanted;
  language = all.map((one) => one.toLowerCase().split("-")[0]).find((one) => one in languages) ?? "en";
  words = await gathered(hasMore);
  plurals = new Intl.PluralRules(language);
  if (globalThis.document) {
    document.documentElement.lang = language;
    document.documentElement.dir = rightToLeft.has(language) ? "rtl" : "ltr";
  }
}

/** Fetches what is said in settings and administration. */
export async function speakMore() {
  if (hasMore) return;
  words = await gathered(true);
  hasMore = true;
}

/** English first: what a language lacks is said in it. */
async function gathered(withMore) {
  const tags = language === "en" ? ["en"] : ["en", language];
  const loads = tags.flatMap((tag) => [catalogues[tag](), ...(withMore ? [further[tag]()] : [])]);
  return Object.assign({}, ...(await Promise.all(loads)).map((module) => module.default));
}

/** Whether there is a text for this key. */
export const has = (key) => Object.hasOwn(words, key);

/** Puts the texts in place that HTML asks for: `data-t="key"`, and `data-t-label="key"` for `aria-label`. */
export function translate(root) {
  for (const element of root.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll("[data-t-label]")) element.setAttribute("aria-label", t(element.dataset.tLabel));
}

/**
 * A text by its key. `{name}` stands for `values.name`. An entry may be an object by plural category (Unicode CLDR's
 * "one", "few", "other", …), chosen by `values.count`.
 */
export function t(key, values = {}) {
  let text = words[key];
  if (text && typeof text === "object") text = text[plurals.select(values.count ?? 0)] ?? text.other;
  // A key that is missing is a fault of ours; what it is about should still be seen.
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? new Intl.NumberFormat(language).format(value) : value;
  });
}
