/** Several comparisons and attributions as one run. Pure. */
import type { Recording } from '../../harness/record/recording.ts';
import type { Run } from '../../harness/record/run.ts';

interface Compared {
  readonly run: Run;
  readonly recording: Recording;
}

/** In their order; the first says where and with what, and the first claims count. Throws for none. */
export function mergeRuns(compared: readonly Compared[], attributed: readonly Run[]): Compared {
  const [first] = compared;
  if (!first) throw new Error('there is no comparison to begin with');
  const runs = compared.map(({ run }) => run);
  const recordings = compared.map(({ recording }) => recording);
  const claims = attributed.find((run) => run.claims)?.claims;
  return {
    run: {
      ...first.run,
      id: 'reference',
      command: 'node dist/scripts/reference.js',
      partial: [...runs, ...attributed].some(({ partial }) => partial),
      scenarios: runs.flatMap(({ scenarios }) => scenarios),
      attribution: attributed.flatMap(({ attribution = [] }) => attribution),
      ...(claims ? { claims } : {}),
      warnings: [...runs, ...attributed].flatMap(({ warnings }) => warnings),
      environment: {
        ...first.run.environment,
        seconds: [...runs, ...attributed].reduce((sum, run) => sum + run.environment.seconds, 0),
      },
    },
    recording: {
      header: {
        ...first.recording.header,
        scenarios: recordings.flatMap(({ header }) => header.scenarios),
      },
      events: recordings.flatMap(({ events }) => events),
    },
  };
}
