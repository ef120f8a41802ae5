/**
 * Does an attribution find what is known? A real server with 14 known delays, two pairs of which
 * pass partly side by side, is attributed as any other; its exact Shapley values must lie in the intervals.
 *
 *   node dist/scripts/check-attribution.js [more flags of tandem attribute, such as --thorough]
 *
 * Exits with 1 when more than one of the 14 is outside, or the pairs are not among those named.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isOn } from '../harness/attribute/mix.ts';
import { shapleyValues } from '../harness/attribute/shapley.ts';
import type { Attribution } from '../harness/record/attribution.ts';
import { readRun } from '../harness/record/read-run.ts';
import { known, totalMs } from './check-attribution/known-delays.ts';

const fixes = known.delaysMs.map((_, index) => `delay-${index + 1}`);
const folder = mkdtempSync(join(tmpdir(), 'tandem-attribution-'));
try {
  judge(attribute(process.argv.slice(2)));
} finally {
  rmSync(folder, { recursive: true });
}

function attribute(more: readonly string[]): Attribution {
  const server = fileURLToPath(new URL('check-attribution/delay-server.js', import.meta.url));
  const switches = fixes.map((fix, index) => [
    fix,
    { environment: { [`DELAY_${index + 1}`]: 'off' } },
  ]);
  const command = `node ${server}`;
  const config = {
    variants: { slow: { command }, fast: { command, fixes: 'all' } },
    fixes: Object.fromEntries(switches),
  };
  writeFileSync(join(folder, 'tandem.config.json'), JSON.stringify(config));
  const asked = ['--url', '/', '--rate', '60', '--duration', '8s', '--metric', 'response.p50'];
  spawnSync(
    process.execPath,
    [fileURLToPath(new URL('tandem.js', import.meta.url)), 'attribute', ...asked, ...more],
    { cwd: folder, stdio: 'inherit' },
  );
  const [attribution] = readRun(join(folder, 'reports/latest')).attribution ?? [];
  if (!attribution || attribution.stage === 'none') {
    throw new Error(`not attributed: ${attribution?.reason ?? 'no attribution'}`);
  }
  return attribution;
}

function judge({ fixes: measured, sum, interactions }: Attribution): void {
  const truth = trueRatios();
  const inside = measured.map(({ fix, ratio: { value, lo, hi } }, index) => {
    const ratio = truth[index] ?? Number.NaN;
    const holds = lo <= ratio && ratio <= hi;
    console.log(
      `${fix.padEnd(10)} ${known.delaysMs[index]} ms: true ${ratio.toFixed(3)}, measured ${value.toFixed(3)} [${lo.toFixed(3)}, ${hi.toFixed(3)}] ${holds ? '' : 'OUTSIDE'}`,
    );
    return holds;
  });
  const whole = truth.reduce((product, ratio) => product * ratio, 1);
  console.log(`all: true ${whole.toFixed(3)}, the parts ${sum?.value.toFixed(3)}`);
  const named = interactions.map(({ fixes: [a, b] }) => `${a}+${b}`);
  console.log(`pairs: ${named.join(', ')}`);
  const missed = known.pairs.filter(({ of: [a, b] }) => !named.includes(`${fixes[a]}+${fixes[b]}`));
  if (inside.filter((holds) => !holds).length > 1 || missed.length > 0) process.exitCode = 1;
}

/** Delays that are on are fixes that are off. */
function trueRatios(): readonly number[] {
  const logs = Float64Array.from({ length: 2 ** fixes.length }, (_, mix) =>
    Math.log(totalMs((delay) => isOn(mix, delay))),
  );
  return shapleyValues(logs, fixes.length).map(Math.exp);
}
