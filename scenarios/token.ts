/** The bearer tokens that clients of the runtime show: JSON Web Tokens signed with HS256. */
import { createHmac } from 'node:crypto';

/** What the runtime is started with as JWT_SECRET. It guards nothing but a measured server. */
export const jwtSecret = 'tandem-measures-on-loopback-only';

/** In 2100, in seconds since the epoch: no token expires within a trial, and equal users have equal tokens. */
const expiresAt = 4_102_444_800;

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A token { sub, jti, exp } of a user (RFC 7519, signed as in RFC 7515). */
export function signToken(userId: string, secret: string): string {
  const header = encode({ alg: 'HS256', typ: 'JWT' });
  const claims = encode({ sub: userId, jti: `${userId}-session`, exp: expiresAt });
  const signature = createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url');
  return `${header}.${claims}.${signature}`;
}

/** The headers of a user's requests. */
export const bearerOf = (userId: string): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${signToken(userId, jwtSecret)}`,
});
