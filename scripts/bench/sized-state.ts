/** States and results of a chosen size, as runs of the standard pipeline leave them behind. */
import { seededRandom } from '../../harness/index.ts';
import {
  type AgentState,
  initialState,
  mergeStepResult,
  type StepResult,
} from '../../runtime/agent-state.ts';
import { std9 } from '../../scenarios/dag.ts';
import { proseOf } from '../../scenarios/prose.ts';

/** A record is about so large, as JSON. */
const recordBytes = 200;
/** What every one of nine results says beside its text takes most of less. */
const smallestWholeKib = 4;

/** The state before any step, of a run of those steps. */
export const emptyState = (steps: readonly string[]): AgentState =>
  initialState({
    id: 'bench',
    mode: 'interactive',
    wait: true,
    goal: 'Find what makes the service slow and what to do about it',
    context: 'eight services, one database',
    steps: steps.map((name) => ({ name, dependsOn: [], prompt: '', tools: [] })),
  });

/** The result of a step, of about so many bytes: half of it text, half records of one tool. */
export function resultOf(step: string, position: number, bytes: number): StepResult {
  const random = seededRandom(JSON.stringify(['result', step, position]));
  const records = Math.floor(bytes / 2 / recordBytes);
  const characters = Math.max(20, bytes - records * recordBytes - recordBytes);
  return {
    step,
    position,
    text: proseOf(random, characters),
    attempts: 1,
    promptTokens: 900,
    completionTokens: 160,
    tools: [
      {
        tool: 'metrics-search',
        records: Array.from({ length: records }, (_, index) => ({
          id: `${step}-${index}`,
          title: proseOf(random, 30),
          score: Math.floor(random() * 1000) / 1000,
          tags: ['slow', 'database'],
          note: proseOf(random, 80),
        })),
      },
    ],
    analysis: null,
  };
}

/** The results of a standard run, which together make a state of about so many KiB. */
export function resultsOf(kib: number): readonly StepResult[] {
  // The state says some of it again: the best records, summary, recommendations, the last text.
  const bytes = ((0.95 * kib - 1) * 1024) / std9.length;
  return std9.map(({ name }, position) => resultOf(name, position, bytes));
}

/** A state of about so many KiB: after a whole standard run, or after its first step. */
export function stateOf(kib: number): AgentState {
  const empty = emptyState(std9.map(({ name }) => name));
  if (kib >= smallestWholeKib) return resultsOf(kib).reduce(mergeStepResult, empty);
  return mergeStepResult(empty, resultOf(std9[0]?.name ?? '', 0, (kib * 1024) / 4));
}
