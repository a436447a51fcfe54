// The parser's tokens become elements, one by one: nothing that is not named here can come of a text.

import { isSafeAddress } from "../../models/inline.js";
import { copied } from "../../parts/copy.js";
import { h } from "../../parts/dom.js";
import { icon } from "../../parts/icon.js";
import { t } from "../../words/words.js";

/** Elements without attributes, by the token that opens them. */
const plain = {
  paragraph_open: "p",
  em_open: "em",
  strong_open: "strong",
  s_open: "s",
  blockquote_open: "blockquote",
  bullet_list_open: "ul",
  list_item_open: "li",
  thead_open: "thead",
  tbody_open: "tbody",
  tr_open: "tr",
};

/** Elements that hold nothing. */
const leaves = {
  text: (token) => token.content,
  softbreak: () => h("br"),
  hardbreak: () => h("br"),
  hr: () => h("hr"),
  code_inline: (token) => h("code", { dir: "auto" }, token.content),
  fence: (token) => codeBlock(token.content, token.info.trim().split(/\s+/u)[0]),
  math: (token) => formula(token.content, token.markup === "$$", token.markup),
  math_block: (token) => formula(token.content, true, "$$"),
  address: (token) => linkElement(token.content, token.content),
  call: (token, context) => callElement(token.markup, token.content, context),
  // Nothing is fetched from elsewhere for a message: a picture is a link to it.
  image: (token) => linkElement(token.attrGet("src"), token.content || token.attrGet("src")),
};

/** A fragment of what the tokens of a text say. */
export function build(tokens, context) {
  const root = document.createDocumentFragment();
  const open = [root];
  const walk = (list) => {
    for (const token of list) {
      if (token.hidden) continue;
      if (token.type === "inline") walk(token.children);
      else if (token.nesting < 0) {
        if (open.length > 1) open.pop();
      } else if (token.nesting > 0) {
        const element = opened(token);
        open.at(-1).append(element);
        open.push(element.hole ?? element);
      } else open.at(-1).append(leaves[token.type]?.(token, context) ?? token.content);
    }
  };
  walk(tokens);
  return root;
}

function opened(token) {
  if (plain[token.type]) return h(plain[token.type]);
  switch (token.type) {
    case "heading_open":
      // A heading within a message is no heading of the page.
      return h("p", { class: `heading heading-${token.tag}` }, "");
    case "ordered_list_open":
      return h("ol", { start: token.attrGet("start") });
    case "link_open":
      return linkElement(token.attrGet("href"));
    case "spoiler_open":
      return spoiler();
    case "table_open": {
      const table = h("table");
      return Object.assign(h("div", { class: "wide", tabindex: "0" }, table), { hole: table });
    }
    case "th_open":
    case "td_open":
      return h(token.tag, { class: /text-align:(center|right)/.exec(token.attrGet("style") ?? "")?.[1] });
    default:
      return h("span");
  }
}

/** A link to elsewhere; what must not be led to is only text. */
export function linkElement(address, ...content) {
  if (!isSafeAddress(address ?? "")) return h("span", {}, content);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow", dir: "auto" }, content);
}

/** `@name` or `#room`: a link where there is somebody or something of this name, else the text. */
export function callElement(mark, name, { app, mentions }) {
  const folded = name.toLowerCase();
  if (mark === "#") {
    const room = [...app.house.rooms.values()].find((one) => one.handle === folded);
    return room ? h("a", { class: "call", href: app.link.room(room.id) }, `#${name}`) : `#${name}`;
  }
  const called = mentions?.get(folded);
  if (!called) return `@${name}`;
  if (called === "all") return h("span", { class: "call me" }, `@${name}`);
  const mine = called === app.house.me?.account.id;
  return h("a", { class: mine ? "call me" : "call", href: app.link.person(called) }, `@${name}`);
}

function spoiler() {
  const hole = h("span", { "aria-hidden": "true", inert: true });
  const reveal = (event) => {
    if (element.dataset.open !== undefined) return;
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    element.dataset.open = "";
    for (const name of ["role", "aria-label", "title"]) element.removeAttribute(name);
    hole.removeAttribute("aria-hidden");
    hole.inert = false;
  };
  const element = h(
    "span",
    { class: "spoiler", role: "button", tabindex: "0", "aria-label": t("room.spoiler"), title: t("room.spoiler"), onclick: reveal, onkeydown: reveal },
    hole,
  );
  return Object.assign(element, { hole });
}

function codeBlock(text, language) {
  const source = text.replace(/\n$/u, "");
  const code = h("code", { translate: "no" }, source);
  const copy = h("button", { type: "button", class: "quiet round copy", "aria-label": t("room.copyCode"), title: t("room.copyCode") }, icon("copy", 18));
  copy.addEventListener("click", async () => {
    if (!(await copied(source))) return selectAll(code);
    copy.replaceChildren(icon("check", 18));
    setTimeout(() => copy.replaceChildren(icon("copy", 18)), 1500);
  });
  if (language && /^[\w+#.-]{1,32}$/u.test(language)) typeset(({ colour }) => colour(code, language.toLowerCase()));
  return h("div", { class: "code", dir: "ltr" }, h("pre", { tabindex: "0" }, code), copy);
}

/** Fetched when a message needs it; without a network the text stays as it was written. */
const typeset = (use) => import("./typeset.js").then(use, () => {});

/** Over plain HTTP the clipboard is withheld: what is selected can be copied by hand. */
const selectAll = (element) => getSelection().selectAllChildren(element);

function formula(source, display, markup) {
  const element = h("span", { class: display ? "formula display" : "formula", dir: "ltr", title: source }, source);
  typeset(({ setFormula }) => setFormula(element, display, `${markup}${source}${markup}`));
  return element;
}
