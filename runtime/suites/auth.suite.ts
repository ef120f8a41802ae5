import jwt from 'jsonwebtoken';
import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CreateAuthenticator } from '../concerns.ts';
import { Unauthorized } from '../errors.ts';

export const secret = 'a secret of the tests, longer than 256 bits';
/** A whole second: 2026-01-01T00:00:00Z. */
const startSeconds = 1_767_225_600;

/** A clock that stands until it is moved. */
export function handClock() {
  let seconds = startSeconds;
  return {
    nowMs: () => seconds * 1000,
    forward: (by: number) => {
      seconds += by;
    },
  };
}

/** A token of user `ann` that is good for an hour, with other claims where they are given. */
export function signToken(claims: object = {}, key = secret, algorithm: jwt.Algorithm = 'HS256') {
  const usual = { sub: 'ann', jti: 'token-1', exp: startSeconds + 3600 };
  return jwt.sign({ ...usual, iat: startSeconds, ...claims }, key, { algorithm });
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const payload = { sub: 'ann', jti: 'token-1', exp: startSeconds + 3600 };
const [head = '', body = '', signature = ''] = signToken().split('.');
const unusable = 'sub, jti and exp are needed';

/** What must be refused, and why, word for word: both implementations give the same reasons. */
const refused: readonly (readonly [what: string, token: string, reason: string])[] = [
  ['no token', '', 'jwt must be provided'],
  ['a word', 'nonsense', 'jwt malformed'],
  ['three words', 'a.b.c', 'invalid token'],
  ['no signature', `${head}.${body}.`, 'jwt signature is required'],
  ['a cut signature', `${head}.${body}.${signature.slice(1)}`, 'invalid signature'],
  [
    'a changed body',
    `${head}.${base64({ ...payload, sub: 'bob' })}.${signature}`,
    'invalid signature',
  ],
  ['alg none', `${base64({ alg: 'none' })}.${base64(payload)}.`, 'jwt signature is required'],
  ['alg none, signed', `${base64({ alg: 'none' })}.${base64(payload)}.x`, 'invalid algorithm'],
  ['another algorithm', signToken({}, secret, 'HS512'), 'invalid algorithm'],
  ['another secret', signToken({}, 'some other secret'), 'invalid signature'],
  ['not yet valid', signToken({ nbf: startSeconds + 60 }), 'jwt not active'],
  ['no user', signToken({ sub: undefined }), unusable],
  ['no id', jwt.sign({ sub: 'ann', exp: payload.exp }, secret), unusable],
  ['no expiry', jwt.sign({ sub: 'ann', jti: 'token-1' }, secret), unusable],
];

/** What both implementations of finding 14 must do; the caller runs it. */
export function authSuite(name: string, createAuthenticator: CreateAuthenticator): Test {
  const test = suite(name);
  testVerification(test, createAuthenticator);
  testExpiry(test, createAuthenticator);
  testRevocation(test, createAuthenticator);
  return test;
}

function testVerification(test: Test, create: CreateAuthenticator): void {
  test('gives the claims of a good token, time after time', () => {
    const { verify } = create(secret, handClock().nowMs);
    const claims = { userId: 'ann', tokenId: 'token-1', expiresAt: startSeconds + 3600 };
    assert.equal(verify(signToken()), claims);
    assert.equal(verify(signToken()), claims);
    assert.is(verify(signToken({ sub: 'bob', jti: 'token-2' })).userId, 'bob');
    assert.is(verify(signToken()).userId, 'ann');
  });

  test('refuses what is not a good token with its reason, time after time', () => {
    const { verify, connection } = create(secret, handClock().nowMs);
    for (const [what, token, reason] of refused) {
      const expected = `the token is not valid: ${reason}`;
      assert.throws(() => verify(token), unauthorized(expected), what);
      assert.throws(() => verify(token), unauthorized(expected), what);
      assert.throws(() => connection(token), unauthorized(expected), what);
    }
  });

  test('refuses a token whose parts are not JSON', () => {
    const { verify } = create(secret, handClock().nowMs);
    assert.throws(() => verify('e30x.e30x.e30x'), unauthorized());
    assert.throws(() => verify(`${head}.bm9uc2Vuc2U.${signature}`), unauthorized());
  });
}

function testExpiry(test: Test, create: CreateAuthenticator): void {
  const expired = unauthorized('the token has expired');

  test('refuses a token from the second of its expiry on', () => {
    const clock = handClock();
    const { verify } = create(secret, clock.nowMs);
    const token = signToken({ exp: startSeconds + 10 });
    for (const seconds of [0, 9, 0.999]) {
      clock.forward(seconds);
      assert.is(verify(token).userId, 'ann', `${clock.nowMs()}`);
    }
    clock.forward(0.001);
    assert.throws(() => verify(token), expired);
    clock.forward(3600);
    assert.throws(() => verify(token), expired);
  });

  test('ends a connection when its token expires, and opens none on an expired token', () => {
    const clock = handClock();
    const { connection } = create(secret, clock.nowMs);
    const token = signToken({ exp: startSeconds + 120 });
    const claims = connection(token);
    clock.forward(119);
    assert.is(claims().userId, 'ann');
    clock.forward(1);
    assert.throws(claims, expired);
    assert.throws(() => connection(token), expired);
  });
}

function testRevocation(test: Test, create: CreateAuthenticator): void {
  const isRevoked = unauthorized('the token was revoked');

  test('refuses a revoked token at once, on requests and on open connections', () => {
    const { verify, connection, revoke } = create(secret, handClock().nowMs);
    const claims = connection(signToken());
    revoke(verify(signToken()));
    assert.throws(() => verify(signToken()), isRevoked);
    assert.throws(claims, isRevoked);
    assert.throws(() => connection(signToken()), isRevoked);
  });

  test('refuses a revoked token that it never saw before', () => {
    const { verify, revoke } = create(secret, handClock().nowMs);
    revoke({ userId: 'ann', tokenId: 'token-1', expiresAt: startSeconds + 3600 });
    assert.throws(() => verify(signToken()), isRevoked);
  });

  test('leaves the other tokens of the user as they are', () => {
    const { verify, connection, revoke } = create(secret, handClock().nowMs);
    const other = signToken({ jti: 'token-2' });
    const claims = connection(other);
    revoke(verify(signToken()));
    assert.is(verify(other).tokenId, 'token-2');
    assert.is(claims().tokenId, 'token-2');
  });

  test('calls a token that was revoked and has expired since expired', () => {
    const clock = handClock();
    const { verify, connection, revoke } = create(secret, clock.nowMs);
    const claims = connection(signToken());
    revoke(claims());
    clock.forward(3600);
    revoke({ userId: 'ann', tokenId: 'token-3', expiresAt: startSeconds + 9999 });
    assert.throws(() => verify(signToken()), unauthorized('the token has expired'));
    assert.throws(claims, unauthorized('the token has expired'));
  });
}

function unauthorized(message?: string) {
  return (error: unknown) => {
    assert.instance(error, Unauthorized);
    if (message !== undefined) assert.is((error as Unauthorized).message, message);
    return true;
  };
}
