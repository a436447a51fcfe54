// Keeps the page's files, so that it starts without a network and at once with one. All files are of one version: those that
// are kept are used as they are, and when the page has started they are compared with the server's; if any differs, a new
// set is fetched whole, for the next start. Of what the server says (/v1/) only pictures are kept.

const SHELL = "roost.shell.";
const PICTURES = "roost.pictures";
const MOST_PICTURES = 300;
/** Marks a set of files as whole. */
const WHOLE = "/.whole";
const AT_ONCE = 6;
/** Files that name the others. */
const NAMING = ["/", "/app/ahead.js"];

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepFirst());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/v1/")) {
    // A picture with a tag never changes.
    const isPicture = /^\/v1\/people\/\d+\/picture$/.test(url.pathname) && url.searchParams.has("tag");
    if (isPicture) event.respondWith(picture(request));
  } else if (request.mode !== "navigate") event.respondWith(file(request));
  else if (url.pathname === "/") event.respondWith(file("/"));
});

/** The page has started, with these files. */
self.addEventListener("message", (event) => {
  if (Array.isArray(event.data?.started)) event.waitUntil(renew(event.data.started));
});

async function file(request) {
  const cache = await shell();
  const kept = await cache?.match(request, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(request);
  // What is loaded only when it is needed is kept from then on.
  if (cache && isFile(response)) await cache.put(request, response.clone());
  return response;
}

/** The page's files have a tag; what else the server says has none. */
function isFile(response) {
  return response.ok && response.headers.has("ETag");
}

/** The last whole set, or null. */
async function shell() {
  const names = (await caches.keys()).filter((name) => name.startsWith(SHELL));
  for (const name of names.reverse()) {
    const cache = await caches.open(name);
    if (await cache.match(WHOLE)) return cache;
  }
  return null;
}

/** The first set, so that a page that has a worker starts without a network from then on: what the page itself names. */
async function keepFirst() {
  if (await shell()) return;
  try {
    const texts = await Promise.all(NAMING.map(async (path) => (await fetch(path)).text()));
    await renew(texts.flatMap((text) => [...text.matchAll(/"(\/[\w./-]+\.\w+)"/g)].map(([, path]) => path)));
  } catch {
    // The network went: the page says what it was made of when it starts the next time.
  }
}

let renewing = null;

function renew(started) {
  renewing ??= renewed(started).finally(() => (renewing = null));
  return renewing;
}

async function renewed(started) {
  const kept = await shell();
  const paths = new Set(["/", ...started.map(pathOf).filter(Boolean)]);
  for (const { url } of (await kept?.keys()) ?? []) paths.add(new URL(url).pathname);
  paths.delete(WHOLE);

  const responses = new Map();
  const waiting = [...paths];
  const worker = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const response = await fetch(path, { cache: "no-cache" });
      // What is gone is not of this version.
      if (isFile(response)) responses.set(path, response);
      else if (!response.ok && response.status !== 404) throw new Error(`${path}: ${response.status}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } catch {
    // Without a network what is kept stays.
    return;
  }
  if (kept && (await isSame(kept, responses))) return;

  const name = SHELL + Date.now();
  const cache = await caches.open(name);
  await Promise.all([...responses].map(([path, response]) => cache.put(path, response)));
  await cache.put(WHOLE, new Response(""));
  for (const old of await caches.keys()) if (old.startsWith(SHELL) && old !== name) await caches.delete(old);
}

async function isSame(kept, responses) {
  for (const [path, response] of responses) {
    const old = await kept.match(path, { ignoreVary: true });
    if (!old || old.headers.get("ETag") !== response.headers.get("ETag")) return false;
  }
  return true;
}

/** The path of one of the page's own files; null of anything else. */
function pathOf(address) {
  const url = new URL(address, self.location.href);
  const isOwn = url.origin === self.location.origin && !url.pathname.startsWith("/v1/") && url.pathname !== "/sw.js";
  return isOwn ? url.pathname : null;
}

async function picture(request) {
  const cache = await caches.open(PICTURES);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
    const keys = await cache.keys();
    for (const old of keys.slice(0, Math.max(0, keys.length - MOST_PICTURES))) await cache.delete(old);
  }
  return response;
}
