/** Latency histograms that other tools read: HdrHistogram, whole microseconds, three digits. */
import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram as Hdr,
  HistogramLogWriter,
} from 'hdr-histogram-js';

const percentileStepsPerHalf = 5;
const usPerMs = 1000;

/** Values within 0.1 % of what was recorded; histograms of several arms or machines add up exactly. */
export class Histogram {
  readonly #hdr: Hdr;

  constructor(hdr: Hdr = build({ bitBucketSize: 64, numberOfSignificantValueDigits: 3 })) {
    this.#hdr = hdr;
  }

  static of(valuesUs: Iterable<number>): Histogram {
    const histogram = new Histogram();
    for (const valueUs of valuesUs) histogram.record(valueUs);
    return histogram;
  }

  /** The inverse of `toCompressedBase64`; throws on any other text. */
  static fromCompressedBase64(text: string): Histogram {
    return new Histogram(decodeFromCompressedBase64(text, 64));
  }

  get count(): number {
    return this.#hdr.totalCount;
  }

  /** `valueUs` in whole microseconds, 0 or more. */
  record(valueUs: number): void {
    this.#hdr.recordValue(valueUs);
  }

  add(other: Histogram): void {
    this.#hdr.add(other.#hdr);
  }

  /**
   * In microseconds; `p` in [0, 1]. The nearest rank: the smallest recorded value that at least a
   * share `p` of all does not exceed, rounded up within its thousandth. 0 when nothing was recorded.
   */
  percentileUs(p: number): number {
    return this.#hdr.getValueAtPercentile(p * 100);
  }

  /** HdrHistogram's own compressed form, version 2. */
  toCompressedBase64(): string {
    return encodeIntoCompressedBase64(this.#hdr);
  }

  /** The percentile table that HdrHistogram's plotters read (`.hgrm`), in milliseconds. */
  toHgrm(): string {
    return this.#hdr.outputPercentileDistribution(percentileStepsPerHalf, usPerMs);
  }

  /** A line of HdrHistogram's log (`.hlog`): from when, for how long, the largest value in ms, and all of it. */
  toLogLine(startSeconds: number, endSeconds: number): string {
    const written: string[] = [];
    const writer = new HistogramLogWriter((text) => written.push(text));
    writer.outputIntervalHistogram(this.#hdr, startSeconds, endSeconds, usPerMs);
    return written.join('');
  }
}
