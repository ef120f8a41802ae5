/** The runtime's settings, read from the process environment once. */
import { z } from 'zod';

const environmentSchema = z.object({
  /** 0 takes any free port. */
  PORT: wholeNumber(0, 65_535).default(8080),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'expected postgresql://…' }),
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/, error: 'expected http://… or https://…' }),
  OPENAI_API_KEY: z.string().min(1).default('none'),
  OPENAI_MODEL: z.string().min(1).default('tandem-sim'),
  JWT_SECRET: z.string().min(8, { error: 'expected 8 characters or more' }),
  RETRY_BASE_MS: milliseconds(0, 60_000).default(500),
  MODEL_IDLE_TIMEOUT_MS: milliseconds(1, 3_600_000).default(30_000),
  /** How many ended runs stay in memory; older ones are read from the database. */
  RECENT_RUNS: wholeNumber(1, 10_000).default(64),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
});

/** Every setting, named by what it means; durations in milliseconds. */
export interface Environment {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  readonly model: {
    readonly baseUrl: string;
    readonly apiKey: string;
    readonly name: string;
    readonly idleTimeoutMs: number;
    readonly retryBaseMs: number;
  };
  readonly jwtSecret: string;
  readonly recentRuns: number;
  readonly logLevel: string;
  /** Traces are exported when this is set; undefined switches them off at no cost. */
  readonly traceEndpoint: string | undefined;
}

/** The environment holds a setting that is missing or wrong; the message lists all of them. */
export class EnvironmentError extends Error {}

/** Reads and checks every setting; empty ones count as absent. Throws `EnvironmentError`. */
export function parseEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const given = Object.entries(variables).filter(([, value]) => value !== '');
  const parsed = environmentSchema.safeParse(Object.fromEntries(given));
  if (!parsed.success) throw new EnvironmentError(describeFaults(parsed.error));
  const set = parsed.data;
  return {
    port: set.PORT,
    host: set.HOST,
    databaseUrl: set.DATABASE_URL,
    model: {
      baseUrl: set.OPENAI_BASE_URL,
      apiKey: set.OPENAI_API_KEY,
      name: set.OPENAI_MODEL,
      idleTimeoutMs: set.MODEL_IDLE_TIMEOUT_MS,
      retryBaseMs: set.RETRY_BASE_MS,
    },
    jwtSecret: set.JWT_SECRET,
    recentRuns: set.RECENT_RUNS,
    logLevel: set.LOG_LEVEL,
    traceEndpoint: set.OTEL_EXPORTER_OTLP_ENDPOINT,
  };
}

function wholeNumber(min: number, max: number) {
  const error = `expected a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

/** Fractions too: a scaled duration need not be whole. */
function milliseconds(min: number, max: number) {
  const error = `expected milliseconds from ${min} to ${max}`;
  return z.coerce.number({ error }).min(min, { error }).max(max, { error });
}

/** Names the settings, never their values: some are secrets. */
function describeFaults(error: z.ZodError): string {
  const faults = error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  return `the environment is not complete. Set these and start again:\n${faults.join('\n')}`;
}
