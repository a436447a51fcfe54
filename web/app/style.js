// Stylesheets that come with the views that need them.

const asked = new Map();

/** Adds /styles/NAME.css once; resolves when it is there, and also when it cannot be had: a plain page is better than none. */
export function style(name) {
  if (!asked.has(name)) {
    const href = `/styles/${name}.css`;
    const present = document.querySelector(`link[rel="stylesheet"][href="${href}"]`);
    asked.set(name, present ? Promise.resolve() : add(name, href));
  }
  return asked.get(name);
}

function add(name, href) {
  return new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = resolve;
    link.onerror = () => {
      asked.delete(name);
      link.remove();
      resolve();
    };
    document.head.append(link);
  });
}
