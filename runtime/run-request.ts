/** What a client asks for: a run, a DAG of steps. The wire format of `POST /v1/runs`. */

/** A call to an outside system that a step makes beside its model call. */
export interface ToolRequest {
  readonly name: string;
  /** How long the outside system takes to answer, in milliseconds. */
  readonly latencyMs: number;
  /** How many records it answers with (about 200 bytes each). */
  readonly records: number;
}

/** Metric rows that a step analyses; the rows are a function of (rows, seed). */
export interface DatasetRequest {
  readonly rows: number;
  readonly seed: number;
}

export interface StepRequest {
  /** Unique within the run: lower-case letters, digits and dashes. */
  readonly name: string;
  /** Names of the steps whose results this one needs. */
  readonly dependsOn: readonly string[];
  readonly prompt: string;
  readonly tools: readonly ToolRequest[];
  readonly dataset?: DatasetRequest | undefined;
  /** False: the step makes no model call (its answer is its prompt). Default true. */
  readonly model?: boolean | undefined;
}

export interface RunRequest {
  /** Chosen by the client; a user that asks twice for one id gets one run, another user a 409. */
  readonly id: string;
  /** Somebody watches an interactive run; nobody watches a background run. */
  readonly mode: 'interactive' | 'background';
  /** True: the answer comes when the run has ended. False: 202 as soon as the request is stored. */
  readonly wait: boolean;
  /** True: check the pipeline and answer with its order; nothing is stored or run. */
  readonly dryRun?: boolean | undefined;
  readonly goal: string;
  readonly context: string;
  readonly steps: readonly StepRequest[];
}

/** What `POST /v1/analyze` takes. */
export interface AnalyzeRequest {
  readonly dataset: DatasetRequest;
}
