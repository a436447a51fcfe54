// A message's text as elements. Most texts are plain: only those with marks wait for the parser.

import { calm, hasMarks, isEmojiOnly, pieces } from "../../models/inline.js";
import { h } from "../../parts/dom.js";
import { build, callElement, linkElement } from "./markdown.js";
import { library } from "./libraries.js";

let parser = null;

/** Fetches the parser; what waits for it is drawn again then. */
export async function loadParser() {
  if (parser) return;
  const [{ markdown }] = await Promise.all([import("../../models/markdown.js"), library("markdown-it")]);
  parser = markdown(globalThis.markdownit);
}

/**
 * Fills `element` with a text. `context`: `{ app, mentions: Map of folded username → person or "all" }`. Gives false when the parser is not
 * there yet: the text stands as it was written until `loadParser` is done.
 */
export function fillText(element, written, context) {
  const text = calm(written);
  const isLarge = isEmojiOnly(text);
  element.classList.toggle("large", isLarge);
  // Emoji have no direction of their own: they stand where the page begins.
  if (isLarge) element.removeAttribute("dir");
  else element.dir = "auto";
  if (!hasMarks(text)) {
    element.replaceChildren(h("p", {}, plain(text, context)));
    return true;
  }
  if (!parser) {
    element.replaceChildren(h("p", {}, text));
    return false;
  }
  element.replaceChildren(build(parser.parse(text, {}), context));
  return true;
}

const plain = (text, context) =>
  pieces(text).map((piece) =>
    piece.address
      ? linkElement(piece.address, piece.address)
      : piece.call
        ? callElement(piece.call, piece.name, context)
        : piece.text,
  );
