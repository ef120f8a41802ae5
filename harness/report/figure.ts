/** A chart as every chart is shown: the picture, what it says in a sentence, and the values behind it. */
import { colors } from './colors.ts';
import { html, type Markup, nothing } from './markup.ts';

export interface Figure {
  readonly title: string;
  /** The numbers in words, for those who cannot see the picture. */
  readonly desc: string;
  readonly width: number;
  readonly height: number;
  readonly drawing: Markup;
  /** What it shows in this run. */
  readonly sentence: string;
  /** How to read it. */
  readonly note?: string;
  /** Left out where they stand in a table beside it. */
  readonly values?: Values;
  /** More attributes of the picture. */
  readonly attributes?: Markup;
  readonly fontSize?: number;
}

export interface Values {
  readonly head: readonly string[];
  /** The first cell of each is its heading. */
  readonly rows: readonly (readonly string[])[];
}

export function figure(of: Figure): Markup {
  const { title, desc, width, height, drawing, sentence, note, values } = of;
  const { attributes = nothing, fontSize = 12 } = of;
  const read = note === undefined ? nothing : html` <small>${note}</small>`;
  return html`<figure class="chart"><figcaption>${sentence}${read}</figcaption><div class="scroll" tabindex="0" role="region" aria-label="${title}"><svg role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="${fontSize}" fill="${colors.quiet}" class="f-quiet"${attributes}>
<title>${title}</title><desc>${desc}</desc>
${drawing}
</svg></div>${values === undefined ? nothing : behind(title, values)}</figure>`;
}

function behind(title: string, { head, rows }: Values): Markup {
  if (rows.length === 0) return nothing;
  return html`<details class="behind"><summary>Values</summary><div class="wide" tabindex="0" role="group" aria-label="${title}: values"><table><thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows.map(row)}</tbody></table></div></details>`;
}

const row = ([name = '', ...cells]: readonly string[]): Markup =>
  html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
