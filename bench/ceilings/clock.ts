/** How often a second something can be done by one core, after it was done for as long to warm up. */
export function perSecond(seconds: number, run: () => void): number {
  runFor(seconds, run);
  return runFor(seconds, run);
}

function runFor(seconds: number, run: () => void): number {
  const start = performance.now();
  const end = start + seconds * 1000;
  let times = 0;
  while (performance.now() < end) {
    run();
    times += 1;
  }
  return (times * 1000) / (performance.now() - start);
}
