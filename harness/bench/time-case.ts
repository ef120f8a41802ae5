/** The timed loops: every form in every round, in an order that a coin decides. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { types } from 'node:util';
import { type FnReturnedObject, Bench as TinyBench } from 'tinybench';
import { shuffled } from '../load/random.ts';
import { type Bench, type BenchCase, type Counted, type Form, formNames } from './bench.ts';
import { formOf } from './check-answers.ts';

/** How much is measured. */
export interface Effort {
  readonly rounds: number;
  /** A form is called for so long in each round, or once if a call takes longer. */
  readonly roundMs: number;
}

/** One form of one size. */
export interface TimedForm {
  readonly form: string;
  /** The mean of each round's calls, in ms of what is counted; round n is at n. */
  readonly msPerCall: readonly number[];
  /** Calls in all rounds together. */
  readonly calls: number;
}

/** Ms since some moment, in what is counted. */
const clocks: Readonly<Record<Counted, () => number>> = {
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  wall: () => performance.now(),
  blocked: () => performance.eventLoopUtilization().active,
};

/** Calls in one sample take about so long: reading a clock must not count. */
const sampleMs = 2;

/** What the calls give goes here, so that none can be left out. */
const kept: { value: unknown } = { value: undefined };

/** Ends early, after a whole round, when `signal` is aborted. `random` is in [0, 1). */
export async function timeCase(
  bench: Bench,
  opened: BenchCase,
  effort: Effort,
  random: () => number,
  signal: AbortSignal,
): Promise<readonly TimedForm[]> {
  const names = formNames(bench);
  const loops = new Map<string, Loop>();
  for (const name of names) loops.set(name, await openLoop(formOf(opened, name), bench));
  const means = new Map<string, number[]>(names.map((name) => [name, []]));
  const calls = new Map<string, number>(names.map((name) => [name, 0]));
  for (let round = 0; round < effort.rounds && !signal.aborted; round++) {
    // Synchronous forms leave the event loop no turn of its own, in which a signal could come.
    await setImmediate();
    for (const name of shuffled(names, random)) {
      const timed = await timeRound(loops.get(name) as Loop, round, effort);
      means.get(name)?.push(timed.msPerCall);
      calls.set(name, (calls.get(name) ?? 0) + timed.calls);
    }
  }
  return names.map((form) => ({
    form,
    msPerCall: means.get(form) ?? [],
    calls: calls.get(form) ?? 0,
  }));
}

/** What calling a function that does nothing takes: part of every figure in `wall` and `cpu`. */
export async function timeEmptyCall(): Promise<number> {
  const loop = await openLoop({ call: (round) => round }, { counted: 'wall' });
  const { msPerCall } = await timeRound(loop, 0, { rounds: 1, roundMs: 50 });
  return msPerCall;
}

interface Loop {
  readonly isAsync: boolean;
  readonly callsPerSample: number;
  readonly sample: (calls: number, round: number) => Sample | Promise<Sample>;
}

/** What tinybench is told of a sample: the cost of a call, and how much of the round is over. */
type Sample = Required<FnReturnedObject>;

async function openLoop(
  form: Form,
  { counted, settleMs = 0 }: Pick<Bench, 'counted' | 'settleMs'>,
): Promise<Loop> {
  const clock = clocks[counted];
  const first = form.call(0);
  const isAsync = types.isPromise(first);
  await first;
  const sample = isAsync
    ? (calls: number, round: number) => sampleAsync(form, calls, round, clock, settleMs)
    : (calls: number, round: number) => sampleSync(form, calls, round, clock);
  return { isAsync, sample, callsPerSample: await fittingCalls(sample, sampleMs + settleMs) };
}

/** Doubled until a sample is long enough; the code is warm by then. */
async function fittingCalls(sample: Loop['sample'], longEnoughMs: number): Promise<number> {
  for (let calls = 1; ; calls *= 2) {
    const { overriddenIterationCost } = await sample(calls, 0);
    if (overriddenIterationCost >= longEnoughMs) return calls;
  }
}

function sampleSync({ call }: Form, calls: number, round: number, clock: () => number): Sample {
  const startedMs = performance.now();
  const before = clock();
  for (let count = 0; count < calls; count++) kept.value = call(round);
  const overriddenDuration = (clock() - before) / calls;
  return { overriddenDuration, overriddenIterationCost: performance.now() - startedMs };
}

async function sampleAsync(
  { call }: Form,
  calls: number,
  round: number,
  clock: () => number,
  settleMs: number,
): Promise<Sample> {
  const startedMs = performance.now();
  const before = clock();
  for (let count = 0; count < calls; count++) kept.value = await call(round);
  const overriddenIterationCost = performance.now() - startedMs;
  if (settleMs > 0) await setTimeout(settleMs);
  return { overriddenDuration: (clock() - before) / calls, overriddenIterationCost };
}

async function timeRound(
  { sample, callsPerSample, isAsync }: Loop,
  round: number,
  { roundMs }: Effort,
): Promise<{ readonly msPerCall: number; readonly calls: number }> {
  const loop = new TinyBench({
    time: roundMs,
    iterations: 1,
    // A call as long as a sample has nothing to warm up that one call would not.
    warmup: callsPerSample > 1,
    warmupTime: round === 0 ? roundMs : roundMs / 10,
    warmupIterations: 1,
    throws: true,
  });
  loop.add('form', () => sample(callsPerSample, round), { async: isAsync });
  const [task] = await loop.run();
  if (task?.result.state !== 'completed') throw new Error('a timed loop did not complete');
  const { latency } = task.result;
  return { msPerCall: latency.mean, calls: latency.samplesCount * callsPerSample };
}
