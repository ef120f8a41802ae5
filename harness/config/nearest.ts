import { closest, distance } from 'fastest-levenshtein';
import { type TandemError, usageError } from '../error.ts';

/** The usage error for a name that is none of `known`: with the nearest, and all of them. */
export function unknownName(kind: string, name: string, known: readonly string[]): TandemError {
  if (known.length === 0) return usageError(`unknown ${kind} '${name}': there is none here.`);
  const near = closest(name, [...known]);
  const guess =
    distance(name, near) <= Math.max(2, name.length / 2) ? ` Did you mean '${near}'?` : '';
  return usageError(`unknown ${kind} '${name}'.${guess} There is: ${known.join(', ')}.`);
}
