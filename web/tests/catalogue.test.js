// The catalogue is whole: each language says everything, and the page asks for nothing that is not there.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { languages } from "../words/words.js";

const web = new URL("../", import.meta.url);
const catalogue = Object.fromEntries(
  await Promise.all(Object.keys(languages).map(async (tag) => {
    const parts = [await import(`../words/${tag}.js`), await import(`../words/more/${tag}.js`)];
    return [tag, Object.assign({}, ...parts.map((part) => part.default))];
  })));

/** What the page is made of: its modules and its HTML, without the tests and the catalogues. */
const sources = readdirSync(web, { recursive: true })
  .filter((name) => /\.(js|html)$/.test(name) && !name.startsWith("tests/") && !/^words\/(more\/)?..\.js$/.test(name))
  .map((name) => ({ name, text: readFileSync(new URL(name, web), "utf8") }));

const forms = (entry) => (typeof entry === "string" ? [entry] : Object.values(entry));
const placeholders = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
/** An entry's own: a category like "one" may do without the number. */
const placeholdersOf = (entry) => placeholders(forms(entry).join(" "));
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Keys that are put together: `refusal.${code}` stands for all that begin so. */
const patterns = sources.flatMap(({ name, text }) =>
  [...text.matchAll(/`([a-z][a-zA-Z]*\.[^`\s]*\$\{[^`\s]*)`/g)].map((match) => ({
    name,
    text: match[1],
    pattern: new RegExp(`^${match[1].split(/\$\{[^}]*\}/).map(escaped).join(".+")}$`),
  })));

/** The literals of an expression that is the first argument of `t(`. */
function firstArgument(text, start) {
  let depth = 0;
  let quote = null;
  for (let at = start; at < text.length; at++) {
    const letter = text[at];
    if (quote) {
      if (letter === "\\") at++;
      else if (letter === quote) quote = null;
    } else if (`"'\``.includes(letter)) quote = letter;
    else if ("([{".includes(letter)) depth++;
    else if (")]}".includes(letter) && depth-- === 0) return text.slice(start, at);
    else if (letter === "," && depth === 0) return text.slice(start, at);
  }
  return text.slice(start);
}

const asked = sources.flatMap(({ name, text }) => [
  ...[...text.matchAll(/(?<![\w.$])t\(/g)].flatMap((match) =>
    // What is compared with is no key: t(kind === "direct" ? "a" : "b").
    [...firstArgument(text, match.index + 2).replace(/[!=]==?\s*"[^"]*"/g, "").matchAll(/"([^"]*)"/g)]
      .map((literal) => ({ name, key: literal[1] }))),
  ...[...text.matchAll(/data-t(?:-[\w-]+)?="([^"]+)"/g)].map((match) => ({ name, key: match[1] })),
]);

test("every key that the page asks for is there", () => {
  const missing = asked.filter(({ key }) => !(key in catalogue.en) && /^[a-z][a-zA-Z]*\./.test(key));
  assert.deepEqual(missing, []);
});

test("keys that are put together lead somewhere", () => {
  const areas = new Set(Object.keys(catalogue.en).map((key) => key.split(".")[0]));
  const nowhere = patterns
    .filter(({ text, pattern }) => areas.has(text.split(".")[0]) && !Object.keys(catalogue.en).some((key) => pattern.test(key)))
    .map(({ name, text }) => `${name}: ${text}`);
  assert.deepEqual(nowhere, []);
});

test("nothing stands in the catalogue that nobody asks for", () => {
  const all = sources.map(({ text }) => text).join("\n");
  const literals = new Set([...all.matchAll(/["'`]([a-z][\w.-]*\.[\w.-]+)["'`]/g)].map((match) => match[1]));
  const unused = Object.keys(catalogue.en).filter((key) => !literals.has(key) && !patterns.some(({ pattern }) => pattern.test(key)));
  assert.deepEqual(unused, []);
});

for (const tag of Object.keys(languages)) {
  test(`${tag} says what English says`, () => {
    assert.deepEqual(Object.keys(catalogue[tag]).sort(), Object.keys(catalogue.en).sort());
    for (const [key, entry] of Object.entries(catalogue[tag])) {
      assert.deepEqual(placeholdersOf(entry), placeholdersOf(catalogue.en[key]), `the placeholders of ${key}`);
      assert.equal(typeof entry, typeof catalogue.en[key], `${key} counts in one language and not in the other`);
      for (const text of forms(entry)) assert.match(text, /\S/, `${key} is empty`);
    }
  });

  test(`${tag} has every plural form`, () => {
    const categories = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
    for (const [key, entry] of Object.entries(catalogue[tag])) {
      if (typeof entry === "string") continue;
      assert.deepEqual(Object.keys(entry).sort(), [...categories].sort(), key);
    }
  });
}

test("no language is a copy of English", () => {
  for (const tag of Object.keys(languages)) {
    if (tag === "en") continue;
    const keys = Object.keys(catalogue.en).filter((key) => forms(catalogue.en[key])[0].replace(/\{\w+\}/g, "").length > 20);
    const same = keys.filter((key) => JSON.stringify(catalogue[tag][key]) === JSON.stringify(catalogue.en[key]));
    assert.deepEqual(same, [], tag);
  }
});
