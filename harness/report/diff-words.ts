/** What is said first of two results that were measured apart, and what may be concluded from them. */
import type { Diff, DiffSource, Run, Verdict } from '../record/run.ts';
import { formatRatio, metricTitle } from './format.ts';

/** Both, for where there is one place. */
export const diffHeadline = (run: Run, diff: Diff): string =>
  `${diffNotice(run, diff)} ${diffConclusion(run, diff)}`;

export function diffNotice({ variants }: Run, { baseline, candidate }: Diff): string {
  const [a, b] = variants.map(({ name }) => name);
  return `Not interleaved: a (${from(a, baseline)}) and b (${from(b, candidate)}) were measured apart, in another hour or on another machine, so raw ratios of them are not judged.`;
}

/** The file of another tool is its name, too. */
function from(name: string | undefined, { format, file, startedAt }: DiffSource): string {
  if (format === 'tandem') return `${name}, ${file}`;
  return startedAt === null ? `${file} of ${format}` : `${file} of ${format}, ${startedAt}`;
}

/** By verdicts, if there are any. */
export function diffConclusion(run: Run, { commonBaseline }: Diff): string {
  const judged = countVerdicts(run);
  const total = judged.faster + judged.slower + judged.same + judged.unsure;
  if (total === 0) return nothingConcluded(run);
  const counts = `b is better in ${judged.faster} of ${total} metrics judged, worse in ${judged.slower}, the same in ${judged.same}, unsure in ${judged.unsure}.`;
  if (commonBaseline === null) return `Only exact counts may be compared: ${counts}`;
  return `What may be compared is how each stands to ${commonBaseline}, with which both were measured in turns: that leaves the machine out. ${interests(run)} Over all metrics: ${counts}`;
}

function nothingConcluded({ scenarios }: Run): string {
  const [first] = scenarios;
  const reason = first?.metrics[first.metricOfInterest]?.reason;
  return `No verdict may be given, the values only stand side by side${reason === undefined ? '' : ` (${reason})`}.`;
}

/** Each scenario by its metric of interest; of many, how often each verdict. */
function interests({ scenarios }: Run): string {
  const measured = scenarios.map(({ name, metricOfInterest, metrics }) => ({
    name,
    title: metricTitle(metricOfInterest),
    ratio: metrics[metricOfInterest]?.ratio ?? null,
    verdict: metrics[metricOfInterest]?.verdict ?? 'not judged',
  }));
  if (measured.length <= 3) {
    return measured
      .map(
        ({ name, title, ratio, verdict }) =>
          `${name}: ${title}, b's ratio divided by a's ${ratio ? formatRatio(ratio) : 'unknown'}, ${verdict}.`,
      )
      .join(' ');
  }
  const verdicts = (['faster', 'slower', 'same', 'unsure', 'not judged'] as const)
    .map(
      (verdict) => [verdict, measured.filter((each) => each.verdict === verdict).length] as const,
    )
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${verdict} in ${count}`);
  return `By the metrics of interest of ${measured.length} scenarios, b is ${verdicts.join(', ')}.`;
}

function countVerdicts({ scenarios }: Run): Readonly<Record<Verdict, number>> {
  const of: Record<Verdict, number> = { faster: 0, slower: 0, same: 0, unsure: 0, 'not judged': 0 };
  for (const { metrics } of scenarios) {
    for (const { verdict } of Object.values(metrics)) of[verdict] += 1;
  }
  return of;
}
