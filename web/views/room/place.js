// Keeps what the reader looks at where it is, whatever grows or shrinks around it; at the end it keeps to the end.
//
// Reading and writing are apart, so that scrolling never waits for a layout: `note` reads in an animation frame, before anything
// is drawn; `hold` writes when the browser tells that sizes have changed, after its layout and before its paint.

/** So close to the end, in pixels, counts as being there. */
const NEAR = 48;

export class Place {
  atEnd = true;
  #scroller;
  #list;
  #isLast;
  #moved;
  #anchor = null;
  #top = 0;
  #observer;

  /**
   * `isLast()` says whether the list ends with the last row that there is. `moved({ above, below, view })` is told the pixels above and
   * below what is seen, and its height.
   */
  constructor(scroller, list, { isLast, moved }) {
    this.#isLast = isLast;
    this.#scroller = scroller;
    this.#list = list;
    this.#moved = moved;
    this.#observer = new ResizeObserver(() => this.hold());
    this.#observer.observe(scroller);
    this.#observer.observe(list);
  }

  /** The row at the top of what is seen, or null. */
  get anchor() {
    return this.#anchor;
  }

  close() {
    this.#observer.disconnect();
  }

  /** Takes note of where the reader is, after a scroll. */
  note() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const below = scrollHeight - scrollTop - clientHeight;
    this.atEnd = below < NEAR && this.#isLast();
    this.#anchor = this.#rowAt(this.#edge);
    this.#top = this.#anchor ? this.#topOf(this.#anchor) : 0;
    this.#moved({ above: scrollTop, below, view: clientHeight });
  }

  /** Puts the place back after sizes have changed. */
  hold() {
    const scroller = this.#scroller;
    if (this.atEnd) scroller.scrollTop = scroller.scrollHeight;
    else if (this.#anchor?.isConnected) {
      const away = this.#topOf(this.#anchor) - this.#top;
      if (Math.abs(away) >= 1) scroller.scrollTop += away;
    }
    this.note();
  }

  /** Goes to the end, and stays there. */
  toEnd() {
    this.atEnd = true;
    this.hold();
  }

  /** Shows a row a third from the top. */
  show(row) {
    this.atEnd = false;
    this.#anchor = row;
    this.#top = this.#edge + this.#scroller.clientHeight / 3;
    this.hold();
  }

  get #edge() {
    return this.#scroller.getBoundingClientRect().top;
  }

  #topOf(row) {
    return row.getBoundingClientRect().top;
  }

  /** The first row that ends below a height. Only rows of lines: a day may move when older lines come before it. */
  #rowAt(height) {
    const rows = this.#list.children;
    let [from, to] = [0, rows.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (rows[middle].getBoundingClientRect().bottom <= height) from = middle + 1;
      else to = middle;
    }
    while (from < rows.length && !rows[from].dataset.seq) from++;
    return rows[from] ?? null;
  }
}
