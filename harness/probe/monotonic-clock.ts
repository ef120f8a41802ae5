/**
 * Microseconds on the monotonic clock, which all processes of a machine share: what the probe
 * writes can be compared with what the generator saw.
 */
export const monotonicUs = (): number => originUs + performance.now() * 1e3;

/** When this thread's own clock began: reading that one makes no object. */
const originUs = hrtimeUs() - performance.now() * 1e3;

function hrtimeUs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e6 + nanoseconds / 1e3;
}
