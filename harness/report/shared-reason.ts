import type { MeasuredMetric } from '../record/run.ts';

/** Why nothing is judged, where it is one reason for all: then it is said once, and not in each row. */
export function sharedReason(metrics: readonly MeasuredMetric[]): string | undefined {
  const known = metrics.filter(
    ({ baseline, candidate }) => baseline !== null || candidate !== null,
  );
  const [first, ...others] = known;
  const isShared =
    others.length > 0 &&
    known.every(({ verdict, reason }) => verdict === 'not judged' && reason === first?.reason);
  return isShared ? first?.reason : undefined;
}
