/** What a user declares in `tandem.config.ts`, and what a command works with once it is parsed. */
import type { Scenario } from './scenario.ts';

/** The content of `tandem.config.{ts,mjs,js,json}`. Paths are relative to its folder. */
export interface TandemConfig {
  readonly variants: Readonly<Record<string, VariantDeclaration>>;
  /** Feature switches of the variants, by name. */
  readonly fixes?: Readonly<Record<string, FixDeclaration>>;
  /** Modules whose exports made with `defineScenario` can be named on the command line. */
  readonly scenarios?: readonly string[];
  /** What `compare` measures when no scenario is named, in this order. */
  readonly compare?: readonly string[];
  /** Modules whose exports made with `defineBench` can be named after `tandem bench`. */
  readonly benches?: readonly string[];
  readonly gate?: GateDeclaration;
  /** A module whose export `claims` has what was promised of the fixes. */
  readonly claims?: string;
}

/** What `gate` does when the command line says nothing else. */
export interface GateDeclaration {
  /** Default: the one named `gate`. */
  readonly scenario?: string;
  /** Such as `response.p95.ratio<=1.05`. */
  readonly limits?: readonly string[];
  /** Makes a checkout of the base ready to start; run by a shell. Default `npm ci && npm run build --if-present`. */
  readonly install?: string;
}

export interface VariantDeclaration {
  /** Started with PORT, the environment of its services and NODE_OPTIONS; not run by a shell. */
  readonly command: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Which fixes are on: `all`, `none` or their names. */
  readonly fixes?: 'all' | 'none' | readonly string[];
  /** Default `/readyz`, else `/`, else the open port. */
  readonly readyPath?: string;
}

export interface FixDeclaration {
  /** Number of the finding in the audit, when there is one. */
  readonly finding?: number;
  readonly title?: string;
  /** Added to the variant's environment when the fix is on. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Added to the end of the variant's command when the fix is on. */
  readonly arguments?: readonly string[];
}

/** A server as it will be started. */
export interface Variant {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly fixes: readonly string[];
  readonly readyPath: string | null;
}

/** A scenario with the module the generator's process loads it from. */
export interface LoadedScenario {
  readonly scenario: Scenario;
  /** file: URL of a module, or null for a URL and a rate given on the command line. */
  readonly source: ScenarioSource;
}

export type ScenarioSource =
  | { readonly kind: 'module'; readonly url: string; readonly name: string }
  | { readonly kind: 'request'; readonly request: RequestLoad };

/** A URL and a rate on the command line: a scenario too (`scenarioOfRequest`). */
export interface RequestLoad {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly ratePerSecond: number;
  readonly durationMs: number;
  /** An arm lasts so long, or longer where so few operations would be in it. Default 1 s. */
  readonly shortestArmMs?: number;
}
