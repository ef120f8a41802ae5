/** What clients of the scenario's own saw: the same moment of the same work, side by side. */
import type { ArmResult, Side } from '../record/arm-result.ts';
import { html, type Markup, nothing } from './markup.ts';

/** Those of the first unit in which both sides left some: every unit's would be megabytes. */
export function pictures(arms: readonly ArmResult[]): Markup {
  const pictured = arms.filter(({ load }) => (load.pictures ?? []).length > 0);
  const armOf = (side: Side, seed: string) =>
    pictured.find((arm) => arm.side === side && arm.seed === seed);
  const baseline = pictured.find(
    ({ side, seed }) => side === 'baseline' && armOf('candidate', seed),
  );
  const candidate = baseline && armOf('candidate', baseline.seed);
  if (!candidate) return nothing;
  return html`<h3>What a browser showed</h3>
<div class="pictures">${figuresOf(baseline)}${figuresOf(candidate)}</div>`;
}

const figuresOf = ({ side, load }: ArmResult): readonly Markup[] =>
  (load.pictures ?? []).map(
    ({
      title,
      pngBase64,
    }) => html`<figure><img src="data:image/png;base64,${pngBase64}" alt="${side}: ${title}"><figcaption><strong>${side}</strong>: ${title}</figcaption></figure>
`,
  );
