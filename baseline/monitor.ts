/**
 * Finding 11. The mistake: the step waits for its own measurement. Each record asks the kernel for
 * the memory use, sorts the last 5,000 samples again for a percentile that nobody reads yet
 * (1.4 ms), and awaits an INSERT (0.7 ms) before the work may go on.
 * In public: cognizant-ai-lab/neuro-san#1217 (telemetry flushed before each request may end).
 */
import type {
  Connections,
  CreateMonitor,
  Monitor,
  MonitorSummary,
  StepMeasurement,
} from '../runtime/concerns.ts';

const samplesKept = 5000;

class AwaitedMonitor implements Monitor {
  readonly #connections: Connections;
  readonly #samplesMs: number[] = [];
  #count = 0;
  #dropped = 0;
  #p95Ms = 0;
  #rssBytes = 0;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async record({ runId, name, ms, ok }: StepMeasurement): Promise<void> {
    this.#count++;
    this.#samplesMs.push(ms);
    if (this.#samplesMs.length > samplesKept) this.#samplesMs.shift();
    const sorted = [...this.#samplesMs].sort((a, b) => a - b);
    this.#p95Ms = sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0;
    this.#rssBytes = process.memoryUsage().rss;
    await this.#connections
      .query(
        'insert into step_metrics (run_id, name, ms, ok, rss_bytes) values ($1, $2, $3, $4, $5)',
        [runId, name, ms, ok, this.#rssBytes],
      )
      // A metric that cannot be stored must not fail the step it measures.
      .catch(() => this.#dropped++);
  }

  summary(): MonitorSummary & { readonly dropped: number } {
    return {
      count: this.#count,
      p95Ms: this.#p95Ms,
      rssBytes: this.#rssBytes,
      dropped: this.#dropped,
    };
  }

  /** Nothing is held back: what was recorded is stored or dropped already. */
  async close(): Promise<void> {}
}

/** The percentile is nearest-rank, of the last 5,000 measurements. */
export const createMonitor = ((connections) =>
  new AwaitedMonitor(connections)) satisfies CreateMonitor;
