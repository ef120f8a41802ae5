/** Finds the scenario that a generator is to drive. */
import type { RequestLoad, ScenarioSource } from '../../config/config.ts';
import { isScenario, type Scenario } from '../../config/scenario.ts';
import { usageError } from '../../error.ts';

/**
 * The export of the source's module that was made with `defineScenario` and has the source's name,
 * or the scenario of a request. Throws a usage error that lists the names there are.
 */
export async function loadScenario(
  source: ScenarioSource,
  scenarioOfRequest: (request: RequestLoad) => Scenario,
): Promise<Scenario> {
  if (source.kind === 'request') return scenarioOfRequest(source.request);
  const module: Readonly<Record<string, unknown>> = await import(source.url);
  const scenarios = Object.values(module).filter(isScenario);
  const scenario = scenarios.find(({ name }) => name === source.name);
  if (scenario) return scenario;
  const names = scenarios.map(({ name }) => name).join(', ') || 'none';
  throw usageError(
    `expected ${source.url} to export a scenario named ${source.name}, but it exports ${names}: ` +
      'make it with defineScenario and export it',
  );
}
