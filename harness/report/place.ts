/** A function of the server, as it is named to people. */
interface Place {
  readonly function: string;
  /** Empty for what is built in. */
  readonly file: string;
  readonly lines?: readonly number[];
}

/** `name, file:12`; all lines that it may be. */
export function placeOf({ function: name, file, lines = [] }: Place): string {
  if (file === '') return name;
  return `${name}, ${file}${lines.length === 0 ? '' : `:${lines.join(' or ')}`}`;
}
