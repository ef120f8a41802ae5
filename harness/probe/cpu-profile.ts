/** A CPU profile as V8 gives it and DevTools and speedscope read it (`.cpuprofile`). */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** Microseconds on the monotonic clock. */
  readonly startTime: number;
  readonly endTime: number;
  /** Ids of nodes. */
  readonly samples: readonly number[];
  /** Microseconds from the sample before (of the first: from the start). */
  readonly timeDeltas: readonly number[];
}

/** A place in the tree of calls: the function, and by `children` what it called. */
export interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly hitCount?: number;
  readonly children?: readonly number[];
  /** How many samples each line of the function itself had; lines count from 1. */
  readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[];
}

export interface CallFrame {
  /** In brackets where there is none: `(idle)`, `(program)`, `(garbage collector)`, `(root)`. */
  readonly functionName: string;
  readonly scriptId: string;
  /** `file:` URL or path; empty for what V8 and Node have built in. */
  readonly url: string;
  /** Where the function begins, counted from 0. */
  readonly lineNumber: number;
  readonly columnNumber: number;
}
