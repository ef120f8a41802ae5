/** The verdict first. */
import type { Run } from '../record/run.ts';
import { gateSentence } from './gate-report.ts';
import { html, type Markup, nothing } from './markup.ts';
import { countOfInterest, headline } from './words.ts';

type Tone = 'faster' | 'slower' | 'quiet';

const toneOf = { passed: 'faster', failed: 'slower', unsure: 'quiet', invalid: 'quiet' } as const;

/** A sign beside the colour. */
const signOf: Readonly<Record<Tone, string>> = { faster: '✓', slower: '✗', quiet: '?' };

export function opening(run: Run, title: string, warnings: readonly string[]): Markup {
  const of = countOfInterest(run);
  const tone = of.slower > 0 ? 'slower' : of.faster > 0 ? 'faster' : 'quiet';
  return html`<section id="verdict"><h1>${title}</h1>
<p><small>${[run.environment.startedAt, run.id, `seed ${run.seed}`].filter((each) => each !== '').join(' · ')}</small></p>
${run.gate ? banner(toneOf[run.gate.state], gateSentence(run.gate)) : nothing}${banner(tone, headline(run))}
${run.partial ? html`<p class="invalid">Partial: not everything that was planned was measured.</p>` : nothing}${warnings.length > 0 ? html`<ul class="warnings">${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>` : nothing}</section>`;
}

const banner = (tone: Tone, sentence: string): Markup =>
  html`<p class="verdict ${tone}"><span aria-hidden="true" class="c-${tone}">${signOf[tone]}</span> ${sentence}</p>`;
