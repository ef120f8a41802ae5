/**
 * What `compare --soak` says of servers whose memory is known: one that holds nothing, leaks of heap
 * and of buffers, a cache that is full, one that fills, and garbage that nobody has collected.
 *
 *   node dist/scripts/bench-soak.js [time = 2m] [rate = 500]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Run, runSchema, type SoakSide } from '../harness/record/run.ts';
import { type LeakyServer, leakyServers } from './leaky-servers.ts';

const program = fileURLToPath(new URL('tandem.js', import.meta.url));
const pairs: readonly (readonly [LeakyServer, LeakyServer])[] = [
  ['bare', 'leak'],
  ['cache', 'buffers'],
  ['garbage', 'filling'],
];

const [time = '2m', rate = '500'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-soak-'));
try {
  for (const [name, source] of Object.entries(leakyServers)) {
    writeFileSync(join(folder, `${name}.cjs`), source);
  }
  console.log('| server | operations | collections | it is said |');
  console.log('| --- | ---: | ---: | --- |');
  for (const [baseline, candidate] of pairs) {
    const soak = soakOf(baseline, candidate).scenarios[0]?.soak;
    console.log(row(baseline, soak?.baseline));
    console.log(row(candidate, soak?.candidate));
  }
} finally {
  rmSync(folder, { recursive: true });
}

function soakOf(baseline: LeakyServer, candidate: LeakyServer): Run {
  const sides = ['--baseline', `node ${baseline}.cjs`, '--candidate', `node ${candidate}.cjs`];
  const { stdout } = spawnSync(
    process.execPath,
    [program, 'compare', '--soak', time, '--url', '/', '--rate', rate, '--json', ...sides],
    { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 26 },
  );
  return runSchema.parse(JSON.parse(stdout));
}

function row(name: LeakyServer, side: SoakSide | undefined): string {
  if (!side) return `| ${name} | – | – | nothing |`;
  const operations = side.operations.toLocaleString('en-US');
  return `| ${name} | ${operations} | ${side.collections} | ${side.words} |`;
}
