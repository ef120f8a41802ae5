import { usageError } from '../error.ts';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `250ms`, `30s`, `5m`, `1h`; throws a usage error that names the flag. */
export function parseDurationMs(flag: string, text: string): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim()) ?? [];
  const ms = Number(amount) * (unitMs[unit] ?? 0);
  if (ms > 0) return ms;
  throw usageError(`${flag} takes a duration such as 30s or 5m, and came as '${text}'.`);
}

/** A number above 0; throws a usage error that names the flag. */
export function parsePositive(flag: string, text: string, what: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw usageError(`${flag} takes a number of ${what} above 0, and came as '${text}'.`);
}
