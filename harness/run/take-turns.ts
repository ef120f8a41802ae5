import type { Side } from '../record/arm-result.ts';

/** A search asks for one measurement after another, each time told what the last one said. */
type Search<A> = Generator<number, void, A>;

/**
 * Puts one question of each search in turn, until all have ended or `signal` is aborted; what that
 * cut off is left out. Yields what each measurement left behind.
 */
export async function* takeTurns<A, S>(
  searches: readonly (readonly [Side, Search<A>])[],
  signal: AbortSignal,
  measure: (side: Side, question: number) => Promise<readonly [step: S, answer: A]>,
): AsyncGenerator<S> {
  let open = searches.map(([side, search]) => ({ side, search, next: search.next() }));
  while (open.length > 0) {
    for (const turn of open) {
      if (signal.aborted) return;
      if (turn.next.done) continue;
      const [step, answer] = await measure(turn.side, turn.next.value);
      if (signal.aborted) return;
      yield step;
      turn.next = turn.search.next(answer);
    }
    open = open.filter(({ next }) => !next.done);
  }
}
