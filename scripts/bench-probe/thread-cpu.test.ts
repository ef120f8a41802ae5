import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { wordsFrom } from '../../harness/launch/heard-from.ts';
import { type CpuReading, cpuMsBetween, lastDescendant, readCpu } from './thread-cpu.ts';

const test = suite('CPU of threads');

const reading = (threadNs: Readonly<Record<string, number>>, ticks: number): CpuReading => ({
  threadNs: new Map(Object.entries(threadNs)),
  ticks,
});

test('adds up what threads ran, those that began meanwhile included', () => {
  const before = reading({ 1: 5e6, 2: 1e6 }, 1);
  assert.is(cpuMsBetween(before, reading({ 1: 7e6, 2: 1.5e6, 3: 4e6 }, 2)), 6.5);
});

test('takes the total of the process where a thread ended', () => {
  const before = reading({ 1: 5e6, 2: 1e6 }, 1);
  assert.is(cpuMsBetween(before, reading({ 1: 7e6 }, 5)), 40);
});

test('sees all threads of a process, by their own names', async () => {
  const before = readCpu(process.pid);
  const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
  await once(worker, 'online');
  const withWorker = readCpu(process.pid);
  const begun = [...withWorker.threadNs.keys()].filter((tid) => !before.threadNs.has(tid));
  const isOver = () => begun.some((tid) => !existsSync(`/proc/${process.pid}/task/${tid}`));
  await worker.terminate();
  // The kernel may list a thread for a moment longer.
  for (let polls = 0; !isOver() && polls < 500; polls += 1) await sleep(10);
  const { threadNs } = readCpu(process.pid);
  assert.is(begun.filter((tid) => !threadNs.has(tid)).length, 1, begun.join());
  assert.ok((threadNs.get(`${process.pid}`) ?? 0) > 0);
});

test('finds the process that was started by one that was started', async () => {
  const child = spawn('sh', ['-c', 'sleep 60 & echo $!; wait'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const sleeping = Number(await wordsFrom(child));
  assert.is(lastDescendant(child.pid ?? 0), sleeping);
  assert.is(lastDescendant(sleeping), sleeping);
  process.kill(-(child.pid ?? 0), 'SIGKILL');
});

test.run();
