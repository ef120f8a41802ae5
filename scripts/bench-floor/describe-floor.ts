/** The page of the benchmark of the floor. */
import type { Run, RunScenario } from '../../harness/record/run.ts';
export function describeFloor(run: Run, launches: readonly unknown[]): string {
  return JSON.stringify(
    {
      launches: launches.length,
      run: run.scenarios.map((s: RunScenario) => [
        s.name,
        s.validity,
        s.metrics['cpu.msPerOperation'],
        s.metrics['overhead.p50'],
        s.metrics['db.statementsPerOperation'],
        s.metrics['response.p50'],
        s.sameWork,
      ]),
    },
    null,
    1,
  );
}
