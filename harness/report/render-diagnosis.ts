/** The files of `tandem profile`. */
import type { Diagnosis } from '../profile/diagnosis.ts';
import type { Environment } from '../record/run.ts';
import { fine } from './detail.ts';
import { diagnosisSection } from './diagnosis-section.ts';
import { html } from './markup.ts';
import { page } from './page.ts';

export interface ProfileHeader {
  readonly id: string;
  readonly command: string;
  readonly seed: string;
  readonly environment: Environment;
}

/** Pure: the same input gives the same bytes. */
export function renderDiagnosis(
  { id, command, seed, environment }: ProfileHeader,
  diagnosis: Diagnosis,
): Readonly<Record<'index.html' | 'diagnosis.json', string>> {
  const names = Object.values(diagnosis.sides).map(({ variant }) => variant);
  const title = `${names.join(' | ')}: ${diagnosis.scenario}`;
  const body = html`<h1>${title}</h1>
<p><small>${environment.startedAt} · ${id} · seed ${seed}</small></p>
<p>${diagnosis.title}. Looked into with profilers on: what is slow shows, how slow it is does not; <code>tandem compare</code> measures that.</p>
${diagnosisSection(diagnosis, fine)}
<p><small>${environment.cpu}, ${environment.cores} cores; Node ${environment.node}. To reproduce: <code>${command}</code> with seed ${seed}. Beside this file: <code>profiles/*.cpuprofile</code> for DevTools or speedscope, <code>*.heapprofile</code> and <code>*.heapsnapshot</code> for DevTools.</small></p>`;
  return {
    'index.html': page(`${title}: Tandem`, body),
    'diagnosis.json': `${JSON.stringify(diagnosis, null, 2)}\n`,
  };
}
