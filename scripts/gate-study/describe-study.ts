/** The study of the gate as a page. */
import { binomialInterval } from '../../harness/stats/exact-binomial.ts';
import { mean } from '../../harness/stats/t-interval.ts';
import { machineLine, table } from '../load-peers/markdown.ts';
import type { Outcome } from './job.ts';
import { halfWidths, type Judged, type Margin, meanRatios } from './judge-outcome.ts';
import { simpleRules } from './simple-practice.ts';
import { byName, whichBroke, withInterval } from './which-broke.ts';

export interface Relabelled {
  readonly gates: number;
  readonly failed: number;
}

export function describeStudy(judged: readonly Judged[], relabelled: Relabelled): string {
  const kinds = [...new Set(judged.map(kindOf))].sort(byName);
  const of = (kind: string) => judged.filter((each) => kindOf(each) === kind);
  return `# How often the gate is wrong

Written by \`node dist/scripts/gate-study.js\` on ${machineLine()}, from ${judged.length} gates of 60 s of measuring
(60 units A B B A or B A A B in arms of 250 ms, 4 launches, each warmed up for 10 s or longer). The bare server computes for a
while, waits for 4 ms and gets 600 requests a second; rows that begin with "runtime" are the optimized agent runtime under the
\`gate\` scenario. Each row is whole gates, all limits and looks included; shares have exact 95 % intervals. "none" is a server
against itself. "Other work beside": over 5 % of the arms were invalid, mostly because a compiler or tests of this project kept
the other core busy; "busy loops beside": loops on both cores, on purpose. A gate that is invalid judges nothing, and counts
neither as an alarm nor as none.

## Alarms

${table(
  [
    'planted',
    'gates',
    'invalid',
    'failed at margin 0',
    'failed at margin 5 %',
    'passed at margin 5 %',
    'launches of 4 until then',
    'minutes a gate',
  ],
  kinds.map((kind) => [
    kind,
    `${of(kind).length}`,
    `${of(kind).filter((each) => each.settled.margin0?.gate.state === 'invalid').length}`,
    share(of(kind), 'margin0', 'failed'),
    share(of(kind), 'margin5', 'failed'),
    share(of(kind), 'margin5', 'passed'),
    launchesOf(of(kind)),
    (mean(of(kind).map(({ outcome }) => outcome.seconds)) / 60).toFixed(1),
  ]),
)}

${equalVersions(judged)}

Relabelled: of ${relabelled.gates} gates made of the recorded units of equal versions, sides exchanged by lot, ${relabelled.failed}
failed at margin 0: ${((100 * relabelled.failed) / Math.max(1, relabelled.gates)).toFixed(1)} %, where 5 % is meant.

${whichBroke(judged)}

## What the plants did: ratio by calm units, mean over the gates

${table(
  ['planted', 'P50', 'P95', 'P99', 'CPU', 'loop'],
  kinds.map((kind) => [kind, ...meanRatios(of(kind))]),
)}

## Half-widths of the 95 % intervals at the last launch, server against itself, in %

${table(
  ['', 'P50', 'P95', 'P99', 'CPU', 'loop'],
  kinds.filter((kind) => kind.includes('none')).map((kind) => [kind, ...halfWidths(of(kind))]),
)}

## What simpler rules say of the same requests: candidate slower

Of all that was measured until the gate was settled at both margins; the first two of the first launch alone.

${simplePractice(kinds, of)}

## Why gates were invalid

${whyInvalid(judged)}
`;
}

type Of = (kind: string) => readonly Judged[];

const simplePractice = (kinds: readonly string[], of: Of): string =>
  table(
    ['rule', ...kinds],
    Object.keys(simpleRules).map((rule) => [
      rule,
      ...kinds.map((kind) => {
        const all = of(kind);
        return `${all.filter(({ outcome }) => outcome.simple[rule]).length} of ${all.length}`;
      }),
    ]),
  );

/** Of the arms of a gate; most are invalid for a busy core that the servers do not run on. */
const disturbedShare = 0.05;

/** What happened beside it is part of the kind: nobody chose which gates were disturbed. */
function kindOf({ outcome }: { readonly outcome: Outcome }): string {
  const { plant, hogs, invalidArms, table: stored } = outcome;
  if (hogs) return `${plant}, busy loops beside`;
  const measured = 4 * stored.units.launches.length + invalidArms.length;
  return invalidArms.length > disturbedShare * measured ? `${plant}, other work beside` : plant;
}

export function equalVersions(judged: readonly Judged[]): string {
  const equal = judged.filter(({ outcome }) => outcome.plant.endsWith('none'));
  const { failed, valid } = countOf(equal, 'margin5', 'failed');
  const { hi } = binomialInterval(failed, valid, 0.9);
  const notGreen = equal.length - valid + failed;
  return `All gates of equal versions together, margin 5 %: ${failed} of ${valid} valid ones failed; with 95 % confidence fewer than ${(100 * hi).toFixed(1)} % do. Not green (failed or invalid): ${withInterval(notGreen, equal.length)}.`;
}

function countOf(judged: readonly Judged[], margin: Margin, state: 'failed' | 'passed') {
  const states = judged.map(({ settled }) => settled[margin]?.gate.state ?? 'invalid');
  const valid = states.filter((each) => each !== 'invalid');
  return { [state]: valid.filter((each) => each === state).length, valid: valid.length } as {
    readonly failed: number;
    readonly passed: number;
    readonly valid: number;
  };
}

function share(judged: readonly Judged[], margin: Margin, state: 'failed' | 'passed'): string {
  const { [state]: count, valid } = countOf(judged, margin, state);
  return withInterval(count, valid);
}

function launchesOf(judged: readonly Judged[]): string {
  const of = (margin: Margin) => mean(judged.map(({ settled }) => settled[margin]?.launches ?? 0));
  return `${of('margin0').toFixed(1)} / ${of('margin5').toFixed(1)}`;
}

function whyInvalid(judged: readonly Judged[]): string {
  const reasons = judged.flatMap(({ settled }) => settled.margin5?.gate.reasons ?? []);
  const counts = new Map<string, number>();
  for (const reason of reasons) {
    const kind = reason.replace(/\(p = [^)]*\)/, '').replace(/\d+(\.\d+)?/g, 'n');
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  if (counts.size === 0) return 'None was.';
  return [...counts].map(([reason, count]) => `- ${count}: ${reason}`).join('\n');
}
