const longestMessage = 200;

/**
 * Text that somebody else wrote, for one line of a report: control characters, those that turn the
 * direction of text, and halves of one become spaces; what is longer than 200 signs is cut.
 */
export function oneLine(text: string): string {
  const words = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').trim();
  const signs = Array.from(words);
  return signs.length <= longestMessage
    ? signs.join('')
    : `${signs.slice(0, longestMessage - 1).join('')}…`;
}
