// Stand-ins for what a browser has: timers that one turns by hand, a socket that one speaks for, channels between pages.

export class FakeTimers {
  now = 0;
  #waiting = new Map();
  #last = 0;

  setTimeout = (act, delay = 0) => {
    this.#waiting.set(++this.#last, { act, delay, at: this.now + delay });
    return this.#last;
  };

  clearTimeout = (number) => {
    this.#waiting.delete(number);
  };

  /** Runs what is waiting now, and gives the pauses. */
  run() {
    const due = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { act } of due) act();
    return due.map(({ delay }) => delay);
  }

  /** Lets time pass, in its order. */
  pass(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      const [next] = [...this.#waiting].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
      if (!next) break;
      this.#waiting.delete(next[0]);
      this.now = next[1].at;
      next[1].act();
    }
    this.now = end;
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

/** What pages of one browser tell each other. */
export class FakeChannels {
  #open = new Set();
  open() {
    const channel = {
      onmessage: null,
      close: () => this.#open.delete(channel),
      postMessage: (data) => {
        for (const other of this.#open) if (other !== channel) other.onmessage?.({ data: structuredClone(data) });
      },
    };
    this.#open.add(channel);
    return channel;
  }
}

/** Lets promises that are settled be noticed. */
export function settle() {
  return new Promise((done) => setImmediate(done));
}

/** Numbers that look random and are the same each time: `next(n)` is 0 to n - 1. */
export function seeded(seed) {
  let state = seed;
  return (n) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor(state / 65536) % n;
  };
}
