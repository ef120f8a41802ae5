/** A scenario that two results have, and what they have in common. */
import type { Load } from '../config/scenario.ts';
import type { RunScenario, Variant } from '../record/run.ts';
import { baselineOf, type StoredResult } from './stored-result.ts';

export interface StoredScenario {
  readonly result: StoredResult;
  readonly scenario: RunScenario;
}

export interface ScenarioPair {
  readonly a: StoredScenario;
  readonly b: StoredScenario;
}

/** By name, in the order of the first; the only ones of other tools are a pair whatever their names. */
export function pairScenarios(a: StoredResult, b: StoredResult): readonly ScenarioPair[] {
  const [first, second] = [onlyForeign(a), onlyForeign(b)];
  if (first && second) return [{ a: first, b: second }];
  return a.run.scenarios.flatMap((scenario) => {
    const other = b.run.scenarios.find(({ name }) => name === scenario.name);
    return other === undefined
      ? []
      : [{ a: { result: a, scenario }, b: { result: b, scenario: other } }];
  });
}

/** One command under two names is what people time before and after a change. */
function onlyForeign(result: StoredResult): StoredScenario | null {
  const [scenario, ...others] = result.run.scenarios;
  const foreign = result.source.format !== 'tandem';
  return foreign && scenario && others.length === 0 ? { result, scenario } : null;
}

/** `0.05 in a, 0.1 in b`. */
export const inBoth = (a: unknown, b: unknown): string => `${shown(a)} in a, ${shown(b)} in b`;

const shown = (value: unknown): string =>
  value === undefined || value === null
    ? 'none'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

/** Why the candidates were not measured in turns with the same thing, in words; null when they were. */
export function baselinesDiffer(a: StoredResult, b: StoredResult): string | null {
  const foreign = [a, b].find(({ source }) => source.format !== 'tandem');
  if (foreign) return `${foreign.source.format} has no baseline`;
  const [first, second] = [baselineOf(a), baselineOf(b)];
  if (!first || !second) return 'one of them has no baseline';
  // Variants of a configuration may differ by their environment only, of which the name is all that is kept.
  if (first.name !== second.name || first.command !== second.command) {
    return `the baselines differ: ${inBoth(inWords(first), inWords(second))}`;
  }
  const [fixesOfA, fixesOfB] = [first, second].map(({ fixes }) => fixes.toSorted().join('+'));
  if (fixesOfA !== fixesOfB) {
    return `the fixes of the baselines differ: ${inBoth(fixesOfA || 'none', fixesOfB || 'none')}`;
  }
  const apart = [a, b].some(isOfItsOwnCheckout);
  return apart && first.commit !== second.commit
    ? `the baselines are of different commits: ${inBoth(first.commit, second.commit)}`
    : null;
}

const inWords = ({ name, command }: Variant): string =>
  name === command ? command : `${name} (${command})`;

/** The baseline of `gate --base`: its commit says what it is, and not its command. */
const isOfItsOwnCheckout = (result: StoredResult): boolean =>
  baselineOf(result)?.commit !== result.run.environment.commit;

/** Why the same was not asked of both, in words; null when it was. */
export function workDiffers({ a, b }: ScenarioPair): string | null {
  const parameters = unequal(a.scenario.parameters, b.scenario.parameters);
  if (parameters.length > 0) return parameters.join('; ');
  const [first, second] = [loadOf(a), loadOf(b)];
  if (!first || !second) {
    return `the load of ${first ? 'b' : 'a'} is not known, because its arms.ndjson is not there`;
  }
  const loads = unequal(first, second);
  return loads.length > 0 ? loads.join('; ') : null;
}

/** Where two sets of settings differ, a sentence each. */
export function unequal(a: object, b: object): readonly string[] {
  const [first, second] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return [...new Set([...first.keys(), ...second.keys()])]
    .filter((name) => JSON.stringify(first.get(name)) !== JSON.stringify(second.get(name)))
    .map((name) => `${name}: ${inBoth(first.get(name), second.get(name))}`);
}

/** As it was driven; only the recording knows. */
export const loadOf = ({ result, scenario }: StoredScenario): Load | null =>
  result.recording?.header.scenarios.find(({ name }) => name === scenario.name)?.load ?? null;
