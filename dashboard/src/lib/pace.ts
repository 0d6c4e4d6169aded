/** When to take what has come: with the next frame, but not in the middle of what somebody does. */

/** Nobody does anything when nothing was typed, scrolled or pressed for so long. */
const QUIET_MS = 120;
/** It is not put off for longer, however busy somebody is. */
const LATEST_MS = 500;

let lastInput = -Infinity;

for (const kind of ['scroll', 'wheel', 'input', 'keydown', 'pointerdown']) {
  addEventListener(kind, () => (lastInput = performance.now()), { capture: true, passive: true });
}

/** Calls `take` once for all that was asked since it was last called, before a frame is drawn. */
export function paced(take: () => void): () => void {
  let askedAt: number | null = null;
  let timer: number | undefined;
  const run = () => {
    clearTimeout(timer);
    if (askedAt === null) return;
    askedAt = null;
    take();
  };
  const look = () => {
    const now = performance.now();
    const wait = Math.min(lastInput + QUIET_MS, askedAt! + LATEST_MS) - now;
    if (wait > 0) {
      timer = setTimeout(look, wait);
    } else {
      requestAnimationFrame(run);
      timer = setTimeout(run, LATEST_MS); // what is not seen draws no frames
    }
  };
  return () => {
    if (askedAt !== null) return;
    askedAt = performance.now();
    look();
  };
}
