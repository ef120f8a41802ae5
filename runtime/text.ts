/**
 * Text that can be stored. PostgreSQL's jsonb takes neither U+0000 nor half a surrogate pair: an
 * emoji cut in two would keep a run from being stored.
 */

/** The first `characters` UTF-16 units, one fewer where that would cut a pair in two. */
export function cutText(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const last = text.charCodeAt(characters - 1);
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHighSurrogate ? characters - 1 : characters);
}

/** The text with what cannot be stored replaced by U+FFFD. */
export const storableText = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');
