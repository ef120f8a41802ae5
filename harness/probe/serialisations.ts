/** For the count pass: how often values are turned into JSON and back. */

export interface Serialisations {
  /** Calls of JSON.stringify. */
  stringified: number;
  /** Calls of JSON.parse. */
  parsed: number;
  /** Calls of structuredClone. */
  cloned: number;
}

/** Where DevTools finds the counters, in the measured process. */
export const serialisationsName = '__tandemSerialisations';

/** From now on. */
export function countSerialisations(): void {
  const counts: Serialisations = { stringified: 0, parsed: 0, cloned: 0 };
  Object.defineProperty(globalThis, serialisationsName, { value: counts });
  count(JSON, 'stringify', () => {
    counts.stringified += 1;
  });
  count(JSON, 'parse', () => {
    counts.parsed += 1;
  });
  count(globalThis, 'structuredClone', () => {
    counts.cloned += 1;
  });
}

function count<O extends object>(owner: O, name: keyof O & string, add: () => void): void {
  const original = owner[name] as (...given: unknown[]) => unknown;
  const counted = (...given: unknown[]): unknown => {
    add();
    return original(...given);
  };
  Object.defineProperty(owner, name, {
    value: counted,
    writable: true,
    configurable: true,
    enumerable: Object.prototype.propertyIsEnumerable.call(owner, name),
  });
}
