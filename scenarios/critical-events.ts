/** The critical events of one run as a subscriber saw them: what they hold, and their order. */
import type { CriticalEvent } from '../runtime/run-event.ts';
import type { StepRequest } from '../runtime/run-request.ts';
import { canonical, hashOf } from './canonical.ts';

/** The same for the same set of events, whatever the order between steps. */
export function eventsDigest(events: readonly CriticalEvent[]): string {
  const hashes = events.map((event) => hashOf(canonical(event)));
  return hashOf(hashes.sort().join(' '));
}

/**
 * What is wrong with the order, or null: a run starts first and ends last, a step starts after
 * those it depends on completed, its tools answer while it runs, and every step completes.
 */
export function orderFault(
  steps: readonly StepRequest[],
  events: readonly CriticalEvent[],
): string | null {
  if (events[0]?.type !== 'run.started') return 'run.started did not come first';
  if (events.at(-1)?.type !== 'run.completed') return 'run.completed did not come last';
  const following = new Following(steps);
  for (const event of events.slice(1, -1)) {
    const fault = following.faultOf(event);
    if (fault !== null) return fault;
  }
  return following.missing();
}

class Following {
  readonly #dependsOn: ReadonlyMap<string, readonly string[]>;
  readonly #state = new Map<string, 'running' | 'completed'>();

  constructor(steps: readonly StepRequest[]) {
    this.#dependsOn = new Map(steps.map((step) => [step.name, step.dependsOn]));
  }

  faultOf(event: CriticalEvent): string | null {
    switch (event.type) {
      case 'step.started':
        return this.#start(event.step);
      case 'tool.completed':
        return this.#whileRunning(event.step, 'a tool answered', 'running');
      case 'step.completed':
        return this.#whileRunning(event.step, 'it completed', 'completed');
      case 'step.failed':
        return `step ${event.step} failed: ${event.reason}`;
      default:
        return `${event.type} came in the middle of the run`;
    }
  }

  missing(): string | null {
    const names = [...this.#dependsOn.keys()];
    const left = names.filter((name) => this.#state.get(name) !== 'completed');
    return left.length === 0 ? null : `these steps did not complete: ${left.join(', ')}`;
  }

  #start(step: string): string | null {
    const needed = this.#dependsOn.get(step);
    if (needed === undefined) return `there is no step ${step}`;
    if (this.#state.has(step)) return `step ${step} started twice`;
    this.#state.set(step, 'running');
    const early = needed.find((name) => this.#state.get(name) !== 'completed');
    return early === undefined ? null : `step ${step} started before ${early} had completed`;
  }

  #whileRunning(step: string, what: string, next: 'running' | 'completed'): string | null {
    if (this.#state.get(step) !== 'running') return `${what} while step ${step} was not running`;
    this.#state.set(step, next);
    return null;
  }
}
