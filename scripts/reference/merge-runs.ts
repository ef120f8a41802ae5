/** Comparisons and attributions as one run. Pure. */
import type { Recording } from '../../harness/record/recording.ts';
import type { Run } from '../../harness/record/run.ts';

export interface Part {
  readonly run: Run;
  readonly recording: Recording;
}

/**
 * In their order. Of an attribution only what it attributes and judges is taken: its whole gain is
 * compared on its own. The first says where and with what. Throws for no comparison.
 */
export function mergeRuns(
  parts: readonly Part[],
  { isWhole }: { readonly isWhole: boolean },
): Part {
  const compared = parts.filter(({ run }) => !run.attribution);
  const [first] = compared;
  if (!first) throw new Error('there is no comparison to begin with');
  const claims = parts.find(({ run }) => run.claims)?.run.claims;
  return {
    run: {
      ...first.run,
      id: 'reference',
      command: 'node dist/scripts/reference.js',
      partial: !isWhole || parts.some(({ run }) => run.partial),
      scenarios: compared.flatMap(({ run }) => run.scenarios),
      attribution: parts.flatMap(({ run: { attribution = [] } }) => attribution),
      ...(claims ? { claims } : {}),
      warnings: [...commitWarning(parts), ...wholesWarning(parts), ...parts.flatMap(warningsOf)],
      environment: {
        ...first.run.environment,
        seconds: parts.reduce((sum, { run }) => sum + run.environment.seconds, 0),
      },
    },
    recording: {
      header: {
        ...first.recording.header,
        scenarios: compared.flatMap(({ recording: { header } }) => header.scenarios),
      },
      events: compared.flatMap(({ recording: { events } }) => events),
    },
  };
}

const warningsOf = ({ run: { attribution, warnings } }: Part): readonly string[] =>
  attribution ? warnings.map((warning) => `attribution of ${warning}`) : warnings;

/** The same figure stands there twice, and differs. */
function wholesWarning(parts: readonly Part[]): readonly string[] {
  if (!parts.some(({ run: { attribution } }) => attribution)) return [];
  return [
    'An attribution has a comparison of all fixes of its own, which is shorter and differs by chance.',
  ];
}

/** Which part was measured at which commit, where it is not the same for all. */
function commitWarning(parts: readonly Part[]): readonly string[] {
  const byCommit = new Map<string, string[]>();
  for (const { run } of parts) {
    const commit = run.environment.commit?.slice(0, 7) ?? 'no commit';
    const [scenario] = run.scenarios;
    const name = `${run.attribution ? 'attribution (begun there) of ' : ''}${scenario?.name ?? run.id}`;
    byCommit.set(commit, [...(byCommit.get(commit) ?? []), name]);
  }
  if (byCommit.size < 2) return [];
  const words = [...byCommit].map(([commit, names]) => `at ${commit} ${names.join(', ')}`);
  return [`Measured at several commits: ${words.join('; ')}.`];
}
