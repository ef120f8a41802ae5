import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { areaPath, linePath, type Point } from './scale.ts';

const test = suite('paths');

/** The corners of a path of relative steps, as a browser would find them. */
function cornersOf(d: string): readonly Point[] {
  const corners: Point[] = [];
  let [x, y] = [0, 0];
  for (const [, command, text = ''] of d.matchAll(/([Mlhz])([^Mlhz]*)/g)) {
    const [a = 0, b = 0] = (text.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).map(Number);
    if (command === 'M') [x, y] = [a, b];
    else if (command === 'l') [x, y] = [x + a, y + b];
    else if (command === 'h') x += a;
    else continue;
    corners.push([Math.round(x * 10) / 10, Math.round(y * 10) / 10]);
  }
  return corners;
}

/** Without the points in the middle of what is level and goes on the same way. */
const withoutMiddles = (points: readonly Point[]): readonly Point[] =>
  points.filter(([x, y], index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (before && before[0] === x && before[1] === y) return false;
    return !(before && after && before[1] === y && after[1] === y);
  });

test('of no points is empty, of one a place', () => {
  assert.is(linePath([]), '');
  assert.is(linePath([[3, 4]]), 'M3 4z');
});

test('is written by differences, level stretches in one piece', () => {
  const points: Point[] = [
    [70, 10],
    [80.5, 10],
    [90, 10],
    [100, 9.5],
    [110, 12],
    [120, Number.NaN],
    [130, 12],
  ];
  assert.is(linePath(points), 'M70 10h20l10-.5l10 2.5h20');
});

test('an area goes there at one height and back at the other', () => {
  const band = [
    [0, 5, 1],
    [10, 5, 2],
    [20, 5, 0],
  ] as const;
  assert.is(areaPath(band), 'M0 1l10 1l10-2l0 5h-20z');
});

const place = fc.integer({ min: 0, max: 9000 }).map((tenths) => tenths / 10);

const places = fc.array(fc.tuple(place, place), { minLength: 2, maxLength: 60 });

test('has the corners that it was given, to a tenth of a pixel', () =>
  fc.assert(
    fc.property(places, (tuples) => {
      const xs = [...new Set(tuples.map(([x]) => x))].sort((a, b) => a - b);
      const points = xs.map((x, index): Point => [x, tuples[index]?.[1] ?? 0]);
      if (points.length > 1) assert.equal(cornersOf(linePath(points)), withoutMiddles(points));
    }),
  ));

test.run();
