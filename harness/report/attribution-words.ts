/** What an attribution says, in sentences. */
import type { Attribution, Interaction } from '../record/attribution.ts';
import { formatNumber, metricTitle } from './format.ts';
import { bySize, isGain, ratioWords } from './waterfall.ts';

/** The whole and its parts. */
export function attributionSentence(of: Attribution): string {
  const title = metricTitle(of.metric);
  if (of.stage === 'none')
    return `${title}: not attributed, ${of.reason ?? 'nothing was measured'}.`;
  const whole = of.total
    ? `All fixes together leave ${ratioWords(of.total)} of the baseline`
    : 'All fixes together were not judged';
  const parts = of.sum ? `; the parts multiply to ${ratioWords(of.sum)}` : '';
  const best = bySize(of).filter((fix) => isGain(fix, of.metric));
  const named = best.slice(0, 3).map(({ fix, ratio }) => `${fix} (${ratioWords(ratio)})`);
  const most = named.length === 0 ? 'No fix stands out from chance' : `Most by ${named.join(', ')}`;
  return `${title}: ${whole}${parts}. ${most}.${belowResolution(of)}`;
}

function belowResolution({ fixes }: Attribution): string {
  const below = fixes.filter(({ resolved }) => !resolved).map(({ fix }) => fix);
  return below.length === 0 ? '' : ` Below the resolution of this experiment: ${below.join(', ')}.`;
}

/** How far the model can be trusted, and what the intervals rest on. */
export function fitSentence({ stage, lackOfFit, noise, lambda }: Attribution): string {
  if (stage === 'none') return '';
  const spare = lackOfFit.map((ratio) => percent(ratio)).join(', ');
  const chance = noise === null ? '' : `; noise alone does ${percent(noise)}`;
  const fit = `Where no fix is, the design still shows ${spare}${chance}.`;
  const model = `The model adds up after a Box-Cox transformation with λ = ${formatNumber(lambda ?? 0)} (0: factors multiply, 1: times add up).`;
  const rest =
    stage === 'second'
      ? 'Intervals rest on eight paths from nothing to all fixes (t, 95 %).'
      : 'Intervals rest on the larger of both (t, 95 %); --thorough makes them narrower.';
  return `${fit} ${model} ${rest}`;
}

/** `3.1 %` away from 1, whichever way. */
const percent = (ratio: number): string =>
  `${formatNumber((Math.exp(Math.abs(Math.log(ratio))) - 1) * 100)} %`;

export function interactionSentence({
  fixes,
  estimate,
  flagged,
  confirmed,
  aliases,
}: Interaction): string {
  const [a, b] = fixes;
  const first = `${a} and ${b}: with the other on, either leaves ${formatNumber(estimate)} times what it leaves with the other off${flagged ? '' : ' (which may be chance)'}`;
  if (confirmed) return `${first}; squares of mixes say ${ratioWords(confirmed)}.`;
  const others = aliases.map(([c, d]) => `${c} and ${d}`).join(', ');
  return aliases.length === 0
    ? `${first}.`
    : `${first}; the design cannot tell this pair from ${others}: --cross-check does.`;
}
