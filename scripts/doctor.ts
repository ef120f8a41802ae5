/** `tandem doctor`: is this machine fit to measure on? */
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { exitCode, TandemError } from '../harness/error.ts';
import { busiestCore, readCoreTimes } from '../harness/launch/core-usage.ts';
import { planCores } from '../harness/launch/cores.ts';
import { openPostgres } from '../harness/launch/postgres.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly words: string;
}

export function doctorCommand(): Command {
  return new Command('doctor').description('is this machine fit to measure on?').action(doctor);
}

async function doctor(): Promise<void> {
  const checks = [
    checkNode(),
    checkCores(),
    await checkIdle(),
    await checkTimer(),
    await checkPostgres(),
  ];
  for (const { name, ok, words } of checks) {
    console.log(`${ok ? 'ok  ' : 'bad '} ${name.padEnd(12)} ${words}`);
  }
  if (checks.some(({ ok }) => !ok)) process.exitCode = exitCode.notFit;
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return { name: 'Node', ok, words: `${process.version}; 20.19 or newer is needed` };
}

function checkCores(): Check {
  const { measured, words } = planCores();
  return { name: 'cores', ok: measured !== null, words };
}

async function checkIdle(): Promise<Check> {
  const before = readCoreTimes();
  await sleep(1000);
  const busy = busiestCore(before, readCoreTimes(), []);
  if (busy === null)
    return { name: 'idle', ok: true, words: 'the load of the cores is not readable here' };
  const words = `the busiest core is ${Math.round(busy * 100)} % busy, load average ${loadavg()[0]?.toFixed(2)}; over 20 % other work disturbs`;
  return { name: 'idle', ok: busy <= 0.2, words };
}

async function checkTimer(): Promise<Check> {
  const lates: number[] = [];
  for (let turn = 0; turn < 100; turn++) {
    const due = performance.now() + 5;
    await sleep(5);
    lates.push(performance.now() - due);
  }
  const p95 = lates.sort((a, b) => a - b)[94] ?? 0;
  return {
    name: 'timers',
    ok: p95 < 5,
    words: `a 5 ms sleep is ${p95.toFixed(2)} ms late at P95; under 5 ms is needed`,
  };
}

async function checkPostgres(): Promise<Check> {
  try {
    const postgres = await openPostgres({ databaseUrl: process.env['DATABASE_URL'], cores: null });
    await postgres.stop();
    return { name: 'PostgreSQL', ok: true, words: `${postgres.version} (${postgres.origin})` };
  } catch (error) {
    if (!(error instanceof TandemError)) throw error;
    return { name: 'PostgreSQL', ok: false, words: error.message };
  }
}
