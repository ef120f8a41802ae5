import { createMonitor as baseline } from '../../baseline/monitor.ts';
import { defineBench, type Form } from '../../harness/index.ts';
import { openConnections } from '../../optimized/connections.ts';
import { createMonitor as optimized } from '../../optimized/monitor.ts';
import type { Connections, CreateMonitor, StepMeasurement } from '../../runtime/concerns.ts';
import { schema } from '../../runtime/schema.ts';

export const monitor = defineBench<number>({
  name: 'monitor',
  finding: 11,
  title:
    'Steps are recorded one after another by a new monitor, until all of it is stored: what is put off is included.',
  counted: 'wall',
  sizes: { '1-step': 1, '9-steps': 9, '100-steps': 100, '300-steps': 300 },
  grows: 'steps that are recorded',
  database: true,
  async open(steps, { databaseUrl }) {
    const connections = await openConnections(databaseUrl);
    await connections.query(schema);
    const form = (create: CreateMonitor) => formOf(create, connections, steps);
    return {
      forms: { baseline: form(baseline), optimized: form(optimized) },
      close: connections.close,
    };
  },
});

function formOf(create: CreateMonitor, connections: Connections, steps: number): Form {
  const call = async () => {
    const monitor = create(connections);
    for (let step = 0; step < steps; step++) await monitor.record(measured(step));
    await monitor.close();
    return monitor.summary();
  };
  return {
    call,
    answer: async () => {
      await connections.query('truncate step_metrics');
      const { count, dropped } = await call();
      const { rows } = await connections.query(
        'select run_id, name, ms, ok from step_metrics order by id',
      );
      return { count, dropped, rows };
    },
  };
}

const measured = (step: number): StepMeasurement => ({
  name: 'plan',
  runId: `run-${step % 7}`,
  ms: 20 + ((step * 37) % 400),
  ok: step % 50 !== 0,
});
