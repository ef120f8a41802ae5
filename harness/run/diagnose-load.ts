/** A side under load while it is looked into: first its time, then its memory. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { notFitError } from '../error.ts';
import type { Target } from '../load/drive-plan.ts';
import type { Generator } from '../load/generator/generator-process.ts';
import type { Trial } from '../plan/trial.ts';
import { warmUpLoad } from '../plan/warm-up-load.ts';
import { profileFileOf } from '../probe/dearer-passes.ts';
import { DevTools } from '../profile/devtools.ts';
import {
  type CpuDiagnosis,
  diagnoseCpu,
  diagnoseHeap,
  type HeapDiagnosis,
  type LoadedWindow,
} from '../profile/diagnosis.ts';
import {
  type Population,
  readPopulation,
  startAllocations,
  stopAllocations,
  writeSnapshot,
} from '../profile/heap.ts';
import { joinStretches } from '../profile/join-stretches.ts';
import { readStretches } from '../profile/read-stretches.ts';
import { Sources } from '../profile/source-file.ts';
import type { LoadResult } from '../record/arm-result.ts';
import { type LaunchedSide, type LaunchedSides, sideOf } from './launched-pair.ts';
import type { Rig } from './rig.ts';
import { whileAlive } from './while-alive.ts';

/** Loaded for so long, in whole arms of the scenario. */
const profiledMs = 10_000;
const mostArms = 20;
/** The last stretch of a profile is on disk so long after its last sample. */
const writtenMs = 300;
/** Larger heaps make snapshots that take minutes and do not fit into a string. */
const largestHeapBytes = 200 * 2 ** 20;

/** What each step of the pass needs to know. */
export interface Looking {
  readonly trial: Trial;
  readonly side: 'baseline' | 'candidate';
  readonly rig: Rig;
  /** Where raw profiles are left. */
  readonly folder: string;
}

/** Of one side, started alone. */
export interface Looked extends Looking {
  readonly alone: LaunchedSides;
}

/** Writes `<scenario>-<side>.cpuprofile`. */
export async function diagnoseCpuOf(looked: Looked): Promise<CpuDiagnosis> {
  await prepare(loadedOf(looked), looked);
  const window = await driveFor(looked, 'time');
  await sleep(writtenMs);
  await demandFirst(looked, window);
  const stretches = readStretches(profileFileOf(launchedOf(looked).probeFile));
  const profile = joinStretches(
    stretches.map((stretch) => stretch.profile),
    window,
  );
  writeFileSync(fileOf(looked, '.cpuprofile'), JSON.stringify(profile));
  return diagnoseCpu(stretches, profile, window, sourcesOf(looked));
}

/** Throws notFit where what was asked went past the one process that can be looked into. */
async function demandFirst(looked: Looked, { startUs, endUs }: LoadedWindow): Promise<void> {
  const { probe } = launchedOf(looked);
  await probe?.window(startUs, endUs);
  if (!probe?.servedByOthers()) return;
  throw notFitError(
    `${looked.trial[looked.side].name} let other processes than its first answer, and only that one can be looked into: start it with one process, without its cluster.`,
  );
}

/** Writes `<scenario>-<side>.heapprofile`, and `-before` and `-after.heapsnapshot`. */
export async function diagnoseHeapOf(looked: Looked): Promise<HeapDiagnosis> {
  const tools = await DevTools.connect(launchedOf(looked).probeFile);
  try {
    const before = await populationOf(looked, tools, 'before');
    await startAllocations(tools);
    const { operations } = await driveFor(looked, 'memory');
    const profile = await whileAlive(looked.alone, stopAllocations(tools));
    writeFileSync(fileOf(looked, '.heapprofile'), JSON.stringify(profile));
    const after = before && (await populationOf(looked, tools, 'after'));
    return diagnoseHeap(profile, operations, sourcesOf(looked), before, after);
  } finally {
    await tools.close();
  }
}

/** Null for a heap that is too large. */
async function populationOf(
  looked: Looked,
  tools: DevTools,
  when: 'before' | 'after',
): Promise<Population | null> {
  const { usedSize } = await tools.ask<{ usedSize: number }>('Runtime.getHeapUsage');
  if (usedSize > largestHeapBytes) return null;
  const file = fileOf(looked, `-${when}.heapsnapshot`);
  await whileAlive(looked.alone, writeSnapshot(tools, file));
  return readPopulation(file);
}

/** A server to be loaded, however it was started. */
export interface Loaded {
  readonly target: Target;
  readonly generator: Generator;
  /** Rejects as soon as the server has ended. */
  readonly alive: <T>(work: Promise<T>) => Promise<T>;
}

export const loadedOf = ({ alone, side }: Looked): Loaded => ({
  target: targetOf(sideOf(alone, side)),
  generator: alone.generator,
  alive: (work) => whileAlive(alone, work),
});

/** What the operations read is there, and the side has done the work. */
export async function prepare(
  { target, generator, alive }: Loaded,
  { trial, side, rig }: Looking,
  load = warmUpLoad(trial.load),
): Promise<void> {
  if (trial.scenario.scenario.prepare) await alive(generator.prepare(target));
  for (const seed of trial.launches[0]?.warmUpSeeds ?? []) {
    if (rig.signal.aborted) return;
    await alive(generator.arm({ target, seed, label: labelOf(side), load }));
  }
}

/** Throws notFit when nothing completed. */
async function driveFor(looked: Looked, what: string): Promise<LoadedWindow> {
  const window = { startUs: 0, endUs: 0, operations: 0 };
  let failure = '';
  for await (const { startedUs, endedUs, counts, failures } of driveArms(
    loadedOf(looked),
    looked,
    what,
    profiledMs,
  )) {
    window.startUs ||= startedUs;
    window.endUs = endedUs;
    window.operations += counts.completed;
    failure ||= failures[0]?.message ?? '';
  }
  if (window.operations === 0 && !looked.rig.signal.aborted) {
    throw notFitError(
      `no operation of ${looked.trial[looked.side].name} completed, so there is nothing to divide by (${failure}): lower the rate, or end other work on this machine.`,
    );
  }
  return window;
}

/** Whole arms of the scenario, until they have lasted for so long; the same ones for both sides. */
export async function* driveArms(
  { target, generator, alive }: Loaded,
  { trial, side, rig }: Looking,
  what: string,
  lastingMs: number,
): AsyncGenerator<LoadResult> {
  const { load } = trial;
  const label = labelOf(side);
  const unitSeed = trial.launches[0]?.units[0]?.arms[0]?.seed ?? '';
  let startUs: number | null = null;
  for (let arm = 0; arm < mostArms && !rig.signal.aborted; arm += 1) {
    const seed = `${unitSeed}/${what}/${arm}`;
    const driven = await alive(generator.arm({ target, seed, label, load }));
    yield driven;
    startUs ??= driven.startedUs;
    if (driven.endedUs - startUs >= lastingMs * 1000) return;
  }
}

export const labelOf = (side: Looked['side']): string => (side === 'baseline' ? 'A1' : 'B1');

export const targetOf = ({ server, databaseUrl }: LaunchedSide) => ({
  url: server.url,
  databaseUrl,
});

const launchedOf = ({ alone, side }: Looked): LaunchedSide => sideOf(alone, side);

export const sourcesOf = ({ trial, side }: Looked): Sources => new Sources(trial[side].cwd);

/** Without what an earlier look may have left. */
function fileOf({ trial, side, folder }: Looked, ending: string): string {
  const file = join(folder, `${trial.scenario.scenario.name}-${side}${ending}`);
  rmSync(file, { force: true });
  return file;
}
