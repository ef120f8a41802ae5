/** Markup that can't be broken by what is put into it: plain strings are escaped, markup is not. */
export interface Markup {
  readonly markup: string;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML and XML, in content and in attributes; what XML forbids becomes U+FFFD. */
function escapeMarkup(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

type Value = string | number | Markup | readonly Markup[];

/** Template tag: strings and numbers are escaped, markup and lists of it are put in as they are. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const filled = parts.map((part, index) => part + markupOf(values[index] ?? ''));
  return { markup: filled.join('') };
}

export const nothing: Markup = { markup: '' };

function markupOf(value: Value): string {
  if (typeof value === 'string') return escapeMarkup(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

/** Text for a terminal: lines, and nothing that moves the cursor or colours. */
export const escapeTerminal = (text: string): string => text.replace(/[^\P{Cc}\n]/gu, '\uFFFD');

/** Text for a cell of a Markdown table: no markup of its own, no new cell, no new line, nobody called. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>|#]/g, '\\$&')
    .replace(/\s+/g, ' ')
    .replaceAll('@', '@<!-- -->');
}
