/** Text to fill contexts and prompts with: words, sentences and lines, as documents have them. */

const words = (
  'agent audit batch budget cache call chart client cluster column cost count deploy error event ' +
  'filter graph group index latency limit line load log memory metric model node page plan pool ' +
  'price queue rate region report request result retry route row run sample scale search server ' +
  'service shard sort span state step store stream table test time token tool trace user value'
).split(' ');

const sentenceWords = 12;

/** Exactly `characters` of text. A line ends with every third sentence. */
export function proseOf(random: () => number, characters: number): string {
  const parts: string[] = [];
  let length = 0;
  for (let count = 1; length < characters; count++) {
    const word = words[Math.floor(random() * words.length)] ?? '';
    const part = word + separatorAfter(count);
    parts.push(part);
    length += part.length;
  }
  return parts.join('').slice(0, characters);
}

function separatorAfter(count: number): string {
  if (count % (3 * sentenceWords) === 0) return '.\n';
  return count % sentenceWords === 0 ? '. ' : ' ';
}
