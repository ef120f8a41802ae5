/** When a model call is made again, and after how long. Pure: the waiting is finding 2's concern. */

/** How many attempts may follow the first. */
export const maxRetries = 2;

/** The longest wait before an attempt, in milliseconds. */
const longestDelayMs = 8000;

/** A model call that failed. The message is the same for the same fault, so runs fail alike. */
export class ModelFailure extends Error {
  readonly retriable: boolean;
  /** What the endpoint asked to wait, in milliseconds; 0 when it asked nothing. */
  readonly retryAfterMs: number;

  constructor(message: string, how: { retriable: boolean; retryAfterMs?: number }) {
    super(message);
    this.retriable = how.retriable;
    this.retryAfterMs = how.retryAfterMs ?? 0;
  }
}

/** Too many requests and faults of the endpoint's own pass; other refusals stay refusals. */
export const isRetriableStatus = (status: number): boolean => status === 429 || status >= 500;

/**
 * Milliseconds to wait after attempt `attempt` (from 0) failed: doubled each time and never less
 * than the endpoint asked for, up to 8 s. Without jitter, so that both variants wait alike. Null
 * when the error is final.
 */
export function retryDelayMs(baseMs: number, attempt: number, error: unknown): number | null {
  if (!(error instanceof ModelFailure && error.retriable)) return null;
  return Math.min(longestDelayMs, Math.max(error.retryAfterMs, baseMs * 2 ** attempt));
}

/** Milliseconds of `retry-after-ms`, else of `retry-after` in seconds; 0 when absent or a date. */
export function retryAfterMs(headers: Headers | undefined): number {
  const asMs = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  const asSeconds = Number(headers?.get('retry-after') ?? Number.NaN);
  const ms = Number.isFinite(asMs) ? asMs : asSeconds * 1000;
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}
