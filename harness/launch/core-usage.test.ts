import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { busiestCore, parseCoreTimes, readCoreTimes } from './core-usage.ts';

const test = suite('core usage');

// Fields by hand after proc_stat(5): user nice system idle iowait irq softirq steal guest guest_nice.
const before = parseCoreTimes(
  [
    'cpu  20 0 20 160 0 0 0 0 0 0',
    'cpu0 10 0 10 80 0 0 0 0 0 0',
    'cpu1 10 0 10 80 0 0 0 0 5 0',
  ].join('\n'),
);
const after = parseCoreTimes(
  ['cpu0 20 10 20 130 10 5 5 0 9 9', 'cpu1 90 0 10 90 0 0 0 10 80 0', 'intr 1 2'].join('\n'),
);

test('busy is all but idle and waiting for disks; stolen time is busy, guest time counts once', () => {
  assert.equal(before.get(0), { busyTicks: 20, totalTicks: 100 });
  assert.equal(after.get(0), { busyTicks: 60, totalTicks: 200 });
  assert.equal(after.get(1), { busyTicks: 110, totalTicks: 200 });
});

test('the busiest core is looked for among those that are not left out', () => {
  assert.is(busiestCore(before, after, []), 0.9);
  assert.is(busiestCore(before, after, [1]), 0.4);
});

test('without a core to look at or time between, there is no answer', () => {
  assert.is(busiestCore(before, after, [0, 1]), null);
  assert.is(busiestCore(before, before, []), null);
  assert.is(busiestCore(new Map(), after, []), null);
});

test('this machine is readable, or says nothing', () => {
  for (const { busyTicks, totalTicks } of readCoreTimes().values()) {
    assert.ok(busyTicks >= 0 && busyTicks <= totalTicks);
  }
  assert.is(readCoreTimes().size > 0, process.platform === 'linux');
});

test.run();
