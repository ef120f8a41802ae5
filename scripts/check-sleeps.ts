/**
 * Does the table of blockers tell the truth? Finding 2's sleep on the event loop is planned by the
 * model's refusals: what the profile finds at its line is held against the plan.
 *
 *   node dist/scripts/check-sleeps.js
 *
 * Ends with 1 when the sleep is not the first of the blockers, or the two differ by over 10 %.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSides } from '../harness/config/parse-sides.ts';
import { planTrials } from '../harness/plan/plan-trials.ts';
import type { Trial } from '../harness/plan/trial.ts';
import type { SideDiagnosis } from '../harness/profile/diagnosis.ts';
import { diagnose } from '../harness/run/diagnosis-pass.ts';
import { openRig } from '../harness/run/rig.ts';
import { chain } from '../scenarios/dag.ts';
import { type ModelSettings, planCall } from '../scenarios/model/call-plan.ts';
import { retryDelayMs } from '../scenarios/planned-path.ts';
import { retrySettings } from '../scenarios/retry.ts';
import { timeScale } from '../scenarios/time-scale.ts';
import { runRequestOf } from '../scenarios/workload.ts';
import { plainWorkload } from '../scenarios/workloads.ts';
import { interruption } from './interruption.ts';

const limit = 0.1;
const model: ModelSettings = { seed: 'tandem', preset: 'limited', timeScale };
const folder = mkdtempSync(join(tmpdir(), 'tandem-sleeps-'));
const config = await parseSides('baseline', undefined, { scenario: 'retry' }, process.cwd());
const [trial] = planTrials(config);
if (trial) process.exitCode = await check(trial);
rmSync(folder, { recursive: true, force: true });

async function check(planned: Trial): Promise<number> {
  const { signal, code } = interruption();
  const rig = await openRig([planned], signal);
  try {
    for await (const event of diagnose(planned, config.sides, rig, folder)) {
      if (event.kind === 'undiagnosed') throw new Error(event.failure.message);
      if (event.kind === 'diagnosed') return judge(planned, event.diagnosis.sides.baseline);
    }
    return code() ?? 1;
  } finally {
    await rig.close();
  }
}

function judge(planned: Trial, seen: SideDiagnosis | undefined): number {
  const [first] = seen?.cpu.blockers ?? [];
  if (!seen || !first) return 1;
  const plannedMs = plannedSleepsMs(planned, seen.cpu.operations);
  const off = first.blockedMs / plannedMs - 1;
  const { function: name, file, line } = first.site;
  console.log(
    `${seen.cpu.operations} runs planned ${Math.round(plannedMs)} ms of sleep; ${name}, ${file}:${line} blocked ${Math.round(first.blockedMs)} ms in ${first.stalls} stalls (${(off * 100).toFixed(1)} %)`,
  );
  return name === 'sleep' && file === 'baseline/retry.ts' && Math.abs(off) <= limit ? 0 : 1;
}

/** Of the first so many runs of the profile's arms, which the seed alone decides. */
function plannedSleepsMs({ scenario, launches }: Trial, runs: number): number {
  const seed = launches[0]?.units[0]?.arms[0]?.seed ?? '';
  const keys: string[] = [];
  for (let arm = 0; keys.length < runs; arm += 1) {
    keys.push(...[...scenario.scenario.plan(`${seed}/time/${arm}`)].map(({ key }) => key));
  }
  return keys.reduce((sum, key) => sum + sleepsOfRunMs(key), 0);
}

function sleepsOfRunMs(runKey: string): number {
  let ms = 0;
  for (const { name: step } of runRequestOf(plainWorkload(chain(3)), runKey).steps) {
    for (let attempt = 0; ; attempt += 1) {
      const plan = planCall({ ...model, runKey, step, attempt });
      if (plan.kind === 'ok') break;
      const askedMs = plan.kind === 'rateLimited' ? plan.retryAfterMs : 0;
      ms += retryDelayMs(retrySettings.baseMs, attempt, askedMs);
    }
  }
  return ms;
}
