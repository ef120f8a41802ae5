import type { Readable } from 'node:stream';

const keptCharacters = 8192;

/** Reads a stream to its end and gives its last lines (at most 8 KiB) at any moment. */
export function tailOf(stream: Readable): () => string {
  let kept = '';
  stream.setEncoding('utf8');
  stream.on('error', () => undefined);
  stream.on('data', (text: string) => {
    kept = (kept + text).slice(-keptCharacters);
  });
  return () => kept.trimEnd();
}

/**
 * The last `count` lines of a text, indented to stand below a message. Stack frames are left out:
 * the line that says what went wrong stands above them.
 */
export const lastLines = (text: string, count: number): string =>
  text
    .split('\n')
    .filter((line) => !/^\s+at /.test(line))
    .slice(-count)
    .map((line) => `  | ${line}`)
    .join('\n');
