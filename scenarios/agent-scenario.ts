/** What all scenarios of the agent runtime share: its environment, its model, how runs are driven. */
import { defineScenario, type Load, type Scenario, type Service } from '../harness/index.ts';
import { driveRun, runCall, type Watching } from './drive-run.ts';
import { inspectRows } from './inspect-rows.ts';
import type { ModelSettings } from './model/call-plan.ts';
import type { PresetName } from './model/preset.ts';
import { latenessPath } from './model/server.ts';
import { type Arrivals, planLoad } from './plan-load.ts';
import { plannedPathMs, type RetryDelays } from './planned-path.ts';
import { Storm } from './storm.ts';
import { timeScale } from './time-scale.ts';
import { jwtSecret } from './token.ts';
import { runRequestOf, type Workload } from './workload.ts';

/** The runtime's own defaults, scaled. */
export const scaledRetry: RetryDelays = {
  baseMs: 500 * timeScale,
  idleTimeoutMs: 30_000 * timeScale,
};

type Described = Pick<
  Scenario,
  'name' | 'title' | 'findings' | 'metricOfInterest' | 'load' | 'remark' | 'prepare' | 'share'
> &
  Partial<Pick<Scenario, 'trial' | 'environment' | 'timeoutMs' | 'parameters' | 'settleMs'>>;

type Driven = Described &
  Pick<Scenario, 'drive' | 'request'> & { readonly arrivals?: Arrivals | undefined };

/** A scenario whose operations call the runtime in their own way; no model is asked. */
export const callScenario = (own: Driven): Scenario =>
  defineScenario(agentScenario(own, withoutModel));

/** How runs are driven. */
interface Driving extends Omit<Watching, 'storm'> {
  readonly workload: Workload;
  /** Every so often all sockets on the runs break at once. */
  readonly stormEveryMs?: number | undefined;
}

export interface RunScenario extends Described, Driving {
  readonly arrivals?: Arrivals;
  /** Null where no step calls the model. */
  readonly preset: PresetName | null;
  readonly retry?: RetryDelays;
  /** Of the model's delays, where the repository's time scale does not do. */
  readonly scale?: number;
}

/** A scenario whose operations are runs of a workload. */
export function runScenario(own: RunScenario): Scenario {
  const { workload, preset, retry = scaledRetry, scale = timeScale, ...others } = own;
  const { otherTabs, watchers, stormEveryMs, ...described } = others;
  const operations = operationsOf({ workload, otherTabs, watchers, stormEveryMs });
  if (preset === null) return callScenario({ ...described, ...operations });
  const model: ModelSettings = { seed: 'tandem', preset, timeScale: scale };
  const parameters = { timeScale: scale, model: preset, ...own.parameters };
  return defineScenario({
    ...agentScenario({ ...described, parameters, ...operations }, waitsOf(retry)),
    services: [modelService(model)],
    plannedPath: (runKey, lateMs) =>
      plannedPathMs(runRequestOf(workload, runKey), { model, retry }, lateMs),
  });
}

function operationsOf({
  workload,
  otherTabs,
  watchers,
  stormEveryMs,
}: Driving): Pick<Scenario, 'drive' | 'request' | 'share'> {
  return {
    drive: (operation, io, shared) => {
      const storm = shared instanceof Storm ? shared : undefined;
      return driveRun(workload, operation, io, { otherTabs, watchers, storm });
    },
    // In closed loop nobody watches, whatever the run's mode: it is awaited, and stored all the same.
    request: ({ key }, arm) => runCall(workload, key, arm),
    ...(stormEveryMs === undefined ? {} : { share: async () => new Storm(stormEveryMs) }),
  };
}

function agentScenario(
  { arrivals = 'even', ...own }: Driven,
  environment: Readonly<Record<string, string>>,
): Scenario {
  return {
    trial: { launches: 1, units: 7 },
    parameters: {},
    database: true,
    services: [],
    timeoutMs: 10_000,
    plan: (seed) => planLoad(own.load, arrivals, seed),
    digest: inspectRows,
    ...own,
    environment: { JWT_SECRET: jwtSecret, ...environment, ...own.environment },
  };
}

/** Short arms, A B or B A: enough for effects that are large. */
export const shortArms = (ratePerSecond: number, armMs: number): Load => ({
  kind: 'open',
  ratePerSecond,
  armMs,
  cutMs: 0,
  unit: 'pair',
});

/** The runtime insists on an endpoint; where no step calls it, port 9 (discard) stands in. */
const withoutModel = { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' };

const waitsOf = ({ baseMs, idleTimeoutMs }: RetryDelays): Readonly<Record<string, string>> => ({
  RETRY_BASE_MS: `${baseMs}`,
  MODEL_IDLE_TIMEOUT_MS: `${idleTimeoutMs}`,
});

function modelService(model: ModelSettings): Service {
  return {
    name: 'model',
    node: ['dist/scenarios/model/serve.js'],
    environment: {
      MODEL_SEED: model.seed,
      MODEL_PRESET: model.preset,
      TIME_SCALE: `${model.timeScale}`,
    },
    provides: { OPENAI_BASE_URL: '{url}/v1', OPENAI_API_KEY: 'simulated' },
    readyPath: '/healthz',
    latenessPath,
  };
}
