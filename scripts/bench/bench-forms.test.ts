import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkAnswers } from '../../harness/bench/check-answers.ts';
import { loadBenches } from '../../harness/bench/parse-bench.ts';
import { openTestDatabase } from '../../runtime/suites/test-database.ts';
import { fixNames } from '../mix.ts';

const test = suite('forms of the micro-benchmarks');
const repository = fileURLToPath(new URL('../../..', import.meta.url));
const benches = await loadBenches(repository);

test('there is one for each of the 14 fixes, in the order of the findings, at four sizes', () => {
  assert.equal(
    benches.map(({ name, finding }) => [name, finding]),
    fixNames.map((name, index) => [name, index + 1]),
  );
  for (const { name, sizes } of benches) assert.is(Object.keys(sizes).length, 4, name);
});

test('the remedies of the audit stand beside ours', () => {
  assert.equal(
    benches.flatMap(({ name, others = {} }) =>
      Object.keys(others).map((form) => `${name} ${form}`),
    ),
    ['pipeline groups', 'snapshot deep-copy', 'persist one-transaction', 'connections pool-20+10'],
  );
});

for (const bench of benches) {
  for (const [name, size] of Object.entries(bench.sizes)) {
    test(`all forms of ${bench.name} give the same answer at ${name}`, async () => {
      const database = bench.database ? await openTestDatabase() : null;
      const opened = await bench.open(size, { databaseUrl: database?.url ?? '' });
      try {
        await checkAnswers(bench, name, opened);
      } finally {
        await opened.close?.();
        await database?.drop();
      }
    });
  }
}

test.run();
