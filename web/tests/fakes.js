// Stand-ins for what a browser has: a storage, timers that one turns by hand, and a socket that one speaks for.

export class FakeStorage {
  constructor() {
    Object.defineProperty(this, "full", { value: false, writable: true, enumerable: false });
  }
  getItem(name) {
    return Object.hasOwn(this, name) ? this[name] : null;
  }
  setItem(name, value) {
    if (this.full) throw new Error("QuotaExceededError");
    this[name] = String(value);
  }
  removeItem(name) {
    delete this[name];
  }
}

export class FakeTimers {
  waiting = [];
  setTimeout = (act, delay) => {
    this.waiting.push({ act, delay });
    return this.waiting.length;
  };
  clearTimeout = (number) => {
    if (number) this.waiting[number - 1] = null;
  };
  /** Runs what is waiting, and gives the pauses. */
  run() {
    const due = this.waiting.filter(Boolean);
    this.waiting = [];
    for (const { act } of due) act();
    return due.map(({ delay }) => delay);
  }
}

export class FakeSocket {
  static made = [];
  sent = [];
  closedWith = null;
  constructor(url) {
    this.url = url;
    FakeSocket.made.push(this);
  }
  static get last() {
    return FakeSocket.made.at(-1);
  }
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close(code) {
    this.closedWith = code;
  }
  says(message) {
    this.onmessage({ data: typeof message === "string" ? message : JSON.stringify(message) });
  }
  ends(code) {
    this.onclose({ code });
  }
}

/** Lets promises that are settled be noticed. */
export function settle() {
  return new Promise((done) => setImmediate(done));
}
