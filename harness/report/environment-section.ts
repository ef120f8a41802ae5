/** The machine, and how much of what was measured is its noise. */
import { unitRatios } from '../compare/unit-ratios.ts';
import type { ArmResult } from '../record/arm-result.ts';
import { cutMsOf, type DescribedScenario } from '../record/recording.ts';
import type { Run, RunScenario } from '../record/run.ts';
import { formatNumber } from './format.ts';
import { html, type Markup, nothing } from './markup.ts';
import { runOrder } from './run-order.ts';
import { wide } from './wide.ts';
import { inNoise } from './words.ts';

export function environmentSection(
  run: Run,
  described: readonly DescribedScenario[],
  arms: readonly ArmResult[],
): Markup {
  const { environment: machine } = run;
  const rows: readonly (readonly [string, string])[] = [
    ['processor', `${machine.cpu}, ${machine.cores} cores`],
    ['memory', `${formatNumber(machine.memoryMiB)} MiB`],
    ['system', machine.platform],
    ['Node', machine.node],
    ['database', machine.database ?? 'none'],
    ['placed', machine.pinning],
    ['started', machine.startedAt],
    ['measured for', `${formatNumber(machine.seconds)} s`],
  ];
  return html`<section id="environment"><h2>Environment and noise</h2>
${wide('machine', html`<table><tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`)}
${run.scenarios.length === 0 ? nothing : html`${noise(run, arms)}${inOrder(run, described, arms)}`}</section>`;
}

function inOrder(
  { scenarios }: Run,
  described: readonly DescribedScenario[],
  arms: readonly ArmResult[],
): Markup {
  const orders = scenarios.map(({ name }) => {
    const own = arms.filter(({ scenario }) => scenario === name);
    return { name, ratios: unitRatios(own, cutMsOf(described.find((each) => each.name === name))) };
  });
  const drawn = runOrder(orders);
  return drawn === nothing
    ? nothing
    : html`<h3>In the order measured</h3>
${drawn}`;
}

function noise({ scenarios }: Run, arms: readonly ArmResult[]): Markup {
  const rows = scenarios.map((scenario) =>
    noiseRow(
      scenario,
      arms.filter((arm) => arm.scenario === scenario.name),
    ),
  );
  return html`<h3>How noisy it was</h3>
<p>From one arm to the next, with nothing changed, a side differs from itself by the percentages. No outlier was removed; arms that may not be judged were left out as a whole.</p>
${wide(
  'noise',
  html`<table><thead><tr><th scope="col">scenario</th><th scope="col">response time P50</th><th scope="col">response time P95</th><th scope="col">CPU an operation</th><th scope="col">requests sent late, P99 of the worst arm</th><th scope="col">busiest other core, of the worst arm</th><th scope="col">valid arms</th></tr></thead>
<tbody>${rows}</tbody></table>`,
)}`;
}

function noiseRow({ name, noise: ratios }: RunScenario, arms: readonly ArmResult[]): Markup {
  const valid = arms.filter(({ validity }) => validity.state === 'valid');
  const late = valid.map(({ load }) => load.generator.sendLagP99Ms);
  const busy = valid.flatMap(({ helperCoreBusy }) => helperCoreBusy ?? []);
  const cells = [
    ...inNoise.map((metric) => percentOf(ratios[metric])),
    worstOf(late, (ms) => `${formatNumber(ms)} ms`),
    worstOf(busy, (share) => `${formatNumber(share * 100)} %`),
    `${valid.length} of ${arms.length}`,
  ];
  return html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
}

/** Of a ratio, whichever way it points. */
const percentOf = (ratio: number | undefined): string =>
  ratio !== undefined && ratio > 0 && Number.isFinite(ratio)
    ? `${formatNumber((Math.exp(Math.abs(Math.log(ratio))) - 1) * 100)} %`
    : '–';

const worstOf = (values: readonly number[], words: (value: number) => string): string =>
  values.length === 0 ? '–' : words(values.reduce((most, value) => Math.max(most, value)));
