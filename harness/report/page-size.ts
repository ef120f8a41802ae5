/** Above this a page opens slowly, and some viewers of CI artifacts refuse it. */
const largestBytes = 2 * 2 ** 20;

/** In words, where a page has become too large; else null. */
export function sizeWarning(bytes: number): string | null {
  if (bytes <= largestBytes) return null;
  const size = (bytes / 2 ** 20).toFixed(1);
  return `This page is large (${size} MiB) and may open slowly: compare fewer scenarios at a time, or without --profile.`;
}
