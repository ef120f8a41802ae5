/**
 * What load costs its generator, and how evenly it arrives: ours beside others, on one server in one
 * run. Writes docs/bench-load.md.
 *
 *   node dist/scripts/bench-load.js [seconds = 15]
 *
 * Generators run on one core, the server on another. Takes about five minutes with all of them.
 */
import { writeFileSync } from 'node:fs';
import { planCores } from '../harness/launch/cores.ts';
import type { PackedLevel } from '../harness/load/level.ts';
import { levelValidity } from '../harness/load/validity.ts';
import { artilleryPeer } from './load-peers/artillery.ts';
import { autocannonPeer } from './load-peers/autocannon.ts';
import { heyPeer } from './load-peers/hey.ts';
import { machineLine, milliseconds, table } from './load-peers/markdown.ts';
import { driveOurs, madeBy, type OursName, percentileMs } from './load-peers/ours.ts';
import type { Load, Made, Peer } from './load-peers/peer.ts';
import { type Arrivals, startTarget } from './load-peers/target.ts';
import { wrkPeer } from './load-peers/wrk.ts';

const seconds = Number(process.argv[2] ?? 15);
const requestsPerSecond = 4000;
const messagesPerSecond = 20_000;
const subscribers = 20;
const connections = 50;
const rounds = 3;

type Row = readonly string[];

const { helpers: cores, measured, words } = planCores();
const target = await startTarget(measured);
const load: Load = { url: target.url, seconds, cores };
try {
  // The first seconds of the server would be held against who comes first.
  await observe('warm-up', () => ours('request', requestsPerSecond));
  const paced = await pacedRows();
  const messages = await messageRows();
  const saturated = await saturatedRows();
  writeFileSync('docs/bench-load.md', documentOf(paced, messages, saturated));
  console.error('docs/bench-load.md is written');
} finally {
  target.stop();
}

interface Observed<T> {
  readonly made: T;
  readonly arrivals: Arrivals;
}

async function observe<T>(name: string, drive: () => Promise<T>): Promise<Observed<T>> {
  console.error(`${name} ...`);
  await target.begin(null);
  const made = await drive();
  return { made, arrivals: await target.end() };
}

function ours(name: OursName, ratePerSecond: number, maxInFlight = 10_000): Promise<PackedLevel> {
  return driveOurs(name, { ...load, ratePerSecond, maxInFlight }, () => target.begin(null));
}

async function pacedRows(): Promise<Row[]> {
  const own = await observe('Tandem, paced', () => ours('request', requestsPerSecond));
  const rows = [
    [...pacedRow('Tandem', madeBy(own.made), own.arrivals), sendLag(own.made), verdictOn(own.made)],
  ];
  for (const { name, missing, paced } of [autocannonPeer, heyPeer, artilleryPeer]) {
    if (missing !== null || !paced) rows.push([name, `not installed (${missing})`]);
    else {
      const drive = (): Promise<Made> => paced(load, requestsPerSecond, connections);
      const { made, arrivals } = await observe(`${name}, paced`, drive);
      rows.push([...pacedRow(name, made, arrivals), 'not told', '–']);
    }
  }
  return rows;
}

function pacedRow(name: string, { cpuMs, p50Ms, p99Ms }: Made, arrivals: Arrivals): Row {
  return [
    name,
    `${arrivals.count}`,
    `${(arrivals.count / seconds).toFixed(1)}`,
    ofPlanned(arrivals.count, requestsPerSecond),
    `${(100 * arrivals.inFirst50Ms).toFixed(1)} %`,
    microseconds(cpuMs, arrivals.count),
    milliseconds(p50Ms),
    milliseconds(p99Ms),
  ];
}

async function messageRows(): Promise<Row[]> {
  const echo = await observe('Tandem, echo', () => ours('echo', messagesPerSecond));
  const sends = messagesPerSecond / subscribers;
  const fan = await observe('Tandem, fan-out', () => ours('fan-out', sends));
  return [
    messageRow('each comes back to its sender, 20 sockets', echo.made, messagesPerSecond),
    messageRow('of 5 senders, each to 20 subscribers', fan.made, sends),
  ];
}

function messageRow(name: string, level: PackedLevel, ratePerSecond: number): Row {
  const { tallies, counts, generator } = level;
  const delivered = tallies['ws.delivered'] ?? 0;
  return [
    name,
    `${counts.planned}`,
    ofPlanned(counts.completed, ratePerSecond),
    `${(delivered / seconds).toFixed(0)}`,
    `${tallies['ws.lost']} / ${tallies['ws.duplicates']} / ${tallies['ws.reordered']}`,
    sendLag(level),
    milliseconds(percentileMs(level, 'ws.delay', 0.5)),
    milliseconds(percentileMs(level, 'ws.delay', 0.99)),
    microseconds(generator.cpuMs, delivered),
    verdictOn(level),
  ];
}

/** In turns, so that what else the machine does meets all of them. */
async function saturatedRows(): Promise<Row[]> {
  const figures = new Map<string, { rates: number[]; costs: number[] }>();
  const note = (name: string, { cpuMs }: Pick<Made, 'cpuMs'>, count: number): void => {
    const { rates, costs } = figures.get(name) ?? { rates: [], costs: [] };
    figures.set(name, {
      rates: [...rates, count / seconds],
      costs: [...costs, (1000 * cpuMs) / count],
    });
  };
  let offered = 0;
  for (let round = 1; round <= rounds; round++) {
    for (const { name, missing, saturated } of [autocannonPeer, wrkPeer, heyPeer] as Peer[]) {
      if (missing !== null || !saturated) continue;
      const drive = (): Promise<Made> => saturated(load, connections);
      const { made, arrivals } = await observe(`${name}, saturated, round ${round}`, drive);
      note(name, made, arrivals.count);
      if (name === autocannonPeer.name) offered = (1.25 * arrivals.count) / seconds;
    }
    const drive = (): Promise<PackedLevel> => ours('request', offered, connections);
    const { made } = await observe(`Tandem, saturated, round ${round}`, drive);
    note('Tandem', made.generator, made.counts.completed);
  }
  const reference = figures.get(autocannonPeer.name)?.costs ?? [];
  return [...figures].map(([name, { rates, costs }]) => [
    name,
    rates.map((rate) => rate.toFixed(0)).join(', '),
    costs.map((cost) => cost.toFixed(1)).join(', '),
    costs.map((cost, round) => (cost / (reference[round] ?? Number.NaN)).toFixed(2)).join(', '),
  ]);
}

function verdictOn(level: PackedLevel): string {
  return levelValidity(level).join('; ') || 'yes';
}

function sendLag(level: PackedLevel): string {
  return [0.5, 0.99].map((p) => milliseconds(percentileMs(level, 'sendLag', p))).join(' / ');
}

function ofPlanned(count: number, ratePerSecond: number): string {
  return `${((100 * count) / (ratePerSecond * seconds)).toFixed(2)} %`;
}

function microseconds(cpuMs: number, count: number): string {
  return `${((1000 * cpuMs) / count).toFixed(1)} µs`;
}

function documentOf(paced: readonly Row[], messages: readonly Row[], saturated: readonly Row[]) {
  return `# What load costs, and how evenly it comes

Written by \`node dist/scripts/bench-load.js ${seconds}\` on ${machineLine()}; ${words}.
One server that answers at once, one run, ${seconds} s a row. What arrived is the server's own count; percentiles are each
generator's own. CPU is that of the generator's process an operation; of programs that are no Node ones it includes their start. Tandem's generator is
warmed up for 3 s before each row, as it is before every comparison; "valid" is what its own rules of validity say.

## Paced: ${requestsPerSecond} requests a second

"In the first 50 ms" is the share of the requests that arrived in the first 50 ms of each second: 5 % when they come evenly.
Others have ${connections} connections.

${table(['generator', 'arrived', 'a second', 'of the plan', 'in the first 50 ms', 'CPU a request', 'P50', 'P99', 'sent late, P50 / P99', 'valid'], paced)}

## Paced: ${messagesPerSecond} WebSocket messages a second

Messages of about 60 bytes; the delay counts from the planned moment. None of the others measures it.

${table(['messages', 'planned', 'completed', 'delivered a second', 'lost / doubled / out of order', 'sent late, P50 / P99', 'delay P50', 'delay P99', 'CPU a delivery', 'valid'], messages)}

## Saturated: ${connections} connections

In turns, ${rounds} rounds. Tandem has no closed loop: it is offered a quarter more than autocannon reached in the same round, with
at most ${connections} in flight, and its cost includes the operations that it then drops. The last column is the cost of a request
divided by autocannon's in the same round.

${table(['generator', 'requests a second', 'CPU a request, µs', "divided by autocannon's"], saturated)}
`;
}
