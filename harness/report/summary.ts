/** `summary.md`: what fits into a comment. */
import type { MetricName } from '../record/metric.ts';
import type { Run, RunScenario } from '../record/run.ts';
import { attributionMarkdown } from './attribution-section.ts';
import { claimsMarkdown } from './claims-section.ts';
import { fitLines } from './fit-lines.ts';
import { formatRatio, formatValue, metricTitle } from './format.ts';
import { gateMarkdown } from './gate-report.ts';
import { escapeMarkdown } from './markup.ts';
import { failuresSentence, headline, sameWorkSentence } from './words.ts';

/** A comment on GitHub has 65,536 characters at most. */
const mostBytes = 60_000;
const rest = '\nThe rest does not fit into a comment: it is in index.html of the run folder.\n';

export const renderSummary = (run: Run): string => fitLines(wholeSummary(run), mostBytes, rest);

function wholeSummary(run: Run): string {
  const title = run.variants.map(({ name }) => escapeMarkdown(name)).join(' | ');
  const invalid = run.scenarios
    .filter(({ validity }) => validity.state === 'invalid')
    .map(
      ({ name, validity }) =>
        `- **${escapeMarkdown(name)} is invalid**: ${escapeMarkdown(validity.reasons.join('; '))}`,
    );
  const failed = run.scenarios
    .filter((scenario) => failuresSentence(scenario) !== '')
    .map((scenario) => `- ${escapeMarkdown(`${scenario.name}: ${failuresSentence(scenario)}`)}`);
  return [
    // By this, what posts the comment finds the one it posted before.
    '<!-- tandem -->',
    `### Tandem: ${title}`,
    '',
    `**${escapeMarkdown(headline(run))}**${run.partial ? ' Partial: not everything was measured.' : ''}`,
    '',
    ...(run.gate ? gateMarkdown(run.gate) : []),
    ...invalid,
    ...(invalid.length > 0 ? [''] : []),
    ...head,
    ...run.scenarios.map((scenario) => row(scenario, scenario.metricOfInterest)),
    '',
    ...failed,
    ...run.warnings.map((warning) => `- ${escapeMarkdown(warning)}`),
    '',
    ...attributionMarkdown(run),
    ...claimsMarkdown(run),
    ...run.scenarios.filter(({ findings }) => findings.length === 0).flatMap(details),
    ...(run.diff ? [] : [machine(run), '']),
  ].join('\n');
}

const head = [
  '| scenario | metric | baseline | candidate | candidate ÷ baseline | verdict |',
  '| --- | --- | ---: | ---: | --- | --- |',
];

function machine({ environment, seed }: Run): string {
  const { node, cpu, cores, database } = environment;
  return escapeMarkdown(
    `Node ${node}, ${cpu}, ${cores} cores, ${database ?? 'no database'}; seed ${seed}.`,
  );
}

function details(scenario: RunScenario): readonly string[] {
  const names = (Object.keys(scenario.metrics) as MetricName[]).filter(
    (name) => scenario.metrics[name]?.ratio,
  );
  if (names.length === 0) return [];
  return [
    `<details><summary>${escapeMarkdown(scenario.name)}: all ratios</summary>`,
    '',
    ...head,
    ...names.map((name) => row(scenario, name)),
    '',
    escapeMarkdown(sameWorkSentence(scenario)),
    '',
    '</details>',
    '',
  ];
}

function row(scenario: RunScenario, name: MetricName): string {
  const measured = scenario.metrics[name];
  const value = (side: 'baseline' | 'candidate') => {
    const summary = measured?.[side];
    return summary ? formatValue(summary.value, name) : '–';
  };
  const verdict = measured?.verdict ?? 'not judged';
  const why = measured?.reason === undefined ? '' : ` (${measured.reason})`;
  const cells = [
    scenario.name,
    metricTitle(name),
    value('baseline'),
    value('candidate'),
    formatRatio(measured?.ratio ?? null),
    `${verdict}${why}`,
  ];
  return `| ${cells.map(escapeMarkdown).join(' | ')} |`;
}
