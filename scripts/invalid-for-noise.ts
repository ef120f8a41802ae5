/**
 * Reads the run.json of an invalid gate on stdin: exit 0 when all that speaks against it is noise of
 * this machine, else 1. A side that fails is no noise. Nor is a drift, which may be a leak, and is rare
 * between equal versions (docs/gate-study.md).
 */
import { text } from 'node:stream/consumers';
import { exitCode } from '../harness/error.ts';
import { runSchema } from '../harness/record/run.ts';

const noise = [
  /^\S+ of \S+ arms? invalid and left out: (a core|the generator) .*end other work on this machine/,
  /^\S+ of \S+ arms? invalid and left out: the services .*the machine was too busy$/,
  /^a server differs from itself in /,
];

const { gate } = runSchema.parse(JSON.parse(await text(process.stdin)));
const reasons = gate?.state === 'invalid' ? gate.reasons : [];
const forgiven =
  reasons.length > 0 && reasons.every((reason) => noise.some((each) => each.test(reason)));
process.exitCode = forgiven ? exitCode.ok : exitCode.limitBroken;
