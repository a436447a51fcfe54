// A short, soft tone of two notes, made here: no file to load.

let context = null;

/** Browsers let a page sound only after somebody has used it; until then it is silent. */
export async function tone() {
  const Context = globalThis.AudioContext;
  if (!Context) return;
  try {
    context ??= new Context();
    if (context.state === "suspended") await context.resume();
    note(659.3, 0);
    note(880, 0.11);
  } catch {
    // No device to sound on, or not allowed yet.
  }
}

function note(frequency, after) {
  const start = context.currentTime + after;
  const source = context.createOscillator();
  const volume = context.createGain();
  source.type = "sine";
  source.frequency.value = frequency;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.12, start + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.35);
  source.connect(volume).connect(context.destination);
  source.start(start);
  source.stop(start + 0.4);
}
