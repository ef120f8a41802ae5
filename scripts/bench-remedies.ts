/**
 * What do the audit's remedies give where they are written as the audit wrote them? Each in the
 * scenario of its finding, with all other fixes on: the mistake against the remedy, and the remedy
 * against ours. Writes docs/remedies.md.
 *
 *   node dist/scripts/bench-remedies.js
 *
 * Takes about 6 minutes. What was measured before (reports/remedies/) is not measured again: remove a
 * folder there to do so.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MetricName, metricNames } from '../harness/record/metric.ts';
import type { Run } from '../harness/record/run.ts';
import { formatRatio, formatValue, metricTitle } from '../harness/report/format.ts';
import { interruption } from './interruption.ts';
import { measuredOnce } from './measured-once.ts';
import { type FixName, fixNames } from './mix.ts';

interface Remedy {
  /** A variant of tandem.config. */
  readonly variant: string;
  readonly title: string;
  readonly fix: FixName;
  /** Of its finding. */
  readonly scenario: string;
}

const remedies: readonly Remedy[] = [
  {
    variant: 'groups',
    title:
      'groups of steps with a barrier between them, all of a group at once where ours takes four (1)',
    fix: 'pipeline',
    scenario: 'sequential',
  },
  {
    variant: 'deep_copy',
    title: 'a general deep copy in place of the JSON round trip (3)',
    fix: 'snapshot',
    scenario: 'snapshot',
  },
  {
    variant: 'one_transaction',
    title: 'several states saved in one transaction (5)',
    fix: 'persist',
    scenario: 'persist',
  },
  {
    variant: 'overflow_pool',
    title: 'a pool of 20 + 10 with pre-ping (9)',
    fix: 'connections',
    scenario: 'connections',
  },
];

const shown: readonly MetricName[] = ['response.p50', 'response.p95', 'cpu.msPerOperation'];
const { signal, code } = interruption();

const rows: string[] = [];
let machine = '';
let when = '';
for (const remedy of remedies) {
  const { variant, fix, scenario } = remedy;
  const others = fixNames.filter((name) => name !== fix);
  const mistake = `optimized-${fix}`;
  const remedied = [variant, ...others].join('+');
  const folder = (part: string) => join('reports', 'remedies', `${variant}-${part}`);
  const toRemedy = await measuredOnce(
    { folder: folder('against-mistake'), scenario, baseline: mistake, candidate: remedied },
    signal,
  );
  if (signal.aborted) process.exit(code());
  const toOurs = await measuredOnce(
    { folder: folder('ours'), scenario, baseline: remedied, candidate: 'optimized' },
    signal,
  );
  if (signal.aborted) process.exit(code());
  const { cpu, cores, node, database, startedAt } = toOurs.environment;
  when = startedAt.slice(0, 10);
  machine = `${cpu}, ${cores} cores, Node ${node}, ${database}`;
  rows.push(...rowsOf(remedy, toRemedy, toOurs));
}
writeFileSync('docs/remedies.md', documentOf(rows));
console.error('docs/remedies.md is written');

function rowsOf({ title, scenario }: Remedy, toRemedy: Run, toOurs: Run): readonly string[] {
  const own = toRemedy.scenarios[0]?.metricOfInterest;
  const names = metricNames.filter((name) => name === own || shown.includes(name));
  return names.map((name, index) => {
    const cells = [
      index === 0 ? title : '',
      index === 0 ? scenario : '',
      metricTitle(name),
      value(toRemedy, 'baseline', name),
      `${value(toRemedy, 'candidate', name)} (${ratio(toRemedy, name)})`,
      `${value(toOurs, 'candidate', name)} (${ratio(toOurs, name)})`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
}

function value(run: Run, side: 'baseline' | 'candidate', name: MetricName): string {
  const summary = run.scenarios[0]?.metrics[name]?.[side];
  return summary ? formatValue(summary.value, name) : '–';
}

function ratio(run: Run, name: MetricName): string {
  const measured = run.scenarios[0]?.metrics[name];
  if (!measured) return 'not measured';
  const { ratio: found, verdict, reason } = measured;
  return found ? `${formatRatio(found)}, ${verdict}` : (reason ?? verdict);
}

function documentOf(lines: readonly string[]): string {
  return `# The audit's remedies as it wrote them

Written by \`node dist/scripts/bench-remedies.js\` on ${when}: ${machine}.
For four findings the audit shows code that differs from what \`optimized/\` does. \`scripts/remedies/\` has that code; a variant of
\`tandem.config.ts\` each puts it into the server. Measured in the scenario of the finding, with all other fixes on: the mistake
against the remedy, then the remedy against ours, seven pairs each. The same forms alone, in one process, are in
[bench.md](bench.md).

| remedy | scenario | metric | the mistake | the remedy (÷ the mistake) | ours (÷ the remedy) |
| --- | --- | --- | ---: | --- | --- |
${lines.join('\n')}
`;
}
