/**
 * Finding 14. The token is verified anew for every request and for every message of a connection,
 * and its secret is handed over as text, which the library turns into a key each time (it tries it
 * as a public key first). Seen in Budibase/budibase#14994 and auth0/node-jsonwebtoken#1046.
 */
import jwt from 'jsonwebtoken';
import type { Claims, CreateAuthenticator } from '../runtime/concerns.ts';
import { Unauthorized } from '../runtime/errors.ts';

/** Verifies HS256 tokens { sub, jti, exp }; what it refuses throws `Unauthorized`. */
export const createAuthenticator: CreateAuthenticator = (secret, nowMs) => {
  const revoked = new Map<string, Claims>();

  function verify(token: string): Claims {
    const claims = verifyToken(token, secret, nowMs());
    if (revoked.has(claims.tokenId)) throw new Unauthorized('the token was revoked');
    return claims;
  }

  return {
    verify,

    connection(token) {
      verify(token);
      return () => verify(token);
    },

    revoke(claims) {
      revoked.set(claims.tokenId, claims);
      for (const each of revoked.values()) {
        if (hasExpired(each, nowMs())) revoked.delete(each.tokenId);
      }
    },
  };
};

function verifyToken(token: string, secret: string, nowMs: number): Claims {
  try {
    const clockTimestamp = Math.floor(nowMs / 1000);
    return toClaims(jwt.verify(token, secret, { algorithms: ['HS256'], clockTimestamp }));
  } catch (error) {
    throw new Unauthorized(reasonOf(error));
  }
}

function toClaims(payload: string | jwt.JwtPayload): Claims {
  const { sub, jti, exp } = typeof payload === 'string' ? {} : payload;
  if (typeof sub !== 'string' || typeof jti !== 'string' || exp === undefined) {
    throw new jwt.JsonWebTokenError('sub, jti and exp are needed');
  }
  return { userId: sub, tokenId: jti, expiresAt: exp };
}

function hasExpired(claims: Claims, nowMs: number): boolean {
  return Math.floor(nowMs / 1000) >= claims.expiresAt;
}

function reasonOf(error: unknown): string {
  if (error instanceof jwt.TokenExpiredError) return 'the token has expired';
  if (error instanceof jwt.JsonWebTokenError) return `the token is not valid: ${error.message}`;
  return 'the token is not valid: it cannot be read';
}
