/** The raw material of both sides of a diff, as if it were of one run: so that the charts are drawn. */
import type { Diagnosis, SideDiagnosis } from '../profile/diagnosis.ts';
import type { ArmResult, ServerReadings, Side } from '../record/arm-result.ts';
import type { RunEvent } from '../run/events.ts';
import type { ScenarioPair, StoredScenario } from './scenario-pair.ts';

/** Nothing of a kind that only one of them has: a chart of one side compares nothing. */
export const diffEvents = (pair: ScenarioPair): readonly RunEvent[] => [
  ...armEvents(pair),
  ...diagnosisEvents(pair),
];

function armEvents({ a, b }: ScenarioPair): readonly RunEvent[] {
  const [first, second] = [candidateArms(a, 'baseline'), candidateArms(b, 'candidate')];
  if (first.length === 0 || second.length === 0) return [];
  return [...first, ...second].map((arm) => ({ kind: 'arm', arm }));
}

/** Their clock begins with the first of them: those of two machines have nothing in common. */
function candidateArms({ result, scenario }: StoredScenario, side: Side): readonly ArmResult[] {
  const arms = (result.recording?.events ?? []).flatMap((event) =>
    event.kind === 'arm' && event.arm.scenario === scenario.name && event.arm.side === 'candidate'
      ? [event.arm]
      : [],
  );
  const startUs = arms[0]?.load.startedUs ?? 0;
  return arms.map((arm) => ({ ...setBack(arm, startUs), side }));
}

function setBack(arm: ArmResult, byUs: number): ArmResult {
  const { load, server } = arm;
  return {
    ...arm,
    load: { ...load, startedUs: load.startedUs - byUs, endedUs: load.endedUs - byUs },
    server: server && setServerBack(server, byUs),
  };
}

const setServerBack = (server: ServerReadings, byUs: number): ServerReadings => ({
  ...server,
  lags: server.lags.map(([atUs, ms]) => [atUs - byUs, ms]),
  collections: server.collections.map((each) => ({ ...each, atUs: each.atUs - byUs })),
  timeline: server.timeline.map((point) => ({ ...point, atUs: point.atUs - byUs })),
});

function diagnosisEvents({ a, b }: ScenarioPair): readonly RunEvent[] {
  const [first, second] = [diagnosed(a), diagnosed(b)];
  if (!first || !second) return [];
  const { name: scenario, title } = b.scenario;
  const sides = { baseline: first, candidate: second };
  const diagnosis: Diagnosis = { schema: 'tandem/diagnosis@1', scenario, title, sides };
  return [{ kind: 'diagnosed', scenario, diagnosis }];
}

/** Pages of Clinic stay in the folder of their run. */
function diagnosed({ result, scenario }: StoredScenario): SideDiagnosis | null {
  const found = (result.recording?.events ?? []).flatMap((event) =>
    event.kind === 'diagnosed' && event.scenario === scenario.name ? [event.diagnosis] : [],
  );
  const side = found.at(-1)?.sides.candidate;
  return side ? { ...side, clinic: [] } : null;
}
