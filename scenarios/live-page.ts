/** Finding 4 as a person sees it: a browser follows a few runs while others of the user's go on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, defineScenario, type Io } from '../harness/index.ts';
import type { RunRequest } from '../runtime/run-request.ts';
import { runScenario } from './agent-scenario.ts';
import { chain } from './dag.ts';
import { awaitRun } from './drive-run.ts';
import { type LiveBrowser, openLiveBrowser } from './live-browser.ts';
import { runIdOf } from './run-identity.ts';
import { jwtSecret, signToken } from './token.ts';
import { runRequestOf, type Workload } from './workload.ts';
import { plainWorkload } from './workloads.ts';

/** Of all runs: finding 4 is what the other runs of a user do to the one that is watched. */
const user = 'user-live';
const token = signToken(user, jwtSecret);

const toolsPerStep = 2;
const dag = chain(2);
const workload: Workload = {
  ...plainWorkload(dag),
  toolsPerStep: [toolsPerStep, toolsPerStep],
  recordsPerTool: [4, 4],
};

/** A run starts and ends, and so do its steps, with their tools in between. */
const criticalEvents = 2 + dag.length * (2 + toolsPerStep);

/** Every fifth run is followed, beginning with the first. */
const followedOf = 5;

/** The picture is of the second one, when it has been on the page for so long. */
const picturedAfterMs = 3000;

export const livePage = defineScenario<LiveBrowser>({
  ...runScenario({
    name: 'live-page',
    title: 'a browser follows one of five runs of a user on /live, as fast as models really answer',
    findings: [4],
    metricOfInterest: 'screen.delay.p50',
    load: { kind: 'open', ratePerSecond: 2.5, armMs: 8000, cutMs: 0, unit: 'pair' },
    trial: { launches: 1, units: 2 },
    workload,
    preset: 'chatty',
    // A screen has 60 frames a second, whatever the time scale: here delays are those of reality.
    scale: 1,
    retry: { baseMs: 500, idleTimeoutMs: 30_000 },
    timeoutMs: 60_000,
  }),
  unjudged: 'on two cores the browser shares with the load, so no intervals are claimed',
  share: openLiveBrowser,
  drive: ({ key }, io, browser) => {
    const request = { ...runRequestOf(workload, key), id: runIdOf(key, io.arm) };
    const index = Number(key.split('-').at(-1));
    return index % followedOf === 0
      ? followedRun({ ...request, mode: 'interactive' }, io, browser, index === followedOf)
      : awaitRun(request, user, io);
  },
});

/** It ends when the page shows its end. */
async function followedRun(
  request: RunRequest,
  io: Io,
  browser: LiveBrowser,
  isPictured: boolean,
): Promise<Answer> {
  await browser.follow(token, request.id);
  const [answer, shown] = await Promise.all([
    awaitRun(request, user, io),
    browser.end(request.id),
    isPictured ? picture(browser) : null,
  ]);
  const digest = `${answer.digest} ${shown.events} events shown`;
  if (shown.status === 'completed' && shown.events === criticalEvents) return { ...answer, digest };
  return { digest, wrong: `the page shows ${shown.events} events and says: ${shown.status}` };
}

async function picture(browser: LiveBrowser): Promise<void> {
  await sleep(picturedAfterMs);
  await browser.picture('some runs are followed, others of the same user go on');
}
