/** Where, from the smallest size to the largest, a form turns from slower to faster or back. */
import type { Verdict } from '../record/run.ts';
import type { Course, Crossing } from './bench-result.ts';

interface SizeVerdict {
  readonly size: string;
  readonly verdict: Verdict;
}

/** Neighbouring sizes with the same verdict. */
interface Stretch {
  readonly verdict: Verdict;
  readonly first: string;
  readonly last: string;
}

/** Sizes come in ascending order. */
export function courseOf(form: string, to: Course['to'], sizes: readonly SizeVerdict[]): Course {
  const stretches = stretchesOf(sizes);
  return {
    form,
    to,
    crossings: crossingsOf(stretches.filter(({ verdict }) => isDecided(verdict))),
    words: wordsOf(stretches),
  };
}

function stretchesOf(sizes: readonly SizeVerdict[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const { size, verdict } of sizes) {
    const last = stretches.at(-1);
    const goesOn = last?.verdict === verdict;
    if (goesOn) stretches.pop();
    stretches.push({ verdict, first: goesOn ? last.first : size, last: size });
  }
  return stretches;
}

function isDecided(verdict: Verdict): verdict is Crossing['becomes'] {
  return verdict === 'faster' || verdict === 'slower';
}

function crossingsOf(decided: readonly Stretch[]): readonly Crossing[] {
  return decided.flatMap(({ verdict, first }, index) => {
    const earlier = decided[index - 1];
    if (!earlier || earlier.verdict === verdict || !isDecided(verdict)) return [];
    return [{ after: earlier.last, before: first, becomes: verdict }];
  });
}

const words: Readonly<Record<Verdict, string>> = {
  faster: 'faster',
  slower: 'slower',
  same: 'the same',
  unsure: 'unsure',
  'not judged': 'not judged',
};

function wordsOf(stretches: readonly Stretch[]): string {
  const [only, another] = stretches;
  if (!only) return 'not measured';
  if (!another) {
    return `${words[only.verdict]} at ${only.first === only.last ? only.first : 'every size'}`;
  }
  return stretches
    .map(({ verdict, first, last }, index) => {
      const isEnd = index === stretches.length - 1;
      if (first === last) return `${words[verdict]} at ${first}`;
      return `${words[verdict]} from ${first} ${isEnd ? 'on' : `to ${last}`}`;
    })
    .join(', ');
}
