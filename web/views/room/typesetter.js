// Colours code and sets formulas, on a thread of its own: neither can make the page wait, however odd its input.
// A classic worker, since the libraries are classic scripts.

const loaded = new Set();

function need(name) {
  if (loaded.has(name)) return;
  importScripts(`/vendor/${name}.js`);
  loaded.add(name);
}

const work = {
  code({ text, language }) {
    need("highlight");
    return hljs.getLanguage(language) ? hljs.highlight(language, text, true).value : null;
  },
  math({ text, display }) {
    need("katex");
    return katex.renderToString(text, { output: "mathml", displayMode: display, trust: false, throwOnError: true, maxSize: 10, maxExpand: 200 });
  },
};

onmessage = ({ data }) => {
  let html = null;
  try {
    html = work[data.kind](data);
  } catch {
    // What cannot be set is shown as it was written.
  }
  postMessage({ id: data.id, html });
};
