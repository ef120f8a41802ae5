/** What the numbers say, in sentences. */
import type { MetricName } from '../record/metric.ts';
import type { Run, RunScenario, Soak, Verdict } from '../record/run.ts';
import { diffHeadline } from './diff-words.ts';
import { formatNumber, formatRatio, formatValue, metricTitle } from './format.ts';

interface VerdictCounts {
  readonly judged: number;
  readonly of: Readonly<Record<Verdict, number>>;
}

/** How often each verdict was given, over all scenarios. */
function countVerdicts(run: Run): VerdictCounts {
  const of: Record<Verdict, number> = { faster: 0, slower: 0, same: 0, unsure: 0, 'not judged': 0 };
  for (const { metrics } of run.scenarios) {
    for (const { verdict } of Object.values(metrics)) of[verdict] += 1;
  }
  const all = Object.values(of).reduce((sum, count) => sum + count, 0);
  return { judged: all - of['not judged'], of };
}

/** The whole run in one sentence. */
export function headline(run: Run): string {
  const { judged, of } = countVerdicts(run);
  const name = run.variants[1]?.name ?? 'the candidate';
  if (run.diff) return diffHeadline(run, run.diff);
  if (run.scenarios.length === 0) return 'Nothing was measured.';
  if (run.scenarios[0]?.soak) return soakSentence(run.scenarios[0].soak);
  if (run.quick) return 'A quick look: each scenario once, so no verdict is claimed.';
  if (judged === 0) return 'Nothing could be judged: see the reasons beside the metrics.';
  return `${interestSentence(run, name)} Over all metrics: better in ${of.faster} of ${judged} judged, worse in ${of.slower}, the same in ${of.same}, unsure in ${of.unsure}.`;
}

/** Both verdicts of a leak check. */
export const soakSentence = ({ baseline, candidate }: Soak): string =>
  `Leak check. Baseline: ${baseline.words}. Candidate: ${candidate.words}.`;

/** How often each verdict was given to a scenario's metric of interest, named beforehand. */
export function countOfInterest(run: Run): Readonly<Record<Verdict, number>> {
  const of: Record<Verdict, number> = { faster: 0, slower: 0, same: 0, unsure: 0, 'not judged': 0 };
  for (const { metrics, metricOfInterest } of run.scenarios) {
    of[metrics[metricOfInterest]?.verdict ?? 'not judged'] += 1;
  }
  return of;
}

function interestSentence(run: Run, name: string): string {
  const of = countOfInterest(run);
  const [only] = run.scenarios;
  if (only && run.scenarios.length === 1) {
    const verdict = only.metrics[only.metricOfInterest]?.verdict ?? 'not judged';
    return `${name}: ${scenarioSentence(only)} Verdict: ${verdict}.`;
  }
  const rest = (['slower', 'same', 'unsure', 'not judged'] as const)
    .filter((verdict) => of[verdict] > 0)
    .map((verdict) => `, ${verdict} in ${of[verdict]}`);
  return `${name} is faster in ${of.faster} of ${run.scenarios.length} scenarios by their metric of interest${rest.join('')}.`;
}

/** A scenario in one sentence: its metric of interest. */
export function scenarioSentence(scenario: RunScenario): string {
  const name: MetricName = scenario.metricOfInterest;
  const measured = scenario.metrics[name];
  const title = metricTitle(name);
  if (!measured?.baseline || !measured.candidate) {
    return `${title}: no value (${measured?.reason ?? 'not measured'}).`;
  }
  const sides = `${formatValue(measured.baseline.value, name)} against ${formatValue(measured.candidate.value, name)}`;
  const { ratio } = measured;
  if (!ratio) return `${title}: ${sides} (${measured.reason ?? 'no ratio'}).`;
  return `${title}: ${sides}, ratio ${formatRatio(ratio)}: ${inWords(ratio.value, measured.verdict)}.`;
}

/** A ratio that is not proven gets no words that sound as if it were. */
function inWords(ratio: number, verdict: string | undefined): string {
  if (verdict === 'unsure') return 'it may be chance';
  if (verdict === 'not judged') return 'not judged';
  if (!(ratio > 0)) return 'nothing is left of it';
  if (ratio > 0.98 && ratio < 1.02) return 'no difference to speak of';
  return ratio < 1 ? `${formatNumber(1 / ratio)} times less` : `${formatNumber(ratio)} times more`;
}

/** Whether both sides did the same work. */
export function sameWorkSentence({ sameWork }: RunScenario): string {
  const { compared, differences } = sameWork;
  if (compared === 0) return 'Answers were not compared.';
  if (differences.length === 0)
    return `Same answers on both sides: ${compared} compared, 0 differences.`;
  return `The sides disagree: ${differences.join('; ')}.`;
}

/** What each launch threw away before anything counted. */
export function warmUpSentence({ warmUp: { ms, steady } }: RunScenario): string {
  if (ms.length === 0) return '';
  const seconds = ms.map((each) => (each / 1000).toFixed(1)).join(', ');
  const settled =
    steady === null ? '' : `; response times had ceased to change in ${steady} of ${ms.length}`;
  return `Thrown away as warm-up of each launch: ${seconds} s${settled}.`;
}

/** The metrics by which noise is told. */
export const inNoise: readonly MetricName[] = [
  'response.p50',
  'response.p95',
  'cpu.msPerOperation',
];

/** How large a ratio no change at all gave in this run. */
export function noiseSentence({ noise }: RunScenario): string {
  const entries = Object.entries(noise);
  if (entries.length === 0) return 'Too few units to tell the noise of this run.';
  const shown = entries.filter(([name]) => inNoise.includes(name as MetricName));
  const words = shown.map(([name, ratio]) => {
    const percent = (Math.exp(Math.abs(Math.log(ratio))) - 1) * 100;
    return `${metricTitle(name as MetricName)} ${formatNumber(percent)} %`;
  });
  return `From one arm to the next, a side differs from itself by: ${words.join(', ')}.`;
}

/** What did not complete and how often, by side; empty when everything completed. */
export function failuresSentence({ failures }: RunScenario): string {
  const words = (['baseline', 'candidate'] as const)
    .filter((side) => failures[side].length > 0)
    .map((side) => {
      const named = failures[side].map(({ message, count }) => `${count} × ${message}`);
      return `${side} ${named.join(', ')}`;
    });
  return words.length === 0 ? '' : `Failed: ${words.join('; ')}.`;
}

/** Time scale and the like: what must be equal before two runs are compared. */
export function parametersSentence({ parameters }: RunScenario): string {
  const words = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  return words.length === 0 ? '' : `Parameters: ${words.join(', ')}.`;
}
