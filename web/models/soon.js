// Does something soon, once, however often it was asked for meanwhile.

export class Soon {
  #act;
  #delay;
  #timers;
  #timer = null;

  constructor(act, delay, timers = globalThis) {
    this.#act = act;
    this.#delay = delay;
    this.#timers = timers;
  }

  /** `delay` in milliseconds, if it is another one than usual. */
  call(delay = this.#delay) {
    this.#timer ??= this.#timers.setTimeout(() => {
      this.#timer = null;
      this.#act();
    }, delay);
  }

  /** Does at once what waits, if anything does. */
  flush() {
    if (this.#timer === null) return;
    this.cancel();
    this.#act();
  }

  cancel() {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
  }
}
