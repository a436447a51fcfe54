// Where a page keeps things beyond its own life: tables of values under text keys. IndexedDB where it may be used, the
// page's memory otherwise. All of one account lies in one database, so that logging out can remove it whole.
//
//   store.isLasting   all(table) → Map   get(table, key)   put(table, key, value)   delete(table, key)   destroy()

const TABLES = ["outbox", "drafts", "cache"];

export class MemoryStore {
  isLasting = false;
  #tables = new Map(TABLES.map((name) => [name, new Map()]));

  async all(table) {
    return new Map([...this.#tables.get(table)].map(([key, value]) => [key, structuredClone(value)]));
  }

  async get(table, key) {
    return structuredClone(this.#tables.get(table).get(key) ?? null);
  }

  async put(table, key, value) {
    this.#tables.get(table).set(key, structuredClone(value));
  }

  async delete(table, key) {
    this.#tables.get(table).delete(key);
  }

  async destroy() {
    for (const table of this.#tables.values()) table.clear();
  }
}

/** The store of an account; in memory where the browser keeps nothing (private windows, storage forbidden). */
export async function openStore(account) {
  try {
    // Where storage is forbidden, even to look for it throws.
    const databases = globalThis.indexedDB;
    const name = `roost.${account}`;
    const opening = databases.open(name, 1);
    opening.onupgradeneeded = () => {
      const { objectStoreNames } = opening.result;
      for (const table of TABLES) if (!objectStoreNames.contains(table)) opening.result.createObjectStore(table);
    };
    return new IndexedStore(await done(opening), () => databases.deleteDatabase(name));
  } catch {
    return new MemoryStore();
  }
}

class IndexedStore {
  isLasting = true;
  #database;
  #remove;

  constructor(database, remove) {
    this.#database = database;
    this.#remove = remove;
    // Another page of this browser removes it, since one has logged out: it must not wait for this one.
    database.onversionchange = () => database.close();
  }

  async all(table) {
    const names = this.#in(table, "readonly", (kept) => kept.getAllKeys());
    const values = this.#in(table, "readonly", (kept) => kept.getAll());
    const [keys, found] = await Promise.all([names, values]);
    return new Map(keys.map((key, place) => [key, found[place]]));
  }

  async get(table, key) {
    return (await this.#in(table, "readonly", (kept) => kept.get(key))) ?? null;
  }

  async put(table, key, value) {
    await this.#in(table, "readwrite", (kept) => kept.put(value, key));
  }

  async delete(table, key) {
    await this.#in(table, "readwrite", (kept) => kept.delete(key));
  }

  async destroy() {
    this.#database.close();
    await done(this.#remove());
  }

  async #in(table, mode, ask) {
    const transaction = this.#database.transaction(table, mode);
    const answer = done(ask(transaction.objectStore(table)));
    // What is written in a page's last moment cannot wait until the page has heard of it.
    if (mode === "readwrite") transaction.commit();
    return answer;
  }
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}
