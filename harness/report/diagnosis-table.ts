/** What `tandem profile` says in a terminal. */
import type { Diagnosis, SideDiagnosis } from '../profile/diagnosis.ts';
import { countOf, stallsSentence } from './diagnosis-section.ts';
import { formatNumber } from './format.ts';
import { placeOf } from './place.ts';

const shown = 8;

/** Without colours. */
export function renderDiagnosisTable({ sides }: Diagnosis): string {
  return Object.values(sides).map(sideBlock).join('\n\n');
}

function sideBlock({ variant, cpu, counts }: SideDiagnosis): string {
  const blockers = cpu.blockers
    .slice(0, shown)
    .map(
      ({ site, kind, stalls, blockedMs }) =>
        `  ${`${formatNumber(blockedMs)} ms`.padStart(9)}  ${`${stalls} x`.padStart(6)}  ${kind.padEnd(9)}  ${placeOf(site)}`,
    );
  const functions = cpu.functions.slice(0, shown).map((each) => {
    const share = formatNumber((each.selfUs / cpu.tree.totalUs) * 100);
    return `  ${`${formatNumber(each.selfUs)} µs`.padStart(9)}  ${`${share} %`.padStart(6)}  ${placeOf(each)}`;
  });
  const numbers = Object.keys(counts?.numbers ?? {}).map(
    (name) => `${name} ${counts ? countOf(counts, name) : ''}`,
  );
  return [
    `${variant}: ${cpu.operations} operations, ${formatNumber(cpu.tree.totalUs)} µs of the main thread each`,
    ` Blocked: ${stallsSentence(cpu)}`,
    ...blockers,
    ' Own time an operation:',
    ...functions,
    ` An operation alone: ${numbers.length === 0 ? 'not counted: one failed, or it was interrupted' : numbers.join(', ')}`,
  ].join('\n');
}
