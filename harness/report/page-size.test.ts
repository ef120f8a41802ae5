import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { sizeWarning } from './page-size.ts';
import { renderReport } from './render-report.ts';
import { fullVolume, sampleReport } from './sample-report.ts';

const test = suite('the size of the page');

const sizeOf = (scenarios: number): number => {
  const { run, recording } = sampleReport({ ...fullVolume, scenarios });
  return Buffer.byteLength(renderReport(run, recording)['index.html']);
};

test('one scenario with all passes takes 300 KB at most', () => {
  const bytes = sizeOf(1);
  assert.ok(bytes <= 300_000, `${bytes} bytes`);
});

test('sixteen scenarios with all passes take 1.5 MB at most', () => {
  const bytes = sizeOf(16);
  assert.ok(bytes <= 1_500_000, `${bytes} bytes`);
});

test('a page of over 2 MiB says that it is large', () => {
  assert.is(sizeWarning(2 * 2 ** 20), null);
  assert.match(sizeWarning(2.5 * 2 ** 20) ?? '', /large \(2\.5 MiB\)/);
  const { run, recording } = sampleReport({
    scenarios: 1,
    arms: 1,
    operationsOfArm: 1,
    moments: 1,
  });
  const warnings = Array.from({ length: 30_000 }, (_, index) => `${index} ${'warned '.repeat(10)}`);
  const page = renderReport({ ...run, warnings }, recording)['index.html'];
  assert.match(page, /<li>This page is large \(\d\.\d MiB\)/);
});

test.run();
