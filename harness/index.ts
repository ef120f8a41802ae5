/** The public face of the harness: what scenarios and configurations use. */
export type {
  FixDeclaration,
  TandemConfig,
  VariantDeclaration,
} from './config/config.ts';
export {
  type Answer,
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
  type Socket,
  type TallyName,
} from './config/scenario.ts';
export { burstArrivals, constantArrivals, planOf, poissonArrivals } from './load/pacer.ts';
export { seededRandom } from './load/random.ts';
export type { MetricName } from './record/metric.ts';
