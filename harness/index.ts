/** The public face of the harness: what scenarios and configurations use. */

export { type Bench, type BenchCase, type BenchIo, defineBench, type Form } from './bench/bench.ts';
export type { Claim, Fixes, Measure, Taken } from './config/claim.ts';
export type {
  FixDeclaration,
  GateDeclaration,
  TandemConfig,
  VariantDeclaration,
} from './config/config.ts';
export {
  type Answer,
  type ArmIo,
  defineScenario,
  type HttpAnswer,
  type HttpRequest,
  type Inspection,
  type Io,
  type Load,
  type PlannedOperation,
  type SampleName,
  type Scenario,
  type Service,
  type Shared,
  type Socket,
  type TallyName,
} from './config/scenario.ts';
export { notFitError } from './error.ts';
export { browserAdvice, installedBrowser } from './launch/installed-browser.ts';
export { Audience, type AudienceOptions, type Message } from './load/audience/audience.ts';
export { Ledger } from './load/audience/ledger.ts';
export {
  burstArrivals,
  constantArrivals,
  gammaArrivals,
  planOf,
  poissonArrivals,
  rampArrivals,
} from './load/pacer.ts';
export { seededRandom } from './load/random.ts';
export type { MetricName } from './record/metric.ts';
