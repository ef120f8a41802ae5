/** Words at blanks; quotes of either kind keep blanks. Nothing else is special: `<=` belongs to a limit. */
export const splitFlags = (text: string): readonly string[] =>
  [...text.matchAll(/(?:'[^']*'|"[^"]*"|\S)+/g)].map(([word]) =>
    word.replace(
      /'([^']*)'|"([^"]*)"/g,
      (_, single?: string, double?: string) => single ?? double ?? '',
    ),
  );
