/** Where the two sides of a diff were measured, column beside column. */
import type { Diff, DiffSource, Environment, Run } from '../record/run.ts';
import { html, type Markup } from './markup.ts';
import { wide } from './wide.ts';

interface Row {
  readonly title: string;
  readonly of: (machine: Environment) => string | number | null;
}

const rows: readonly Row[] = [
  { title: 'Node', of: ({ node }) => node },
  { title: 'system', of: ({ platform }) => platform },
  { title: 'CPU', of: ({ cpu }) => cpu },
  { title: 'cores', of: ({ cores }) => cores },
  { title: 'memory', of: ({ memoryMiB }) => `${memoryMiB} MiB` },
  { title: 'placement', of: ({ pinning }) => pinning },
  { title: 'database', of: ({ database }) => database ?? 'none' },
  {
    title: 'commit',
    of: ({ commit, dirty }) => (commit ? `${commit}${dirty ? ', changed' : ''}` : null),
  },
  { title: 'seconds', of: ({ seconds }) => seconds },
];

export function diffEnvironment(run: Run, diff: Diff): Markup {
  const sides = [diff.baseline, diff.candidate];
  const row = (title: string, cells: readonly string[]) => {
    const differ = new Set(cells).size > 1;
    return html`<tr><th scope="row">${title}</th>${cells.map((cell, index) => html`<td>${differ && index > 0 ? html`<mark>${cell}</mark>` : cell}</td>`)}</tr>
`;
  };
  return html`<section id="environment"><h2>Environment</h2>
<p>What differs is marked with ≠.</p>
${wide(
  'environment',
  html`<table><thead><tr><th scope="col">of the run</th><th scope="col">a (baseline here)</th><th scope="col">b (candidate here)</th></tr></thead>
<tbody>${row(
    'file',
    sides.map(({ file, format }) => (format === 'tandem' ? file : `${file}, of ${format}`)),
  )}${row(
    'measured',
    run.variants.map(({ name, command }) => `${name}: ${command}`),
  )}${row(
    'at',
    sides.map(({ startedAt }) => startedAt ?? 'unknown'),
  )}${rows.map(({ title, of }) =>
    row(
      title,
      sides.map((side) => machineCell(side, of)),
    ),
  )}</tbody></table>`,
)}
<p>To lay them side by side again: <code>${run.command}</code>. The result for programs: <code>run.json</code>; whatever arms both runs left: <code>arms.ndjson</code>.</p></section>`;
}

const machineCell = ({ environment }: DiffSource, of: Row['of']): string =>
  String((environment && of(environment)) ?? 'unknown');
