import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { parseEmoji, tinted, usedAgain } from "../models/emoji.js";
import { aliases, shortcodeOf } from "../models/shortcodes.js";

const FILE = "/usr/share/unicode/emoji/emoji-test.txt";
const sample = `# emoji-test.txt
# group: Smileys & Emotion
# subgroup: face-smiling
1F603                                                  ; fully-qualified     # 😃 E0.6 grinning face with big eyes
1F604                                                  ; fully-qualified     # 😄 E0.6 grinning face with smiling eyes
263A FE0F                                              ; fully-qualified     # ☺️ E0.6 smiling face
263A                                                   ; unqualified         # ☺ E0.6 smiling face
# group: People & Body
1F44B                                                  ; fully-qualified     # 👋 E0.6 waving hand
1F44B 1F3FB                                            ; fully-qualified     # 👋🏻 E1.0 waving hand: light skin tone
1F44B 1F3FF                                            ; fully-qualified     # 👋🏿 E1.0 waving hand: dark skin tone
1F44D                                                  ; fully-qualified     # 👍 E0.6 thumbs up
1F468 200D 1F9B0                                       ; fully-qualified     # 👨‍🦰 E11.0 man: red hair
1F468 1F3FB 200D 1F9B0                                 ; fully-qualified     # 👨🏻‍🦰 E11.0 man: light skin tone, red hair
1F91D                                                  ; fully-qualified     # 🤝 E3.0 handshake
1FAF1 1F3FB 200D 1FAF2 1F3FC                           ; fully-qualified     # 🫱🏻‍🫲🏼 E14.0 handshake: light skin tone, medium-light skin tone
# group: Component
1F3FB                                                  ; component           # 🏻 E1.0 light skin tone
# group: Flags
1F1E9 1F1EA                                            ; fully-qualified     # 🇩🇪 E0.6 flag: Germany
1FAE8                                                  ; fully-qualified     # 🫨 E15.0 shaking face
`;

test("The file is read into groups; components and lesser forms stay out", () => {
  const set = parseEmoji(sample);
  assert.deepEqual(set.groups.map((group) => group.id), ["smileys", "people", "flags"]);
  assert.deepEqual(set.groups[0].emoji.map((emoji) => emoji.char), ["😃", "😄", "☺️"]);
  assert.equal(set.coded("flag_germany").char, "🇩🇪");
});

test("Skin tones belong to the emoji that they tint, also beside hair; mixed pairs stay out", () => {
  const set = parseEmoji(sample);
  assert.equal(tinted(set.coded("waving_hand"), 1), "👋🏻");
  assert.equal(tinted(set.coded("waving_hand"), 5), "👋🏿");
  assert.equal(tinted(set.coded("waving_hand"), 0), "👋");
  assert.equal(tinted(set.coded("man_red_hair"), 1), "👨🏻‍🦰");
  assert.equal(tinted(set.coded("handshake"), 1), "🤝");
  assert.equal(set.written("👋🏿").code, "waving_hand");
});

test("What the platform cannot show is left out", () => {
  const set = parseEmoji(sample, (emoji) => emoji.version < 15);
  assert.equal(set.coded("shaking_face"), undefined);
});

test("Lines that make no sense are passed over", () => {
  const stray = "1F604 ; fully-qualified # 😄 E0.6 grinning face with smiling eyes\n";
  assert.deepEqual(parseEmoji(`${stray}# group: Unheard of\n${stray}# group: Flags\nXYZ ; nonsense\n\u0000\n`).groups, []);
});

test("Shortcodes hold nothing that is hard to type", () => {
  assert.equal(shortcodeOf("flag: Côte d’Ivoire"), "flag_cote_divoire");
  assert.equal(shortcodeOf("keycap: #"), "keycap_hash");
  assert.equal(shortcodeOf("Japanese “here” button"), "japanese_here_button");
});

test("A search finds the very name first, then beginnings, then words, then parts", () => {
  const set = parseEmoji(sample);
  assert.equal(set.search("+1")[0].char, "👍");
  assert.equal(set.search("smile")[0].char, "😄");
  assert.deepEqual(set.search("hand").map((emoji) => emoji.code), ["handshake", "waving_hand"]);
  assert.deepEqual(set.search("smile").map((emoji) => emoji.char).slice(0, 2), ["😄", "😃"], "smile itself before smiley");
  assert.deepEqual(set.search("SMILING").map((emoji) => emoji.char), ["☺️", "😄"]);
  assert.deepEqual(set.search("ger flag").map((emoji) => emoji.char), ["🇩🇪"]);
  assert.deepEqual(set.search("🙂"), []);
});

test("What one uses comes first among equals", () => {
  const set = parseEmoji(sample);
  assert.equal(set.search("ha").at(0).code, "handshake");
  const words = set.search("face", { favoured: ["☺️"] }).map((emoji) => emoji.char);
  assert.equal(words[0], "☺️");
  assert.deepEqual(usedAgain(["a", "b", "c"], "b", 2), ["b", "a"]);
});

test("Unicode's whole file is understood", { skip: existsSync(FILE) ? false : "unicode-data is not installed" }, () => {
  const set = parseEmoji(readFileSync(FILE, "utf8"));
  assert.equal(set.groups.length, 9);
  assert.ok(set.all.length > 1800, `${set.all.length} emoji`);
  assert.equal(new Set(set.all.map((emoji) => emoji.code)).size, set.all.length, "each shortcode is of one emoji");
  for (const emoji of set.all) {
    assert.match(emoji.code, /^[a-z0-9]+(_[a-z0-9]+)*$/, emoji.name);
    if (emoji.tones) assert.equal(emoji.tones.filter(Boolean).length, 5, emoji.name);
  }
  const codes = new Set(set.all.map((emoji) => emoji.code));
  for (const [alias, code] of Object.entries(aliases)) {
    assert.ok(codes.has(code), `${alias} means ${code}, which is none`);
    assert.ok(!codes.has(alias), `${alias} is a name already`);
  }
});
