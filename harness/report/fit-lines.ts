/**
 * As many whole lines of a text as `mostBytes` of UTF-8 hold, with a note in place of the rest; what
 * is folded is left out as a whole.
 */
export function fitLines(text: string, mostBytes: number, note: string): string {
  if (Buffer.byteLength(text) <= mostBytes) return text;
  const room = Buffer.from(text)
    .subarray(0, mostBytes - Buffer.byteLength(note))
    .toString();
  const lines = room.slice(0, room.lastIndexOf('\n') + 1);
  const fold = lines.lastIndexOf('<details>');
  const isOpen = fold > lines.lastIndexOf('</details>');
  return `${isOpen ? lines.slice(0, fold) : lines}${note}`;
}
