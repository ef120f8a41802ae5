import * as assert from 'uvu/assert';
import { authSuite, handClock, secret, signToken } from '../runtime/suites/auth.suite.ts';
import { createAuthenticator } from './auth.ts';

const test = authSuite('optimized auth', createAuthenticator);

test('keeps the claims of a token while it remembers it, and for a minute at most', () => {
  const clock = handClock();
  const { verify } = createAuthenticator(secret, clock.nowMs);
  const claims = verify(signToken());
  clock.forward(60);
  assert.is(verify(signToken()), claims);
  clock.forward(1);
  assert.is.not(verify(signToken()), claims);
});

test('keeps the claims of a connection for as long as the token is good', () => {
  const clock = handClock();
  const { connection } = createAuthenticator(secret, clock.nowMs);
  const claims = connection(signToken());
  const first = claims();
  clock.forward(3599);
  assert.is(claims(), first);
});

test.run();
