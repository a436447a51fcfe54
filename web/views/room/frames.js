// The two halves of a frame: first all reading, then all writing, so that nothing waits for a layout that something else has spoilt.

const reads = new Set();
const writes = new Set();
let isAsked = false;

/** Calls `act` in the next frame, before anything is changed there; once, however often it is asked for. */
export function read(act) {
  reads.add(act);
  ask();
}

/** Calls `act` in the next frame, when reading is over; once, however often it is asked for. */
export function write(act) {
  writes.add(act);
  ask();
}

function ask() {
  if (isAsked) return;
  isAsked = true;
  // A page that is not seen gets no frames, and still must not gather without end.
  if (document.hidden) setTimeout(frame, 500);
  else requestAnimationFrame(frame);
}

function frame() {
  isAsked = false;
  for (const half of [reads, writes]) {
    const acts = [...half];
    half.clear();
    for (const act of acts) act();
  }
}
