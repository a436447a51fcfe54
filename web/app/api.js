// The HTTP interface (docs/protocol/http.md). The session is a cookie, which scripts cannot see.

/** The server said no: a documented code, and a sentence for the person. */
export class Refusal extends Error {
  constructor({ code = "internal_fault", message, limit, retry_after } = {}, status = 0) {
    super(message || "The server did not say what went wrong. Try again later.");
    this.name = "Refusal";
    this.code = code;
    this.limit = limit;
    this.retryAfter = retry_after;
    this.status = status;
  }
}

/** The server could not be reached. */
export class Unreachable extends Error {
  constructor() {
    super("The server cannot be reached. Check the connection, then try again.");
    this.name = "Unreachable";
  }
}

export class API {
  #fetch;

  constructor(fetch = globalThis.fetch.bind(globalThis)) {
    this.#fetch = fetch;
  }

  server() {
    return this.#ask("GET", "/v1/server");
  }

  register(fields) {
    return this.#ask("POST", "/v1/accounts", { ...fields, cookie: true });
  }

  logIn(login, password) {
    return this.#ask("POST", "/v1/sessions", { login, password, cookie: true });
  }

  logOut() {
    return this.#ask("DELETE", "/v1/session");
  }

  me() {
    return this.#ask("GET", "/v1/me");
  }

  async rooms() {
    return (await this.#ask("GET", "/v1/rooms")).rooms;
  }

  async createRoom(handle, title) {
    return (await this.#ask("POST", "/v1/rooms", title ? { handle, title } : { handle })).room;
  }

  async join(room) {
    return (await this.#ask("PUT", `/v1/rooms/${room}/members/me`)).room;
  }

  leave(room) {
    return this.#ask("DELETE", `/v1/rooms/${room}/members/me`);
  }

  /** A page of events that came before `before`, oldest first. */
  history(room, before, limit = 50) {
    return this.#ask("GET", `/v1/rooms/${room}/events?before=${before}&limit=${limit}`);
  }

  async #ask(method, path, body) {
    let response;
    try {
      response = await this.#fetch(path, {
        method,
        credentials: "same-origin",
        cache: "no-store",
        headers: body ? { "Content-Type": "application/json" } : {},
        body: body ? JSON.stringify(body) : undefined,
      });
    } catch {
      throw new Unreachable();
    }
    if (response.status === 204) return null;
    const answer = await response.json().catch(() => null);
    if (response.ok && answer !== null) return answer;
    throw new Refusal(answer?.error, response.status);
  }
}
