// Asks the typesetter, and rebuilds what it gives node by node: only elements and attributes that are named here can come of it.

import { h } from "../../parts/dom.js";
import { write } from "./frames.js";

const PATIENCE = 3000;
const LONGEST = 20_000;
const MATHML = "http://www.w3.org/1998/Math/MathML";
const mathElements = new Set(
  "math semantics mrow mi mn mo ms mtext mspace msup msub msubsup mfrac msqrt mroot munder mover munderover mtable mtr mtd mstyle mpadded menclose mphantom".split(" "),
);
const mathAttributes = new Set(
  "display mathvariant stretchy fence separator lspace rspace minsize maxsize accent accentunder linethickness displaystyle scriptlevel columnalign rowspacing columnspacing columnlines rowlines width height depth voffset notation form symmetric".split(" "),
);

let worker = null;
let lastID = 0;
const waiting = new Map();

function ask(request) {
  if (request.text.length > LONGEST) return Promise.resolve(null);
  return new Promise((resolve) => {
    worker ??= start();
    const id = ++lastID;
    // A worker that hangs takes the others that wait with it; they are shown as they were written.
    waiting.set(id, { resolve, timer: setTimeout(stop, PATIENCE) });
    worker.postMessage({ id, ...request });
  });
}

function start() {
  const fresh = new Worker(new URL("./typesetter.js", import.meta.url));
  fresh.onmessage = ({ data }) => {
    const { resolve, timer } = waiting.get(data.id) ?? {};
    waiting.delete(data.id);
    clearTimeout(timer);
    resolve?.(data.html);
  };
  fresh.onerror = stop;
  return fresh;
}

function stop() {
  worker?.terminate();
  worker = null;
  for (const { resolve, timer } of waiting.values()) {
    clearTimeout(timer);
    resolve(null);
  }
  waiting.clear();
}

const inert = (html) => new DOMParser().parseFromString(html, "text/html").body;

/** Colours what a `code` element holds, if its language is known. */
export async function colour(element, language) {
  const text = element.textContent;
  const html = await ask({ kind: "code", text, language });
  if (!html) return;
  const parts = [...inert(html).childNodes].map(coloured);
  const whole = parts.map((part) => part?.textContent ?? "").join("");
  if (whole === text) write(() => element.replaceChildren(...parts));
}

function coloured(node) {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
  if (node.localName !== "span") return null;
  const name = [...node.classList].find((one) => /^hljs-[a-z_-]+$/.test(one));
  return h("span", { class: name }, [...node.childNodes].map(coloured));
}

/** Puts a formula in the place of an element that holds its source; `otherwise` where it cannot be set. */
export async function setFormula(element, display, otherwise) {
  const html = await ask({ kind: "math", text: element.textContent, display });
  const found = html && inert(html).querySelector("math");
  write(() => element.replaceChildren(found ? formula(found) : otherwise));
}

function formula(node) {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
  if (!mathElements.has(node.localName)) return "";
  const element = document.createElementNS(MATHML, node.localName);
  for (const { name, value } of node.attributes) if (mathAttributes.has(name)) element.setAttribute(name, value);
  element.append(...[...node.childNodes].map(formula));
  return element;
}
