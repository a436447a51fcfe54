// Who wants to know is told: topics and listeners, in the order in which they came.

export class Signal {
  #listeners = new Map();

  /** Calls `listener(detail)` each time `topic` is told. Gives what takes that back. */
  on(topic, listener) {
    if (!this.#listeners.has(topic)) this.#listeners.set(topic, new Set());
    this.#listeners.get(topic).add(listener);
    return () => this.#listeners.get(topic)?.delete(listener);
  }

  tell(topic, detail) {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener(detail);
  }
}
