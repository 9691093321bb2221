/** How often a second something can be done by one core, after it was done for as long to warm up. */
export function perSecond(seconds: number, run: () => void): number {
  runFor(seconds, run);
  return runFor(seconds, run);
}

function runFor(seconds: number, run: () => void): number {
  const start = performance.now();
  const times = repeat(start + seconds * 1000, run);
  return (times * 1000) / (performance.now() - start);
}

/** Does something again and again. @param until by `performance.now()` @returns how often */
export function repeat(until: number, run: () => void): number {
  let times = 0;
  while (performance.now() < until) {
    run();
    times += 1;
  }
  return times;
}
