// The Markdown that Roost understands (docs/protocol/markdown.md), as rules of markdown-it, which is passed in.

import { addressLength, calledName, isSafeAddress } from "./inline.js";

/** Where running text may end because a mark begins. */
const MARKS = /[\n!#$&*+:<@[\\\]_`~|-]/g;
/** Marks within marks: what is deeper is only text. */
const DEEPEST = 24;

/** A parser whose `parse(text, {})` gives tokens. */
export function markdown(MarkdownIt) {
  const parser = new MarkdownIt("default", { html: false, linkify: false, typographer: false, breaks: true, maxNesting: DEEPEST });
  parser.disable(["code", "reference", "html_block", "html_inline", "entity", "linkify", "replacements", "smartquotes"]);
  parser.validateLink = isSafeAddress;
  const { inline, block } = parser;
  keepWhatIsDeep(block);
  inline.ruler.at("text", text);
  inline.ruler.before("escape", "math", math);
  inline.ruler.before("emphasis", "spoiler", spoiler);
  inline.ruler.after("spoiler", "address", address);
  inline.ruler.after("address", "call", call);
  inline.ruler2.after("strikethrough", "spoiler", spoilers);
  block.ruler.before("fence", "unquoted", unquoted, { alt: ["blockquote"] });
  block.ruler.before("fence", "math_block", mathBlock, { alt: ["paragraph", "blockquote", "list"] });
  return parser;
}

/** The parser drops blocks that are nested too deep; no word is to be lost. */
function keepWhatIsDeep(block) {
  const tokenize = block.tokenize;
  block.tokenize = function (state, start, end) {
    if (state.level < DEEPEST - 4) return tokenize.call(this, state, start, end);
    state.push("paragraph_open", "p", 1);
    const rest = state.push("text", "", 0);
    rest.content = state.getLines(start, end, state.blkIndent, false).trim();
    state.push("paragraph_close", "p", -1);
    state.line = end;
  };
}

function text(state, silent) {
  MARKS.lastIndex = state.pos;
  const found = MARKS.exec(state.src);
  const end = Math.min(found ? found.index : state.posMax, state.posMax);
  if (end === state.pos) return false;
  if (!silent) state.pending += state.src.slice(state.pos, end);
  state.pos = end;
  return true;
}

/** `https://…` as it stands: its beginning is already in what was read, since a colon is where reading stops. */
function address(state, silent) {
  if (state.src[state.pos] !== ":" || state.linkLevel > 0) return false;
  const scheme = /(?:^|[^\p{L}\p{Nd}])(https?)$/iu.exec(state.pending)?.[1];
  if (!scheme) return false;
  const length = addressLength(state.src.slice(state.pos - scheme.length, state.posMax));
  if (!length) return false;
  const found = state.src.slice(state.pos - scheme.length, state.pos - scheme.length + length);
  if (!silent) {
    state.pending = state.pending.slice(0, -scheme.length);
    state.push("address", "", 0).content = found;
  }
  state.pos += length - scheme.length;
  return true;
}

/** A line without `>` ends a quote. */
const unquoted = (state, start, end, silent) => silent && state.parentType === "blockquote";

function call(state, silent) {
  const mark = state.src[state.pos];
  if ((mark !== "@" && mark !== "#") || state.linkLevel > 0) return false;
  // The marks of emphasis are not part of a name.
  const name = calledName(state.src.slice(state.pos, state.posMax), state.pending)?.replace(/[_-]+$/u, "");
  if (!name) return false;
  if (!silent) {
    const token = state.push("call", "", 0);
    token.markup = mark;
    token.content = name;
  }
  state.pos += name.length + 1;
  return true;
}

/** Bars that open or close a spoiler; which of them belong together is found by markdown-it's balancing. */
function spoiler(state, silent) {
  if (state.src[state.pos] !== "|" || state.src[state.pos + 1] !== "|") return false;
  if (silent) return false;
  const scanned = state.scanDelims(state.pos, true);
  const pairs = Math.floor(scanned.length / 2);
  if (scanned.length % 2) state.push("text", "", 0).content = "|";
  const before = state.src[state.pos - 1] ?? " ";
  const after = state.src[state.pos + scanned.length] ?? " ";
  for (let pair = 0; pair < pairs; pair++) {
    state.push("text", "", 0).content = "||";
    state.delimiters.push({
      marker: 0x7c,
      jump: pair,
      token: state.tokens.length - 1,
      level: state.level,
      end: -1,
      open: !/\s/u.test(after),
      close: !/\s/u.test(before),
    });
  }
  state.pos += scanned.length;
  return true;
}

function spoilers(state) {
  const { delimiters } = state;
  for (const opening of delimiters) {
    if (opening.marker !== 0x7c || opening.end === -1) continue;
    const closing = delimiters[opening.end];
    for (const [delimiter, type, nesting] of [[opening, "spoiler_open", 1], [closing, "spoiler_close", -1]]) {
      const token = state.tokens[delimiter.token];
      token.type = type;
      token.nesting = nesting;
      token.content = "";
    }
  }
}

/** `$…$` and `$$…$$` within a line. Prices are not formulas: no blank inside the bars, no digit behind them. */
function math(state, silent) {
  if (state.src[state.pos] !== "$") return false;
  const found = /^(\$\$?)(?!\s)((?:[^$\\\n]|\\.)+?)(?<!\s)\1(?![\d$])/u.exec(state.src.slice(state.pos, state.posMax));
  if (!found) return false;
  if (!silent) {
    const token = state.push("math", "", 0);
    token.content = found[2];
    token.markup = found[1];
  }
  state.pos += found[0].length;
  return true;
}

function mathBlock(state, start, end, silent) {
  const lineOf = (at) => state.src.slice(state.bMarks[at] + state.tShift[at], state.eMarks[at]).trimEnd();
  if (state.sCount[start] - state.blkIndent >= 4 || lineOf(start) !== "$$") return false;
  let last = start + 1;
  while (last < end && lineOf(last) !== "$$") last++;
  if (last >= end) return false;
  if (silent) return true;
  state.line = last + 1;
  const token = state.push("math_block", "", 0);
  token.content = state.getLines(start + 1, last, state.sCount[start], false);
  token.map = [start, state.line];
  return true;
}
