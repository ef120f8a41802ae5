/**
 * Microseconds on the monotonic clock, which all processes of a machine share: what the probe
 * writes can be compared with what the generator saw.
 */
export function monotonicUs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e6 + nanoseconds / 1e3;
}
