/**
 * The stall test: 100 requests a second for 10 s, all answers held for 2 s in the middle. Who goes on
 * asking sees what users would have seen; the exact answer follows from the plan and the hold.
 * Writes docs/bench-stall.md.
 *
 *   node dist/scripts/bench-stall.js
 */
import { writeFileSync } from 'node:fs';
import { planCores } from '../harness/launch/cores.ts';
import { quantile } from '../harness/stats/quantile.ts';
import { artilleryPeer, pooledArtilleryPeer } from './load-peers/artillery.ts';
import { autocannonPeer, uncorrectedAutocannonPeer } from './load-peers/autocannon.ts';
import { heyPeer } from './load-peers/hey.ts';
import { machineLine, milliseconds, table } from './load-peers/markdown.ts';
import { driveOurs, madeBy, type OursName } from './load-peers/ours.ts';
import type { Load, Made, Peer } from './load-peers/peer.ts';
import { type Arrivals, startTarget } from './load-peers/target.ts';

const ratePerSecond = 100;
const seconds = 10;
const connections = 10;
const planned = ratePerSecond * seconds;
const hold = { afterMs: 4000, ms: 2000 };

const { helpers: cores, measured, words } = planCores();
const target = await startTarget(measured);
const load: Load = { url: target.url, seconds, cores };
try {
  const rows = [
    await row('Tandem, HTTP', () => ours('request')),
    await row('Tandem, WebSocket echo, 20 sockets', () => ours('echo')),
    await row('Tandem, WebSocket to 20 subscribers', () => ours('fan-out')),
  ];
  const peers = [
    autocannonPeer,
    uncorrectedAutocannonPeer,
    heyPeer,
    artilleryPeer,
    pooledArtilleryPeer,
  ];
  for (const peer of peers) rows.push(await peerRow(peer));
  writeFileSync('docs/bench-stall.md', documentOf(rows));
  console.error('docs/bench-stall.md is written');
} finally {
  target.stop();
}

async function ours(name: OursName): Promise<Made> {
  return madeBy(await driveOurs(name, { ...load, ratePerSecond }, () => target.begin(hold)));
}

async function peerRow({ name, missing, paced }: Peer): Promise<readonly string[]> {
  if (missing !== null || !paced) return [name, `not installed (${missing})`];
  return row(name, () => paced(load, ratePerSecond, connections));
}

async function row(name: string, drive: () => Promise<Made>): Promise<readonly string[]> {
  console.error(`${name} ...`);
  await target.begin(hold);
  const made = await drive();
  const arrivals = await target.end();
  const exact = (p: number): number => exactMs(arrivals, p);
  return [
    name,
    `${arrivals.count} of ${planned}`,
    milliseconds(made.p50Ms),
    ...[0.95, 0.99].flatMap((p) => {
      const reported = p === 0.95 ? made.p95Ms : made.p99Ms;
      const off = reported === null ? '–' : percent(reported / exact(p) - 1);
      return [milliseconds(reported), milliseconds(exact(p)), off];
    }),
  ];
}

/**
 * Operation i is due at i / rate; one due during the hold is answered when it ends, the others at
 * once. From the first arrival on, and with the hold as the server kept it.
 */
function exactMs({ held }: Arrivals, p: number): number {
  const { fromMs = 0, untilMs = 0 } = held ?? {};
  const responses = Array.from({ length: planned }, (_, index) => (1000 * index) / ratePerSecond)
    .map((dueMs) => (dueMs >= fromMs && dueMs < untilMs ? untilMs - dueMs : 0))
    .sort((a, b) => a - b);
  return quantile(responses, p);
}

function percent(share: number): string {
  return `${share < 0 ? '−' : '+'}${Math.abs(100 * share).toFixed(1)} %`;
}

function documentOf(rows: readonly (readonly string[])[]): string {
  const heads = [
    'generator',
    'arrived',
    'P50',
    'P95',
    'exact P95',
    'off',
    'P99',
    'exact P99',
    'off',
  ];
  return `# A server that stalls

Written by \`node dist/scripts/bench-stall.js\` on ${machineLine()}; ${words}.
${ratePerSecond} requests (or messages) a second for ${seconds} s, on one server in one run, each generator once; ${hold.ms / 1000} s in the middle all answers
are held. What arrived is the server's count, percentiles are each generator's own. The exact answer is computed from
the plan and the hold as the server kept it, as if each answer but the held took no time at all. Others have ${connections} connections
where they have connections; none of them measures the delay of WebSocket messages.

${table(heads, rows)}
`;
}
