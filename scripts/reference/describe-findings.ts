/** `docs/findings.md`: for each finding what was claimed, what was measured, and where it matters. */
import { saysUnsettled } from '../../harness/compare/short-arms.ts';
import type { FixDeclaration } from '../../harness/config/config.ts';
import type { Attribution } from '../../harness/record/attribution.ts';
import type { JudgedClaim } from '../../harness/record/judged-claim.ts';
import type { MetricName } from '../../harness/record/metric.ts';
import type { Run, RunScenario } from '../../harness/record/run.ts';
import { fixFigure } from '../../harness/report/attribution-words.ts';
import { claimFigures } from '../../harness/report/claims-section.ts';
import { formatRatio, formatValue, metricTitle } from '../../harness/report/format.ts';
import { isProven } from '../../harness/report/waterfall.ts';
import { scenarioSentence } from '../../harness/report/words.ts';

type Fixes = Readonly<Record<string, FixDeclaration>>;

/** One section a finding, in their order. */
export function describeFindings(run: Run, fixes: Fixes): string {
  const sections = Object.entries(fixes).flatMap(([fix, { finding, title }]) =>
    finding === undefined ? [] : [sectionOf(run, { fix, finding, title: title ?? fix })],
  );
  const { environment } = run;
  return [
    '# The 14 findings, measured',
    '',
    `Written by \`node dist/scripts/reference.js\` from reports/reference/: ${environment.startedAt.slice(0, 10)}, ${environment.cpu}, ${environment.cores} cores, Node ${environment.node}, ${environment.database ?? 'no database'}.`,
    'A ratio is on ÷ off of the fix, with its 95 % interval: 0.8 leaves four fifths. *On average* is over all orders in which the',
    'fixes could be switched on ([attribute.md](attribute.md)). Ratios are geometric means over units; the values of a side are of all',
    'its operations, so that one need not be the quotient of the others: the P95 of a unit of some dozen runs is nearly its slowest,',
    'that of all units is not, so that a ratio of P95 may lie well above the quotient of the sides. An overhead is a share of what is',
    'left without it: 50 % of overhead are a third of the whole. What a fix gives alone in the scenario of its finding stands in',
    '[isolation.md](isolation.md), measured on its own; what was claimed of a part is measured by that fix alone here, too. How far the',
    'optimized side is from the least possible stands in [bench-floor.md](bench-floor.md), by shorter comparisons of its own.',
    '',
    'A claim is confirmed where the interval of what was measured meets the range that was claimed; what an interval of its own tells',
    'from nothing may still be chance among all 14. In the table of gains 50 % is read as a reduction (2 times), the other percentages',
    'as speed-ups (30 %: 1.3 times): so they multiply to its last column.',
    '',
    ...together(run),
    ...sections,
  ].join('\n');
}

const ofLoads: readonly MetricName[] = [
  'response.p50',
  'response.p95',
  'response.p99',
  'overhead.p50',
  'overhead.p95',
  'cpu.msPerOperation',
  'cpu.withDatabaseMsPerOperation',
  'db.statementsPerOperation',
];

/** The headline at each load of the standard workload, and what was claimed of all findings or several. */
function together(run: Run): readonly string[] {
  const loads = run.scenarios.filter(({ findings }) => findings.length === 0);
  const claims = (run.claims ?? []).filter(({ finding }) => finding === null);
  return [
    '## All fixes together',
    '',
    '| load | metric | baseline | optimized | optimized ÷ baseline |',
    '| --- | --- | ---: | ---: | ---: |',
    ...loads.flatMap(loadRows),
    '',
    ...loads.map(({ name, title }) => `\`${name}\`: ${title}.`),
    '',
    ...overload(run),
    ...(run.warnings.length === 0 ? [] : ['To be kept in mind:', '']),
    ...run.warnings.map((warning) => `- ${warning}`),
    ...(run.warnings.length === 0 ? [] : ['']),
    'What was claimed of several findings or of all:',
    '',
    ...claims.map(claimLine),
    '',
  ];
}

/** A gain under more load than a side can take grows with the time for which it is measured. */
const overload = ({ warnings }: Run): readonly string[] =>
  warnings.some(saysUnsettled)
    ? [
        'Where the queue of the baseline has not settled (see below), it is asked for more than it can do on this machine, and falls',
        'behind for as long as an arm lasts: that much of the gain is of arms of that length. A faster machine, or longer arms, give others.',
        '',
      ]
    : [];

/** Of a load that could not be judged no figures are shown: they are of few arms, or of one side's. */
function loadRows({ name, metrics }: RunScenario): readonly string[] {
  const typical = metrics['response.p50'];
  if (typical && !typical.ratio) {
    return [`| ${name} | all | – | – | nothing is judged, see below: ${typical.reason} |`];
  }
  return ofLoads.flatMap((metric) => {
    const measured = metrics[metric];
    if (!measured) return [];
    const { baseline, candidate, ratio, reason } = measured;
    const value = (side: typeof baseline) => (side ? formatValue(side.value, metric) : '–');
    const ratioOrWhy = ratio ? formatRatio(ratio) : (reason ?? '–');
    const cells = [name, metricTitle(metric), value(baseline), value(candidate), ratioOrWhy];
    return [`| ${cells.join(' | ')} |`];
  });
}

interface Finding {
  readonly fix: string;
  readonly finding: number;
  readonly title: string;
}

function sectionOf(run: Run, { fix, finding, title }: Finding): string {
  const own = run.scenarios.find(({ findings }) => findings.includes(finding));
  const claims = (run.claims ?? []).filter((claim) => claim.finding === finding);
  return [
    `## ${finding}. ${title}`,
    '',
    ...claims.map(claimLine),
    '',
    ...(own ? [inItsScenario(own), ''] : []),
    ...onTheWhole(run.attribution ?? [], fix),
    '',
  ].join('\n');
}

const claimLine = (claim: JudgedClaim): string => {
  const { claimed, measured } = claimFigures(claim);
  const figures = claim.measured
    ? `claimed ${claimed}, measured ${measured}; ${claim.measure}: `
    : '';
  return `- “${claim.quote}” (${claim.scope}): **${claim.verdict}**: ${figures}${claim.evidence}.`;
};

const inItsScenario = (scenario: RunScenario): string =>
  `In its own scenario, \`${scenario.name}\` (${scenario.title}), all fixes together: ${scenarioSentence(scenario)}${scenario.remark ? ` ${scenario.remark}` : ''}`;

/** Where it matters: each load that was attributed, each metric that it moves. */
function onTheWhole(attributions: readonly Attribution[], fix: string): readonly string[] {
  const scenarios = [...new Set(attributions.map(({ scenario }) => scenario))];
  return scenarios.map((scenario) => {
    const own = attributions.filter((each) => each.scenario === scenario);
    const known = own.filter(({ stage }) => stage !== 'none');
    if (known.length === 0) return `In \`${scenario}\` it was not attributed: ${own[0]?.reason}.`;
    const moved = known.flatMap((each) => {
      const found = each.fixes.find((one) => one.fix === fix);
      return found && isProven(found)
        ? [`${metricTitle(each.metric)} ${fixFigure(found, each)}`]
        : [];
    });
    const words =
      moved.length === 0
        ? `nothing that can be told from chance, by any of ${known.length} metrics`
        : moved.join('; ');
    const alone = known.every(({ stage }) => stage === 'first') ? ', by the first stage' : '';
    return `On average, in \`${scenario}\`${alone}: ${words}.`;
  });
}
