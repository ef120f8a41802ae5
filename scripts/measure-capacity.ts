/**
 * How many standard runs a second a variant completes in closed loop on one core: what the load
 * points of the pipelines were derived from (scenarios/reference-capacity.ts), measured with
 * autocannon. Counted by our own listener: autocannon's own totals are inflated when a rate is set.
 *
 *   node dist/scripts/measure-capacity.js [variant] [seconds] [connections]
 */
import autocannon from 'autocannon';
import { parseConfig } from '../harness/config/parse-config.ts';
import { planTrials } from '../harness/plan/plan-trials.ts';
import { openAlone } from '../harness/run/launched-pair.ts';
import { openRig } from '../harness/run/rig.ts';
import { userOf } from '../scenarios/run-identity.ts';
import { bearerOf } from '../scenarios/token.ts';
import { runRequestOf } from '../scenarios/workload.ts';
import { standardWorkload } from '../scenarios/workloads.ts';

const [variant = 'baseline', seconds = '30', connections = '8'] = process.argv.slice(2);
const config = await parseConfig(['pipeline'], { baseline: variant }, process.cwd());
const [trial] = planTrials(config);
if (!trial) throw new Error('a plan has a trial for each scenario');
const rig = await openRig([trial], new AbortController().signal);
try {
  const { side, close } = await openAlone(trial, rig);
  await saturate(side.server.url, 'warm-up', 5);
  const rates: number[] = [];
  for (let round = 1; round <= 3; round++) {
    rates.push(await saturate(side.server.url, `round-${round}`, Number(seconds)));
  }
  const shown = rates.map((rate) => rate.toFixed(2)).join(', ');
  console.log(`${variant}: ${shown} runs/s with ${connections} in flight, ${rig.cores.words}`);
  await close();
} finally {
  await rig.close();
}

/** Completed runs a second. */
async function saturate(url: string, name: string, durationSeconds: number): Promise<number> {
  let completed = 0;
  await new Promise<void>((resolve, reject) => {
    const options = {
      url,
      connections: Number(connections),
      duration: durationSeconds,
      timeout: 60,
    };
    const instance = autocannon({ ...options, requests: [runs(name)] }, (error) =>
      error ? reject(error) : resolve(),
    );
    instance.on('response', (_client, status) => {
      if (status === 200) completed += 1;
    });
  });
  return completed / durationSeconds;
}

/** A new run for every request. */
function runs(name: string): autocannon.Request {
  let next = 0;
  return {
    method: 'POST',
    path: '/v1/runs',
    setupRequest: (request) => {
      const key = `${name}-${next++}`;
      const headers = { ...bearerOf(userOf(key)), 'content-type': 'application/json' };
      return { ...request, headers, body: JSON.stringify(runRequestOf(standardWorkload, key)) };
    },
  };
}
