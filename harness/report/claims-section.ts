/** What was promised, and what came of it. */
import type { JudgedClaim } from '../record/judged-claim.ts';
import type { Run } from '../record/run.ts';
import { areApart } from '../stats/interval.ts';
import { formatLimit, formatNumber } from './format.ts';
import { escapeMarkdown, html, type Markup, nothing } from './markup.ts';
import { wide } from './wide.ts';

const sign: Readonly<Record<JudgedClaim['verdict'], string>> = {
  confirmed: '✓',
  'less than claimed': '↓',
  'more than claimed': '↑',
  'no effect found': '0',
  harmful: '✗',
  'not measurable': '–',
  'not measured': '–',
};

export function claimsSection({ claims = [] }: Run): Markup {
  if (claims.length === 0) return nothing;
  return html`<section id="claims"><h2>What was claimed</h2>
<p>${claimsSentence(claims)}</p>
${wide(
  'claims',
  html`<table><thead><tr><th scope="col">finding</th><th scope="col">claim</th><th scope="col">about</th><th scope="col">claimed</th><th scope="col">measured</th><th scope="col">verdict</th><th scope="col">evidence</th></tr></thead>
<tbody>${claims.map(row)}</tbody></table>`,
)}</section>`;
}

const row = (claim: JudgedClaim): Markup =>
  html`<tr><th scope="row">${claim.finding ?? '–'}</th>${cellsOf(claim).map((cell) => html`<td>${cell}</td>`)}</tr>
`;

/** What was claimed and what was measured, in the claim's unit. */
export const claimFigures = (claim: JudgedClaim) => ({
  claimed: claim.unit === '' ? '–' : rangeOf(claim, claim.unit),
  measured: claim.measured ? measuredOf(claim.measured, claim.unit) : '–',
});

const cellsOf = (claim: JudgedClaim): readonly string[] => [
  claim.quote,
  claim.scope,
  claimFigures(claim).claimed,
  claimFigures(claim).measured,
  `${sign[claim.verdict]} ${claim.verdict}`,
  claim.measure === '' ? claim.evidence : `${claim.measure}: ${claim.evidence}`,
];

const rangeOf = ({ lo, hi }: { lo: number; hi: number }, unit: string): string =>
  lo === hi ? `${formatNumber(lo)} ${unit}` : `${formatNumber(lo)} to ${formatNumber(hi)} ${unit}`;

const measuredOf = (
  { value, lo, hi }: NonNullable<JudgedClaim['measured']>,
  unit: string,
): string => {
  const format = unit === 'times' ? formatLimit : formatNumber;
  return `${formatNumber(value)} ${unit} [${format(lo)}, ${format(hi)}]`;
};

/** How many came true. */
export function claimsSentence(claims: readonly JudgedClaim[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of claims) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const excluded = claims.filter(isExcluded).length;
  const words = [...counts].map(([verdict, count]) =>
    verdict === 'no effect found'
      ? `${count} ${verdict} (${excluded} of them exclude what was claimed)`
      : `${count} ${verdict}`,
  );
  return `Of ${claims.length} claims: ${words.join(', ')}. A claim is confirmed where the interval of what was measured meets the range that was claimed.`;
}

/** No effect was found, and one as large as was claimed would have been. */
const isExcluded = ({ verdict, measured, ...claimed }: JudgedClaim): boolean =>
  verdict === 'no effect found' && measured !== null && areApart(measured, claimed);

export function claimsMarkdown({ claims = [] }: Run): readonly string[] {
  if (claims.length === 0) return [];
  return [
    `**${escapeMarkdown(claimsSentence(claims))}**`,
    '',
    '| finding | claim | about | claimed | measured | verdict | evidence |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...claims.map(
      (claim) =>
        `| ${[String(claim.finding ?? '–'), ...cellsOf(claim)].map(escapeMarkdown).join(' | ')} |`,
    ),
    '',
  ];
}
