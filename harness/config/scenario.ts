/**
 * The contract of a scenario: a named workload at one load point. A scenario module is loaded by
 * the command's process (which reads the description) and by the generator's process (which plans
 * and drives it); no function crosses a process.
 */
import type { MetricName } from '../record/metric.ts';

/** One operation of a plan. Times are milliseconds after the start of the arm. */
export interface PlannedOperation {
  /** The run key: the same in the paired arms of both variants, unique within a launch. */
  readonly key: string;
  readonly atMs: number;
}

/** How one arm is loaded. */
export type Load =
  /** Planned arrivals over `armMs`; operations planned before `cutMs` are driven but not counted in latencies. */
  | {
      readonly kind: 'open';
      readonly ratePerSecond: number;
      readonly armMs: number;
      readonly cutMs: number;
      /** `pair`: A B or B A of long arms. `quad`: A B B A or B A A B of short ones. */
      readonly unit: 'pair' | 'quad';
    }
  /** A fixed burst from idle, drained: `operations` planned within `withinMs`; one arm is one episode. */
  | { readonly kind: 'episode'; readonly operations: number; readonly withinMs: number };

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A client's end of a WebSocket. Messages that came before anybody asked for them are kept. */
export interface Socket {
  send(text: string): void;
  /**
   * The next message's text, or null once the socket was closed properly. Rejects when the connection
   * breaks without a closing handshake, and when the operation times out.
   */
  next(): Promise<string | null>;
  /** In place of `next`: each message as it comes, those kept first. */
  listen(receive: (text: string) => void): void;
  /** Stops reading from the network until `resume`, so that the server has to hold what it sends. */
  pause(): void;
  resume(): void;
  /** Says good-bye. */
  close(): void;
  /** Resolves once the connection has ended, however it did. */
  readonly closed: Promise<void>;
}

/** What `drive` may use; everything it opens is closed with the operation. */
export interface Io {
  /** `A1`, `B1`, ...: the arm, to make a run's id from its key. Both variants' ids differ by it alone. */
  readonly arm: string;
  /** When the operation was planned to start, on the clock of `now`. */
  readonly plannedMs: number;
  /** Any status is an answer; rejects on a broken connection, a time-out or `signal`. */
  http(request: HttpRequest): Promise<HttpAnswer>;
  ws(path: string, headers?: Readonly<Record<string, string>>): Promise<Socket>;
  /**
   * Names the present moment: recorded from the planned start, as `<name>`. Of `firstByte` and
   * `firstEvent` only the operation's first counts; over HTTP they are named of their own accord,
   * `firstEvent` in a stream of server-sent events.
   */
  moment(name: SampleName): void;
  /** Records a duration in ms that the operation saw itself (`step`, `ws.delay`). */
  sample(name: SampleName, ms: number): void;
  /** Adds to a tally of the arm (`ws.useful`, `ws.lost`, `ws.duplicates`). */
  tally(name: TallyName, count: number): void;
  /** performance.now() of the generator. */
  now(): number;
}

/** What `share` may use; what it opens is closed after the arm. Its samples count from the start. */
export interface ArmIo extends Pick<Io, 'arm' | 'http' | 'ws' | 'sample' | 'tally' | 'now'> {
  /** Of the server, for clients of the scenario's own. */
  readonly url: string;
  /** Leaves a picture for the report; `png` is the file's content. */
  picture(title: string, png: Uint8Array): void;
}

/** What all operations of an arm share: sockets that stay open, a browser. */
export interface Shared {
  /** Called when the arm has been drained. */
  close(): Promise<void>;
}

export type SampleName =
  | 'step'
  | 'firstByte'
  | 'firstEvent'
  | 'ws.delay'
  | 'ws.reconnect'
  | 'screen.delay'
  | 'screen.longTask';

/** `ws.expected` messages should have come to a subscriber, `ws.delivered` did; nobody could read `ws.unreadable`. */
export type TallyName =
  | 'ws.useful'
  | 'ws.received'
  | 'ws.receivedBytes'
  | 'ws.expected'
  | 'ws.delivered'
  | 'ws.lost'
  | 'ws.duplicates'
  | 'ws.reordered'
  | 'ws.unreadable';

/** What an operation came back with. */
export interface Answer {
  /** Of all that must be equal on both sides for one run key; empty when nothing is compared. */
  readonly digest: string;
  /** Why the answer is wrong, when it is: the operation then counts as errored. */
  readonly wrong?: string;
}

/** What `digest` may use, once a launch's arms have ended. */
export interface Inspection {
  sql(text: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** A command that the harness starts for each trial beside the variants. It listens on PORT. */
export interface Service {
  readonly name: string;
  /** Arguments of node, relative to the folder of the configuration: `['dist/scenarios/model/serve.js']`. */
  readonly node: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** What the variants get; `{url}` stands for `http://127.0.0.1:<port>`. Skipped when the caller's environment has it all. */
  readonly provides: Readonly<Record<string, string>>;
  readonly readyPath: string;
  /**
   * Answers with `{ calls: [{ key, lateMs }] }` of all calls since it was last asked: how much later
   * than planned the service itself was, per call.
   */
  readonly latenessPath?: string;
}

export interface Scenario<S extends Shared = Shared> {
  readonly name: string;
  /** One sentence: what happens in it. */
  readonly title: string;
  /** The findings it isolates; empty for a general workload. */
  readonly findings: readonly number[];
  readonly metricOfInterest: MetricName;
  /** Said beside the result when no fair scenario isolates the finding, and why. */
  readonly remark?: string;
  /** Why its figures are shown and none is judged: clients that take part in what they measure. */
  readonly unjudged?: string;
  readonly load: Load;
  /** How much of it a full comparison measures; `--quick` takes one launch and one unit. */
  readonly trial: { readonly launches: number; readonly units: number };
  /** Time scale and the like: printed, and compared for equality before two runs are compared. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** Both variants get a database of their own as DATABASE_URL. */
  readonly database: boolean;
  readonly services: readonly Service[];
  /** What both variants are started with. */
  readonly environment: Readonly<Record<string, string>>;
  /** An operation that takes longer has timed out. */
  readonly timeoutMs: number;
  /**
   * Work that servers put off until after the answer, for up to so long, belongs to it: each arm is
   * followed by this idle time before counters are read. Default 0.
   */
  readonly settleMs?: number;
  /** Called once per launch and side before the first arm (to create what the operations read). */
  prepare?(io: Io): Promise<void>;
  /** Called before each arm's clock starts, when its operations share something. */
  share?(io: ArmIo): Promise<S>;
  /**
   * In ascending order of moments; a pure function of the seed: the same for the paired arms of both
   * variants. It may be made as it is played (a generator), so that a long one takes no memory.
   */
  plan(seed: string): Iterable<PlannedOperation>;
  /** One operation from its first byte to its last. Rejecting counts as errored. */
  drive(operation: PlannedOperation, io: Io, shared: S): Promise<Answer>;
  /**
   * An operation as one HTTP request that is answered when it has ended, for loads in closed loop
   * (`tandem capacity`): autocannon knows nothing else. Any 2xx counts as completed.
   */
  request?(operation: PlannedOperation, arm: string): HttpRequest;
  /** Row digests of the variant's database, by run key. */
  digest?(inspection: Inspection): Promise<Readonly<Record<string, string>>>;
  /**
   * The shortest time the operation can take given the delays planned for it, in ms.
   * `lateMs(callKey)` is how late the service itself was for one of its calls (0 when unknown).
   */
  plannedPath?(operationKey: string, lateMs: (callKey: string) => number): number;
}

const known = new WeakSet<object>();

/** Marks a module's export as a scenario. */
export function defineScenario<S extends Shared>(scenario: Scenario<S>): Scenario {
  known.add(scenario);
  // `share` alone makes what `drive` is handed: nobody else needs to know its type.
  return scenario as unknown as Scenario;
}

export const isScenario = (value: unknown): value is Scenario =>
  typeof value === 'object' && value !== null && known.has(value);
