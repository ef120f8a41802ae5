/** What `bench` was asked for, parsed once. */
import { loadConfigFile } from '../config/load-config.ts';
import { loadModules } from '../config/load-modules.ts';
import { unknownName } from '../config/nearest.ts';
import { usageError } from '../error.ts';
import { type Bench, isBench } from './bench.ts';
import { type BenchLimit, parseBenchLimit } from './bench-limit.ts';

export interface BenchConfig {
  /** At least one, in the order of the configuration. */
  readonly benches: readonly Bench[];
  readonly limits: readonly BenchLimit[];
}

/** All of them where none is named. Throws a usage error with the nearest name. */
export async function parseBench(
  names: readonly string[],
  limits: readonly string[],
  cwd: string,
): Promise<BenchConfig> {
  const all = await loadBenches(cwd);
  const known = all.map(({ name }) => name);
  const stray = names.find((name) => !known.includes(name));
  if (stray !== undefined) throw unknownName('concern', stray, known);
  const benches = all.filter(({ name }) => names.length === 0 || names.includes(name));
  if (benches.length === 0) {
    throw usageError(
      'nothing to bench: list modules that export a defineBench({ ... }) as benches in a tandem.config.ts here.',
    );
  }
  return { benches, limits: limits.map((text) => parseBenchLimit(text, all, benches)) };
}

/** The micro-benchmarks that the configuration of a folder declares, in its order. */
export async function loadBenches(cwd: string): Promise<readonly Bench[]> {
  const file = await loadConfigFile(cwd);
  const loaded = await loadModules('bench', file.config.benches ?? [], file.folder);
  return loaded.flatMap(({ module }) => Object.values(module).filter(isBench));
}
