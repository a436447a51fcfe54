// The page's files are kept by a service worker (sw.js), so that it starts without a network.

/**
 * Begins it. Gives whether this page has one: browsers withhold service workers over plain HTTP from elsewhere than
 * this very device.
 */
export async function registerServiceWorker(container = globalThis.navigator?.serviceWorker) {
  if (!globalThis.isSecureContext || !container) return false;
  try {
    await container.register("/sw.js", { type: "module", updateViaCache: "none" });
    return true;
  } catch {
    // Switched off by the person, or no room: all goes on, but not without a network.
    return false;
  }
}
