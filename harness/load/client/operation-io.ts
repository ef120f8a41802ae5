/** The `Io` of one operation: what it opens is closed with it, what it tells is noted for the arm. */
import { performance } from 'node:perf_hooks';
import type {
  HttpAnswer,
  HttpRequest,
  Io,
  SampleName,
  Socket,
  TallyName,
} from '../../config/scenario.ts';
import type { ArmNotes } from './arm-notes.ts';
import type { HttpClient } from './http-client.ts';
import type { Opened, Opener } from './opened.ts';
import type { WsClient } from './ws-client.ts';

/** What all operations of an arm share. */
export interface ArmLines {
  readonly label: string;
  readonly http: HttpClient;
  readonly ws: WsClient;
  readonly notes: ArmNotes;
}

export class OperationIo implements Io, Opener {
  readonly plannedMs: number;
  readonly #lines: ArmLines;
  readonly #counted: boolean;
  /** Mostly one: a set for each operation would cost more than looking through it. */
  #opened: Opened[] = [];
  #hasByte = false;
  #hasEvent = false;
  #isOver = false;
  #reason: Error | null = null;

  /** `plannedMs` on performance.now(); samples of operations that are not `counted` are left out. */
  constructor(lines: ArmLines, plannedMs: number, counted: boolean) {
    this.#lines = lines;
    this.plannedMs = plannedMs;
    this.#counted = counted;
  }

  get arm(): string {
    return this.#lines.label;
  }

  http(request: HttpRequest): Promise<HttpAnswer> {
    if (this.#isOver) return handled(Promise.reject(this.#tooLate()));
    return this.#lines.http.request(request, this);
  }

  ws(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Socket> {
    if (this.#isOver) return handled(Promise.reject(this.#tooLate()));
    return handled(this.#lines.ws.connect(path, headers, this));
  }

  moment(name: SampleName): void {
    if (name === 'firstByte' ? this.#hasByte : name === 'firstEvent' && this.#hasEvent) return;
    if (name === 'firstByte') this.#hasByte = true;
    if (name === 'firstEvent') this.#hasEvent = true;
    this.sample(name, this.now() - this.plannedMs);
  }

  sample(name: SampleName, ms: number): void {
    if (this.#counted) this.#lines.notes.sample(name, ms);
  }

  tally(name: TallyName, count: number): void {
    this.#lines.notes.tally(name, count);
  }

  now(): number {
    return performance.now();
  }

  firstByte(): void {
    this.moment('firstByte');
  }

  firstEvent(): void {
    this.moment('firstEvent');
  }

  opens(opened: Opened): void {
    this.#opened.push(opened);
  }

  closed(opened: Opened): void {
    const index = this.#opened.indexOf(opened);
    if (index >= 0) this.#opened.splice(index, 1);
  }

  /** Closes what is open; whoever waits on it is rejected with `reason`. */
  end(reason: Error | null): void {
    this.#isOver = true;
    this.#reason = reason;
    for (const opened of this.#opened.splice(0)) opened.end(reason);
  }

  /** Made when it is needed: a stack trace for every operation would cost as much as its request. */
  #tooLate(): Error {
    return this.#reason ?? new Error('the operation has ended: it can open nothing more');
  }
}

/** A drive need not await all that it asks for: a rejection nobody waits for is no fault. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
