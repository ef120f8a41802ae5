import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type CallPlan, planCall, plannedMs, plannedTokens } from './call-plan.ts';
import type { PresetName } from './preset.ts';

const test = suite('call-plan');

const count = 40_000;

function plansOf(preset: PresetName, attempt = 0): CallPlan[] {
  return Array.from({ length: count }, (_, index) =>
    planCall({ seed: 's', runKey: `run-${index}`, step: 'a', attempt, timeScale: 1, preset }),
  );
}

const typical = plansOf('typical');
const ok = typical.flatMap((plan) => (plan.kind === 'ok' ? [plan] : []));

function quantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(p * (sorted.length - 1))] ?? Number.NaN;
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual / expected - 1) <= tolerance, `${actual} is not near ${expected}`);
}

// Quantiles of a lognormal: p50 * exp(sigma * z), with z(0.5) = 0, z(0.95) = 1.6449.
const z95 = 1.6449;
const quantiles = [
  ['P50 of the first token', (p: (typeof ok)[number]) => p.firstTokenMs, 0.5, 650, 0.02],
  // One in a hundred stalls, which moves the P95 up by about 2 %.
  ['P95 of the first token', (p) => p.firstTokenMs, 0.95, 650 * Math.exp(0.45 * z95), 0.06],
  ['P50 of the tokens', (p) => p.tokens, 0.5, 160, 0.03],
  ['P95 of the tokens', (p) => p.tokens, 0.95, 160 * Math.exp(0.9 * z95), 0.05],
  ['P50 of the time a token', (p) => p.msPerToken, 0.5, 14, 0.01],
  ['P95 of the time a token', (p) => p.msPerToken, 0.95, 14 * Math.exp(0.15 * z95), 0.01],
] satisfies [string, (plan: (typeof ok)[number]) => number, number, number, number][];

for (const [name, read, p, expected, tolerance] of quantiles) {
  test(`the ${name} is that of the distribution`, () => {
    near(quantile(ok.map(read), p), expected, tolerance);
  });
}

test('one first token in a hundred takes four to eight times as long', () => {
  // A lognormal of sigma 0.45 is above 5 times its median once in 5,800; of the stalls, 85 % are.
  const stalled = ok.filter((plan) => plan.firstTokenMs > 5 * 650).length / ok.length;
  assert.ok(stalled > 0.006 && stalled < 0.011, `${stalled}`);
});

const shares: readonly (readonly [CallPlan['kind'], number])[] = [
  ['rateLimited', 0.02],
  ['serverError', 0.01],
  ['reset', 0.003],
  ['hang', 0.001],
];

for (const [kind, share] of shares) {
  test(`${share * 100} % of the first attempts end as ${kind}`, () => {
    const actual = typical.filter((plan) => plan.kind === kind).length;
    // Five standard deviations of a binomial count.
    const deviation = Math.sqrt(count * share * (1 - share));
    assert.ok(Math.abs(actual - count * share) < 5 * deviation, `${actual} of ${count}`);
  });
}

test('a second attempt may fail, a third never does', () => {
  assert.ok(plansOf('typical', 1).some((plan) => plan.kind !== 'ok'));
  assert.ok(plansOf('limited', 2).every((plan) => plan.kind === 'ok'));
});

test('a client sent away is asked to wait for half a second to a second', () => {
  for (const plan of plansOf('limited')) {
    if (plan.kind === 'rateLimited')
      assert.ok(plan.retryAfterMs >= 500 && plan.retryAfterMs <= 1000);
  }
});

test('the preset without delay answers at once and never fails', () => {
  for (const plan of plansOf('instant').slice(0, 1000)) {
    assert.is(plan.kind, 'ok');
    assert.is(plannedMs(plan), 0);
  }
});

const identity = fc.record({
  seed: fc.string(),
  runKey: fc.string(),
  step: fc.string(),
  attempt: fc.nat(4),
  preset: fc.constantFrom<PresetName>('typical', 'tail', 'limited', 'chatty'),
});

test('equal calls have equal plans, whatever was planned in between', () => {
  fc.assert(
    fc.property(identity, identity, (call, other) => {
      const first = planCall({ ...call, timeScale: 0.05 });
      planCall({ ...other, timeScale: 1 });
      assert.equal(planCall({ ...call, timeScale: 0.05 }), first);
    }),
  );
});

test('the scale multiplies every delay and changes nothing else', () => {
  fc.assert(
    fc.property(identity, fc.double({ min: 0.01, max: 2, noNaN: true }), (call, timeScale) => {
      const [real, scaled] = [
        planCall({ ...call, timeScale: 1 }),
        planCall({ ...call, timeScale }),
      ];
      assert.is(scaled.kind, real.kind);
      const [realMs, scaledMs] = [plannedMs(real), plannedMs(scaled)];
      if (realMs === null || scaledMs === null) assert.is(scaledMs, realMs);
      else assert.ok(Math.abs(scaledMs - realMs * timeScale) < 1e-6 * (1 + realMs));
    }),
  );
});

test('an answer has the same length on every attempt, and a broken one is shorter', () => {
  fc.assert(
    fc.property(identity, (call) => {
      const settings = { ...call, timeScale: 1 };
      const tokens = plannedTokens(settings);
      assert.ok(tokens >= 8 && tokens <= 1200);
      const plan = planCall(settings);
      if (plan.kind === 'ok') assert.is(plan.tokens, tokens);
      if (plan.kind === 'reset') assert.ok(plan.tokens >= 1 && plan.tokens < tokens);
    }),
  );
});

test('no first token comes later than 20 seconds, so that only a hang runs into the idle timeout', () => {
  for (const plan of plansOf('tail')) {
    if (plan.kind === 'ok') assert.ok(plan.firstTokenMs <= 20_000);
  }
});

test.run();
