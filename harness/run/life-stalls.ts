/** How often each side's event loop was blocked, loaded or not. */
import { stallBursts } from '../probe/lag.ts';
import { monotonicUs } from '../probe/monotonic-clock.ts';
import type { Side } from '../record/arm-result.ts';
import type { LaunchStalls, StallCount } from './events.ts';
import type { LaunchedPair } from './launched-pair.ts';

const stalledOverMs = 50;

/** Stalls of over 50 ms of both sides since a moment on the monotonic clock; null without a probe. */
export async function lifeStalls({ sides }: LaunchedPair, sinceUs: number): Promise<LaunchStalls> {
  const untilUs = monotonicUs();
  const of = async (side: Side): Promise<StallCount | null> => {
    const seen = await sides[side].probe?.window(sinceUs, untilUs);
    return seen ? { count: stallBursts(seen.lags, stalledOverMs), watchedMs: seen.windowMs } : null;
  };
  return { baseline: await of('baseline'), candidate: await of('candidate') };
}
