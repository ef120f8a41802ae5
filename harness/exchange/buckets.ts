/** A histogram as OpenTelemetry and Prometheus have it: counts between fixed bounds. */
export class Buckets {
  /** Upper bounds, inclusive, ascending; what is above the last has a bucket of its own. */
  readonly bounds: readonly number[];
  /** One more than there are bounds. */
  readonly counts: number[];
  sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  add(value: number): void {
    const at = this.bounds.findIndex((bound) => value <= bound);
    const bucket = at === -1 ? this.bounds.length : at;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.sum += value;
  }

  get count(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** Of which only count and sum are known: a single bucket. */
  static unbounded(count: number, sum: number): Buckets {
    const buckets = new Buckets([]);
    buckets.counts[0] = count;
    buckets.sum = sum;
    return buckets;
  }
}
