/** The report: pure, the same input gives the same bytes. */
import { exchangeFiles } from '../exchange/exchange-files.ts';
import type { ArmResult } from '../record/arm-result.ts';
import type { Recording } from '../record/recording.ts';
import type { Run } from '../record/run.ts';
import { asStored, runJson } from '../record/run-json.ts';
import { attributionSection } from './attribution-section.ts';
import { claimsSection } from './claims-section.ts';
import { detailOf } from './detail.ts';
import { why } from './diagnosis-section.ts';
import { diffEnvironment } from './diff-section.ts';
import { environmentSection } from './environment-section.ts';
import { gateSection } from './gate-report.ts';
import { glossary } from './glossary.ts';
import { renderJunit } from './junit.ts';
import { html, type Markup } from './markup.ts';
import { opening } from './opening.ts';
import { overview } from './overview.ts';
import { packFiles } from './packed-files.ts';
import { type Destination, page } from './page.ts';
import { sizeWarning } from './page-size.ts';
import { rawSection } from './raw-section.ts';
import { reproduceSection } from './reproduce-section.ts';
import { responseTimesCsv } from './response-times-csv.ts';
import { anchorOf, scenarioSection } from './scenario-section.ts';
import { renderSummary } from './summary.ts';

/** The files of a report, by their path in the run folder. */
export type Report = Readonly<Record<string, string>> & {
  readonly [name in 'index.html' | 'run.json' | 'summary.md' | 'junit.xml']: string;
};

/** Everything is drawn from what `run.json` keeps, so that a stored run gives the same page again. */
export function renderReport(measured: Run, recording: Recording): Report {
  const run = asStored(measured);
  const arms = recording.events.flatMap((event): ArmResult[] =>
    event.kind === 'arm' ? [event.arm] : [],
  );
  const carried = {
    'run.json': `${runJson(run)}\n`,
    'csv/response-times.csv': responseTimesCsv(arms),
  };
  const exchanged = exchangeFiles(run, recording);
  return {
    'index.html': renderPage(run, recording, arms, packFiles(carried), Object.keys(exchanged)),
    ...carried,
    'summary.md': renderSummary(run),
    'junit.xml': renderJunit(run),
    ...exchanged,
  };
}

function renderPage(
  run: Run,
  recording: Recording,
  arms: readonly ArmResult[],
  packedFiles: string,
  beside: readonly string[],
): string {
  const title = run.variants.map(({ name }) => name).join(' | ');
  const sections = html`${gateSection(run)}${attributionSection(run)}${claimsSection(run)}${overview(run)}${scenarios(run, recording, arms)}${conditions(run, recording, arms)}${rawSection(run, beside)}${glossary()}`;
  const drawn = (warnings: readonly string[]) =>
    page(`${title}: Tandem`, html`${opening(run, title, warnings)}${sections}`, {
      destinations: destinationsOf(run),
      packedFiles,
    });
  const whole = drawn(run.warnings);
  const warning = sizeWarning(Buffer.byteLength(whole));
  return warning === null ? whole : drawn([...run.warnings, warning]);
}

function scenarios(run: Run, { header, events }: Recording, arms: readonly ArmResult[]): Markup {
  const back = html`<p class="top"><a href="#top">Back to the top</a></p>`;
  const detail = detailOf(run.scenarios.length);
  const sections = run.scenarios.map((scenario) => {
    const described = header.scenarios.find(({ name }) => name === scenario.name);
    const own = arms.filter((arm) => arm.scenario === scenario.name);
    return html`${scenarioSection(scenario, described, own, { why: why(scenario.name, events, detail), detail, apart: run.diff !== undefined })}${back}`;
  });
  return html`${sections}`;
}

/** Where and how it was measured; of two stored runs, where each was. */
function conditions(run: Run, { header }: Recording, arms: readonly ArmResult[]): Markup {
  if (run.diff) return diffEnvironment(run, run.diff);
  return html`${environmentSection(run, header.scenarios, arms)}${reproduceSection(run, header)}`;
}

/** In the order of the page. */
function destinationsOf(run: Run): readonly Destination[] {
  const { gate, attribution = [], claims = [] } = run;
  return [
    { id: 'verdict', title: 'Verdict' },
    ...(gate ? [{ id: 'limits', title: 'Limits' }] : []),
    ...(attribution.length > 0 ? [{ id: 'attribution', title: 'Fixes' }] : []),
    ...(claims.length > 0 ? [{ id: 'claims', title: 'Claims' }] : []),
    { id: 'overview', title: 'Overview' },
    ...run.scenarios.map(({ name }) => ({ id: anchorOf(name), title: name, isScenario: true })),
    { id: 'environment', title: 'Environment' },
    ...(run.diff ? [] : [{ id: 'reproduce', title: 'Reproduce' }]),
    { id: 'raw', title: 'Raw data' },
    { id: 'metrics', title: 'Glossary' },
  ];
}
