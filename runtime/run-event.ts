/** What a subscriber of `GET /v1/runs/:id/events` receives, one JSON object a message. */
import type { StepResult } from './agent-state.ts';

/**
 * Critical events reach every subscriber of an interactive run, whatever the variant: in order
 * within a step, and a step's after those of the steps it depends on.
 */
export type CriticalEvent =
  | { readonly type: 'run.started' }
  | { readonly type: 'step.started'; readonly step: string }
  | { readonly type: 'tool.completed'; readonly step: string; readonly tool: string }
  | { readonly type: 'step.completed'; readonly step: string; readonly result: StepResult }
  | { readonly type: 'step.failed'; readonly step: string; readonly reason: string }
  | { readonly type: 'run.completed'; readonly stateHash: string }
  | { readonly type: 'run.failed'; readonly reason: string };

/** Passing events may be merged, delayed or dropped: they only show that something moves. */
export type PassingEvent =
  | { readonly type: 'token'; readonly step: string; readonly text: string }
  | {
      readonly type: 'state.changed';
      readonly step: string;
      readonly fields: readonly string[];
      readonly completed: readonly string[];
    };

type RunEvent = CriticalEvent | PassingEvent;

/**
 * A message as sent: the event, its run and the sender's clock.
 * `seq` numbers the critical events of a run from 1; passing events have none.
 * `at` is the moment the event happened, in milliseconds since the epoch (fractional).
 */
export type RunMessage = {
  readonly run: string;
  readonly seq?: number;
  readonly at: number;
} & RunEvent;

/**
 * The most bytes a message may have. Critical events stay below it by construction (step.ts), so
 * that no variant has to shorten one on its way.
 */
export const maxMessageBytes = 32 * 1024;

/** What a subscriber may send. */
export type ClientMessage =
  | { readonly type: 'ping'; readonly id: number }
  /** All critical events up to `seq` have arrived. */
  | { readonly type: 'ack'; readonly seq: number }
  /** Send the critical events after `seq` again. */
  | { readonly type: 'replay'; readonly after: number };

/** What answers a `ping`, an `ack` stays unanswered, and what answers a bad message. */
export type ReplyMessage =
  | { readonly type: 'pong'; readonly id: number }
  | { readonly type: 'error'; readonly reason: string };
