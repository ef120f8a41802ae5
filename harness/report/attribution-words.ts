/** What an attribution says, in sentences. */
import type { AttributedFix, Attribution, Interaction } from '../record/attribution.ts';
import { type Better, metrics } from '../record/metric.ts';
import { formatNumber, metricTitle } from './format.ts';
import {
  bySize,
  isGain,
  isHarm,
  isProven,
  isWorse,
  ratioWords,
  unconfirmedWords,
} from './waterfall.ts';

/** The whole and its parts. */
export function attributionSentence(of: Attribution): string {
  const title = `${metricTitle(of.metric)} in ${of.scenario}`;
  if (of.stage === 'none')
    return `${title}: not attributed, ${of.reason ?? 'nothing was measured'}.`;
  const whole = of.total
    ? `All fixes together leave ${ratioWords(of.total)} of the baseline`
    : 'All fixes together were not judged';
  const parts = of.sum ? `; the parts multiply to ${ratioWords(of.sum)}` : '';
  const agreement = of.total && of.sum ? agreementWords(of.total, of.sum) : '';
  const best = bySize(of).filter((fix) => isGain(fix, of.metric));
  const named = best.slice(0, 3).map(({ fix, ratio }) => `${fix} (${ratioWords(ratio)})`);
  const most = named.length === 0 ? 'No fix stands out from chance' : `Most by ${named.join(', ')}`;
  return `${title}: ${whole}${parts}${agreement}. ${most}.${belowResolution(of)}`;
}

type Ratio = NonNullable<Attribution['total']>;

/** Apart by no more than both may be off, the way to each other. */
function agreementWords(total: Ratio, sum: Ratio): string {
  const [low, high] = total.value < sum.value ? [total, sum] : [sum, total];
  const apart = Math.log(high.value / low.value);
  const reach = Math.hypot(Math.log(low.hi / low.value), Math.log(high.value / high.lo));
  if (apart <= reach + rounding) return ' (they agree within their intervals)';
  return ` (they do not agree: ${formatNumber(total.value / sum.value)} times as much is left as the parts say)`;
}

const rounding = 1e-9;

function belowResolution({ fixes }: Attribution): string {
  const below = fixes.filter((fix) => !isProven(fix)).map(({ fix }) => fix);
  return below.length === 0 ? '' : ` Below the resolution of this experiment: ${below.join(', ')}.`;
}

/** What kind of fix it is. That it makes things worse is said where it was confirmed. */
export const classWords = (fix: AttributedFix, of: Attribution): string =>
  isWorse(fix.ratio, of.metric) && !isHarm(fix) ? unconfirmedWords(of.metric) : fix.class;

/** Its ratio, with what kind of fix it is where that is known. */
export function fixFigure(fix: AttributedFix, of: Attribution): string {
  const kind = classWords(fix, of);
  return kind === 'not classed' ? ratioWords(fix.ratio) : `${ratioWords(fix.ratio)} (${kind})`;
}

/** How far the model can be trusted, and what the intervals rest on. */
export function fitSentence(of: Attribution): string {
  const { stage, lackOfFit, misfit, noise, lambda } = of;
  if (stage === 'none') return '';
  const spare = lackOfFit.map((ratio) => percent(ratio)).join(', ');
  const chance = noise === null ? '' : ` (noise alone: ${percent(noise)})`;
  const missed =
    misfit === undefined
      ? ''
      : `; a pair of mixes typically misses the model by ${percent(misfit)}, its noise included`;
  const fit = `Where no fix is, the design still shows ${spare}${chance}${missed}.`;
  const model = `The model adds up after a Box-Cox transformation with λ = ${formatNumber(lambda ?? 0)} (0: factors multiply, 1: times add up).`;
  return `${fit} ${model} ${restSentence(of)}`;
}

function restSentence({ stage, reason }: Attribution): string {
  if (stage === 'second')
    return 'Intervals rest on eight paths from nothing to all fixes (t, 95 %), or on four where a path and its reverse err alike.';
  const widest = 'Intervals rest on what of this makes them widest (t, 95 %)';
  return reason === undefined
    ? `${widest}; --thorough makes them unbiased, if not always narrower.`
    : `${widest}: the second stage cannot be used (${reason}).`;
}

/** `3.1 %` away from 1, whichever way. */
const percent = (ratio: number): string =>
  `${formatNumber((Math.exp(Math.abs(Math.log(ratio))) - 1) * 100)} %`;

const together = (estimate: number, better: Better): string =>
  `worth ${estimate > 1 === (better === 'higher') ? 'more' : 'less'} together`;

export function interactionSentence(
  { fixes, estimate, flagged, confirmed, aliases }: Interaction,
  of: Attribution,
): string {
  const [a, b] = fixes;
  const first = `${a} and ${b}: with the other on, either leaves ${formatNumber(estimate)} times what it leaves with the other off (${together(estimate, metrics[of.metric].better)}${flagged ? '' : ', or chance'})`;
  const others = aliases.map(([c, d]) => `${c} and ${d}`).join(', ');
  const orOthers = others === '' ? '' : `, or of ${others}`;
  if (confirmed) {
    const isTold = confirmed.lo > 1 || confirmed.hi < 1;
    const chance = isTold ? '' : `, which may be chance${orOthers}`;
    return `${first}; squares of mixes say ${ratioWords(confirmed)}${chance}.`;
  }
  return others === ''
    ? `${first}.`
    : `${first}; the design cannot tell this pair from ${others}, and no squares of mixes do (--cross-check measures those of the strongest).`;
}
