// The HTTP interface (docs/protocol/http.md). The session is a cookie, which scripts cannot see.
//
//   api.get(path, query?, options?)   post, put, patch (path, body?, options?)   delete(path, { query, body }?, options?)
//   api.upload(path, blob, options?)  puts the bytes of a file
//
// Each gives the answer (null for 204), or throws a Refusal (the server said no) or Unreachable (it said nothing).
// `options.signal` gives up: then what throws is the AbortError that `fetch` throws. What only reads and is refused since
// there was too much at once is asked for again, after the wait that the server names.

/** The server said no: a documented code (docs/protocol/errors.md), and a sentence for the person. */
export class Refusal extends Error {
  constructor({ code, message, limit, retry_after } = {}, status = 0) {
    super(message ?? "");
    this.name = "Refusal";
    this.code = code ?? codeOf(status);
    this.limit = limit;
    this.retryAfter = retry_after;
    this.status = status;
  }
}

/** What a status says where the answer has no code: it came from a proxy, or is broken. */
function codeOf(status) {
  if (status === 413) return "too_large";
  if (status === 429) return "rate_limited";
  return status === 502 || status === 503 || status === 504 ? "overloaded" : "internal_fault";
}

/** The server could not be reached. */
export class Unreachable extends Error {
  constructor() {
    super("");
    this.name = "Unreachable";
    this.code = "unreachable";
  }
}

/** Longer than the server takes for anything; a way that is dead is noticed at last. */
const PATIENCE = 60_000;
/** Reading is tried so often, if the wait is not longer than so many seconds. */
const [TRIES, WAIT] = [4, 5];

export class API {
  #fetch;
  #timers;

  constructor(fetch = globalThis.fetch.bind(globalThis), timers = globalThis) {
    this.#fetch = fetch;
    this.#timers = timers;
  }

  async get(path, query, options) {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#ask("GET", path + asked(query), undefined, options);
      } catch (error) {
        if (error.code !== "rate_limited" || tries === TRIES || !(error.retryAfter <= WAIT)) throw error;
        await new Promise((done) => this.#timers.setTimeout(done, error.retryAfter * 1000 * (0.5 + Math.random())));
      }
    }
  }

  post(path, body, options) {
    return this.#ask("POST", path, body, options);
  }

  put(path, body, options) {
    return this.#ask("PUT", path, body, options);
  }

  patch(path, body, options) {
    return this.#ask("PATCH", path, body, options);
  }

  delete(path, { query, body } = {}, options) {
    return this.#ask("DELETE", path + asked(query), body, options);
  }

  upload(path, blob, options) {
    return this.#ask("PUT", path, blob, options);
  }

  async #ask(method, path, body, { signal } = {}) {
    const isFile = typeof Blob !== "undefined" && body instanceof Blob;
    const patience = AbortSignal.timeout(PATIENCE);
    let response, answer;
    try {
      response = await this.#fetch(path, {
        method,
        credentials: "same-origin",
        cache: "no-store",
        signal: signal ? AbortSignal.any([signal, patience]) : patience,
        headers: body === undefined ? {} : { "Content-Type": isFile ? body.type : "application/json" },
        body: isFile || body === undefined ? body : JSON.stringify(body),
      });
      if (response.status === 204) return null;
      answer = await response.text();
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Unreachable();
    }
    const value = parsed(answer);
    if (response.ok && value !== null) return value;
    throw new Refusal(value?.error, response.status);
  }
}

/** The query of an address; what is null or undefined is left out. */
function asked(query = {}) {
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : "";
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
