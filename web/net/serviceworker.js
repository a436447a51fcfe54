// The page's files are kept by a service worker (sw.js), so that it starts without a network.

/** When the page has settled: milliseconds after its start. */
const SETTLED = 4_000;

/**
 * Begins it. Gives whether this page has one: browsers withhold service workers over plain HTTP from elsewhere than
 * this very device.
 */
export async function registerServiceWorker(container = globalThis.navigator?.serviceWorker) {
  if (!globalThis.isSecureContext || !container) return false;
  try {
    await container.register("/sw.js", { updateViaCache: "none" });
    const { active } = await container.ready;
    setTimeout(() => active.postMessage({ started: files() }), SETTLED);
    return true;
  } catch {
    // Switched off by the person, or no room: all goes on, but not without a network.
    return false;
  }
}

/** The files that this page was made of. */
function files() {
  const own = performance.getEntriesByType("resource").map(({ name }) => name);
  return own.filter((name) => name.startsWith(location.origin));
}

/** Whoever logged out leaves no pictures behind. */
export async function forgetPictures() {
  try {
    await globalThis.caches?.delete("roost.pictures");
  } catch {
    // Where storage is forbidden nothing was kept.
  }
}
