/** Counts that come out the same whenever they are taken: they need no turns, and no machine of their own. */
import { exactCount } from '../gate/exact-count.ts';
import type { MetricName } from '../record/metric.ts';
import type { Summary } from '../record/run.ts';
import type { CountedName } from '../run/events.ts';
import type { ScenarioPair, StoredScenario } from './scenario-pair.ts';

const counted: readonly CountedName[] = [
  'db.statementsPerOperation',
  'db.connectsPerOperation',
  'db.rowsPerOperation',
  'db.bytesPerOperation',
  'http.requestsPerOperation',
  'ws.messagesPerOperation',
  'ws.bytesPerOperation',
];

export interface ExactPair {
  readonly a: Summary;
  readonly b: Summary;
  /** How it is known. */
  readonly how: string;
}

/** Null where a side's count is not exact, or not known to be. */
export function exactPair({ a, b }: ScenarioPair, name: MetricName): ExactPair | null {
  if (!counted.some((each) => each === name) || !isJudged(a) || !isJudged(b)) return null;
  return ofCountPass({ a, b }, name) ?? ofArms({ a, b }, name);
}

const isJudged = ({ scenario }: StoredScenario): boolean =>
  scenario.validity.state === 'valid' && scenario.unjudged === undefined;

/** One operation at a time, and the same in every launch. Another seed would ask for other ones. */
function ofCountPass({ a, b }: ScenarioPair, name: MetricName): ExactPair | null {
  if (a.result.run.seed !== b.result.run.seed) return null;
  const [first, second] = [countedOneByOne(a, name), countedOneByOne(b, name)];
  return first && second
    ? { a: first, b: second, how: 'counted one operation at a time, the same in every launch' }
    : null;
}

function countedOneByOne({ result, scenario }: StoredScenario, name: MetricName): Summary | null {
  const counts = (result.recording?.events ?? []).flatMap((event) =>
    event.kind === 'launched' && event.scenario === scenario.name ? (event.counts ?? []) : [],
  );
  const value = exactCount(counts, 'candidate', name);
  const operations = scenario.metrics[name]?.candidate?.operations ?? 0;
  return value === null ? null : { value, lo: value, hi: value, units: counts.length, operations };
}

/** Arms ask for different operations: what is the same in all of them hangs on none. */
function ofArms({ a, b }: ScenarioPair, name: MetricName): ExactPair | null {
  const [first, second] = [sameInAllArms(a, name), sameInAllArms(b, name)];
  return first && second ? { a: first, b: second, how: 'the same in every arm' } : null;
}

function sameInAllArms({ scenario }: StoredScenario, name: MetricName): Summary | null {
  const summary = scenario.metrics[name]?.candidate ?? null;
  return summary && summary.units > 1 && summary.lo === summary.hi ? summary : null;
}
