/** Texts and hashes that are equal for equal values. */
import { createHash } from 'node:crypto';

/** JSON with the keys of objects in alphabetical order: the order in which they came says nothing. */
export const canonical = (value: unknown): string => JSON.stringify(value, sorted) ?? '';

const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** A short hash of a text, for digests that are compared and never guarded by. */
export const hashOf = (text: string): string => createHash('sha1').update(text).digest('base64url');
