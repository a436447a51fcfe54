// Libraries that only some messages need: each is fetched once, when the first message needs it.

const asked = new Map();

/** Runs a classic script of the server's own; its global is there when the promise is kept. */
export function library(name) {
  if (!asked.has(name)) {
    asked.set(
      name,
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `/vendor/${name}.js`;
        script.onload = resolve;
        script.onerror = () => {
          // Another message may try again: the connection may be back by then.
          asked.delete(name);
          script.remove();
          reject(new Error(`${script.src} could not be loaded`));
        };
        document.head.append(script);
      }),
    );
  }
  return asked.get(name);
}
