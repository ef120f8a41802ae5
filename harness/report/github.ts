/** What a job on GitHub is told: annotations, outputs and a summary, within GitHub's limits. */
import type { Run } from '../record/run.ts';
import { fitLines } from './fit-lines.ts';
import { gateSentence, limitSentence, worstFirst } from './gate-report.ts';

/** GitHub shows no more of one step. */
const mostAnnotations = 10;
/** A summary may have 1 MiB a step, others write there, too. */
const summaryLimit = 900 * 1024;

/** Workflow commands, worst first: errors for what is broken, warnings for what nobody can tell. */
export function githubAnnotations({ gate }: Run): readonly string[] {
  if (!gate) return [];
  if (gate.state === 'invalid') return [annotation('warning', gateSentence(gate))];
  return worstFirst(gate)
    .filter(({ state }) => state === 'broken' || state === 'unsure')
    .slice(0, mostAnnotations)
    .map((limit) =>
      annotation(
        limit.state === 'broken' ? 'error' : 'warning',
        `${limit.limit} is ${limit.state}: ${limitSentence(limit)}`,
      ),
    );
}

/** Why nothing was measured. */
export const githubError = (message: string): string => annotation('error', message);

const annotation = (kind: 'error' | 'warning', text: string): string =>
  `::${kind} title=Tandem::${text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`;

/** Lines of `GITHUB_OUTPUT`. */
export const githubOutputs = (run: Run, folder: string): string =>
  `state=${run.gate?.state ?? 'none'}\nreport=${folder}\nid=${run.id}\n`;

/** As much of a Markdown text as fits, by whole lines. */
export const githubSummary = (text: string): string =>
  fitLines(
    text,
    summaryLimit,
    '\nThe rest does not fit here: it is in summary.md of the run folder.\n',
  );
