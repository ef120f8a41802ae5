import { createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { createAuthenticator as baseline } from '../../baseline/auth.ts';
import { defineBench, type Form } from '../../harness/index.ts';
import { createAuthenticator as optimized } from '../../optimized/auth.ts';
import type { CreateAuthenticator } from '../../runtime/concerns.ts';

interface Size {
  readonly tokens: number;
  readonly messages: number;
}

const secret = 'a secret of the micro-benchmarks, longer than 256 bits';
/** 2026-01-01T00:00:00Z; the clock stands still, so that no token expires. */
const nowSeconds = 1_767_225_600;
/** More than are remembered: by the time one comes round again, it is forgotten. */
const newTokens = 12_000;

export const auth = defineBench<Size>({
  name: 'auth',
  finding: 14,
  title:
    'A token is verified; where messages follow, it opens a connection and each asks whether it still holds.',
  counted: 'cpu',
  sizes: {
    'new-token': { tokens: newTokens, messages: 0 },
    'known-token': { tokens: 1, messages: 0 },
    '10-messages': { tokens: 1, messages: 10 },
    '100-messages': { tokens: 1, messages: 100 },
  },
  grows: 'how often a token is seen',
  open({ tokens, messages }) {
    const signed = signTokens(tokens);
    const form = (create: CreateAuthenticator) => formOf(create, signed, messages);
    return { forms: { baseline: form(baseline), optimized: form(optimized) } };
  },
});

function formOf(create: CreateAuthenticator, tokens: readonly string[], messages: number): Form {
  const { verify, connection } = create(secret, () => nowSeconds * 1000);
  let next = 0;
  const take = () => tokens[next++ % tokens.length] ?? '';
  const converse = () => {
    const claims = connection(take());
    let last = claims();
    for (let message = 1; message < messages; message++) last = claims();
    return last;
  };
  return {
    call: messages === 0 ? () => verify(take()) : converse,
    answer: () => [verify(tokens[0] ?? ''), connection(tokens[0] ?? '')(), refusal(verify)],
  };
}

function refusal(verify: (token: string) => unknown): string {
  try {
    verify('nonsense');
    return 'accepted';
  } catch (error) {
    return String(error);
  }
}

function signTokens(count: number): readonly string[] {
  const key = createSecretKey(secret, 'utf8');
  return Array.from({ length: count }, (_, index) =>
    jwt.sign({ sub: 'ann', jti: `token-${index}`, iat: nowSeconds, exp: nowSeconds + 3600 }, key),
  );
}
