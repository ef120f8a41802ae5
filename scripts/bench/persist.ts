import { createPersister as baseline } from '../../baseline/persist.ts';
import { defineBench, type Form } from '../../harness/index.ts';
import { openConnections } from '../../optimized/connections.ts';
import { createPersister as optimized } from '../../optimized/persist.ts';
import { type AgentState, mergeStepResult } from '../../runtime/agent-state.ts';
import type { Connections, CreatePersister, StepRow } from '../../runtime/concerns.ts';
import { schema } from '../../runtime/schema.ts';
import { std9 } from '../../scenarios/dag.ts';
import { createPersister as oneTransaction } from '../remedies/one-transaction.ts';
import { emptyState, resultsOf } from './sized-state.ts';

interface Size {
  readonly kib: number;
  /** False: nothing but the end is saved. */
  readonly wholeRun: boolean;
}

/** Rows of runs that are there before anything is timed. */
const preparedRuns = 5000;

export const persist = defineBench<Size>({
  name: 'persist',
  finding: 5,
  title:
    'One save, or all changes of a standard run and its end as fast as they are taken, until the end is stored. Without time between changes the optimized form merges them all; in a server it saves every 250 ms.',
  counted: 'wall',
  sizes: {
    'save-4KB': { kib: 4, wholeRun: false },
    'save-64KB': { kib: 64, wholeRun: false },
    'run-4KB': { kib: 4, wholeRun: true },
    'run-64KB': { kib: 64, wholeRun: true },
  },
  grows: 'what there is to save, and the state at the end',
  others: {
    'one-transaction':
      "the audit's remedy: the states of a group in one transaction, each with all its statements",
  },
  database: true,
  async open({ kib, wholeRun }, { databaseUrl }) {
    const connections = await openConnections(databaseUrl);
    await connections.query(schema);
    const { changes, last } = changesOf(kib);
    const form = (name: string, create: CreatePersister) =>
      formOf(create, name, { connections, changes: wholeRun ? changes : [], last });
    return {
      forms: {
        baseline: await form('baseline', baseline),
        optimized: await form('optimized', optimized),
        'one-transaction': await form('one-transaction', oneTransaction),
      },
      close: connections.close,
    };
  },
});

interface Work {
  readonly connections: Connections;
  readonly changes: readonly Change[];
  readonly last: AgentState;
}

interface Change {
  readonly row: StepRow;
  readonly state: AgentState;
}

const end = { status: 'completed', stateHash: 'a3f1', reason: null } as const;

async function formOf(
  create: CreatePersister,
  name: string,
  { connections, changes, last }: Work,
): Promise<Form> {
  await connections.query(
    `insert into runs (id, user_id, mode, request)
     select $1 || '-' || n, 'ann', 'interactive', '{}' from generate_series(0, $2::int - 1) as n`,
    [name, preparedRuns],
  );
  const persister = create({ connections, serialize: JSON.stringify });
  let next = 0;
  const save = async (): Promise<string> => {
    const id = `${name}-${next++ % preparedRuns}`;
    const run = persister(id);
    for (const { row, state } of changes) await run.step(row, state);
    await run.finish(end, last);
    return id;
  };
  return { call: save, answer: async () => storedRun(connections, await save()) };
}

async function storedRun({ query }: Connections, id: string): Promise<unknown> {
  const run = 'select status, state, state_hash, reason from runs where id = $1';
  const steps = `select step, position, status, attempts, result from steps
                 where run_id = $1 order by position`;
  return { run: (await query(run, [id])).rows, steps: (await query(steps, [id])).rows };
}

/** Group by group: all steps of a group begin, then all end. */
function changesOf(kib: number): {
  readonly changes: readonly Change[];
  readonly last: AgentState;
} {
  const results = resultsOf(kib);
  let state = emptyState(std9.map(({ name }) => name));
  const changes: Change[] = [];
  for (const group of groupsOfStd9()) {
    for (const position of group) changes.push({ row: rowOf(position, 'running', null), state });
    for (const position of group) {
      const result = results[position];
      if (!result) continue;
      state = mergeStepResult(state, result);
      changes.push({ row: rowOf(position, 'completed', JSON.stringify(result)), state });
    }
  }
  return { changes, last: state };
}

/** Positions of the steps, by how many steps lie before them. */
function groupsOfStd9(): readonly (readonly number[])[] {
  const depths = new Map<string, number>();
  for (const { name, dependsOn } of std9) {
    const before = dependsOn.map((each) => (depths.get(each) ?? 0) + 1);
    depths.set(name, Math.max(0, ...before));
  }
  const groups: number[][] = [];
  for (const [position, { name }] of std9.entries()) {
    const depth = depths.get(name) ?? 0;
    groups[depth] = [...(groups[depth] ?? []), position];
  }
  return groups;
}

function rowOf(position: number, status: StepRow['status'], result: string | null): StepRow {
  const step = std9[position]?.name ?? '';
  return { step, position, status, attempts: status === 'completed' ? 1 : 0, result };
}
