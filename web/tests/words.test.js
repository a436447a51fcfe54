// The catalogues say the same in every language.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { has, languages, speak, speakMore, t } from "../words/words.js";

const root = new URL("../", import.meta.url);
const catalogues = {};
const filesOf = (language) => [`words/${language}.js`, `words/more/${language}.js`];
for (const language of Object.keys(languages)) {
  const parts = await Promise.all(filesOf(language).map((file) => import(new URL(file, root))));
  catalogues[language] = Object.assign({}, ...parts.map((part) => part.default));
}

const placeholders = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

test("Every catalogue has every text", () => {
  const keys = Object.keys(catalogues.en).sort();
  for (const [language, words] of Object.entries(catalogues)) assert.deepEqual(Object.keys(words).sort(), keys, language);
});

test("Texts are filled with the same values in every language", () => {
  for (const [key, text] of Object.entries(catalogues.en)) {
    const all = new Set(typeof text === "string" ? placeholders(text) : Object.values(text).flatMap(placeholders));
    for (const [language, words] of Object.entries(catalogues)) {
      const other = words[key];
      const forms = typeof other === "string" ? { other } : other;
      for (const name of Object.values(forms).flatMap(placeholders)) assert.ok(all.has(name), `${language} ${key} {${name}}`);
      // A form may leave the number out, and that of none everything; nothing else may be forgotten.
      for (const [form, said] of Object.entries(forms)) {
        for (const name of all) if (name !== "count" && form !== "zero") assert.ok(placeholders(said).includes(name), `${language} ${key} ${form} lacks {${name}}`);
      }
    }
  }
});

test("Plurals have each form that their language needs", () => {
  for (const [language, words] of Object.entries(catalogues)) {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, text] of Object.entries(words)) {
      if (typeof text === "object") assert.deepEqual(forms.filter((form) => !(form in text)), [], `${language} ${key}`);
    }
  }
});

test("No key stands twice in a catalogue", () => {
  for (const language of Object.keys(catalogues)) {
    const source = filesOf(language).map((file) => readFileSync(new URL(file, root), "utf8")).join("");
    const keys = [...source.matchAll(/^ {2}"?([\w.]+)"?:/gm)].map(([, key]) => key);
    assert.deepEqual(keys.filter((key, at) => keys.indexOf(key) !== at), [], language);
  }
});

test("Settings and administration have their words when they are opened, in the language of the day", async () => {
  await speak("en", []);
  assert.equal(has("settings.title"), false);
  await speakMore();
  assert.equal(t("settings.title"), "Settings");
  await speak("de", []);
  assert.equal(t("settings.title"), "Einstellungen");
  await speak("en", []);
});

test("A person's language is taken, or English", async () => {
  await speak(null, ["pt-BR", "de-AT", "en"]);
  assert.equal(t("app.cancel"), "Abbrechen");
  await speak(null, ["pt-BR"]);
  assert.equal(t("app.cancel"), "Cancel");
  await speak("ar", ["en"]);
  assert.equal(t("app.cancel"), "إلغاء");
  await speak("en", []);
});
