// The catalogues say the same in every language.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { has, languages, speak, t } from "../words/words.js";

const root = new URL("../", import.meta.url);
const catalogues = {};
for (const language of Object.keys(languages)) catalogues[language] = (await import(`../words/${language}.js`)).default;

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
    const source = readFileSync(new URL(`words/${language}.js`, root), "utf8");
    const keys = [...source.matchAll(/^ {2}"?([\w.]+)"?:/gm)].map(([, key]) => key);
    assert.deepEqual(keys.filter((key, at) => keys.indexOf(key) !== at), [], language);
  }
});

test("What the page asks for by its full name is there", () => {
  const missing = [];
  for (const name of readdirSync(root, { recursive: true })) {
    if (!/\.(js|html)$/.test(name) || /^(tests|words)\//.test(name)) continue;
    const source = readFileSync(new URL(name, root), "utf8");
    for (const [, key] of source.matchAll(/(?:\bt\(|data-t(?:-label)?=)"([\w]+\.[\w.]+)"/g)) if (!has(key)) missing.push(`${name}: ${key}`);
  }
  assert.deepEqual(missing, []);
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
