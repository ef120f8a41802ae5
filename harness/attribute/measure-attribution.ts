/** Measures the comparisons of an attribution one after another, and those that came to nothing again. */
import { exitCode } from '../error.ts';
import type { Recording } from '../record/recording.ts';
import type { RunEvent } from '../run/events.ts';
import type { Rig } from '../run/rig.ts';
import { runTrials } from '../run/run-trials.ts';
import { comparisonsLeft } from './comparisons-left.ts';
import type { AttributionConfig } from './parse-attribution.ts';
import { type MixComparison, trialOf } from './plan-attribution.ts';

/** How often a comparison is tried; then it is left to whoever goes on with the run. */
const tries = 2;

/**
 * Yields what happens; the recording has what happened already. Ends when all is measured, when it is
 * interrupted, and when a mix cannot be launched: the next would fail alike.
 */
export async function* measureAttribution(
  config: AttributionConfig,
  { header, events }: Recording,
  rig: Rig,
): AsyncGenerator<RunEvent> {
  const seen = [...events];
  const tried = new Map<string, number>();
  const triesOf = ({ name }: MixComparison): number => tried.get(name) ?? 0;
  for (;;) {
    const left = comparisonsLeft({ header, events: seen });
    const next = left.find((each) => triesOf(each) < tries);
    if (!next) return;
    tried.set(next.name, triesOf(next) + 1);
    for await (const event of compareMixes(config, next, rig)) {
      seen.push(event);
      yield event;
      if (event.kind === 'failed' && event.failure.code !== exitCode.disagreement) return;
    }
    if (rig.signal.aborted) return;
  }
}

async function* compareMixes(
  config: AttributionConfig,
  comparison: MixComparison,
  rig: Rig,
): AsyncGenerator<RunEvent> {
  const { name, stage, from, to } = comparison;
  const trial = trialOf(config, comparison);
  yield { kind: 'comparing', scenario: name, stage, from, to, load: trial.load };
  yield* runTrials([trial], rig);
}
