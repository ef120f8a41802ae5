import { usageError } from '../harness/error.ts';

/**
 * Words at blanks; quotes of either kind keep blanks. Nothing else is special: `<=` belongs to a limit.
 * Throws a usage error for a quote that is not closed.
 */
export function splitFlags(text: string): readonly string[] {
  if (!/^(?:'[^']*'|"[^"]*"|[^'"])*$/.test(text)) {
    throw usageError(`flags: a quote is not closed in: ${text}`);
  }
  return [...text.matchAll(/(?:'[^']*'|"[^"]*"|\S)+/g)].map(([word]) =>
    word.replace(
      /'([^']*)'|"([^"]*)"/g,
      (_, single?: string, double?: string) => single ?? double ?? '',
    ),
  );
}
