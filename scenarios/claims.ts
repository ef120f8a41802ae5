/**
 * Every number of the audit, in its order. What is said of a part is measured on the scenario of that
 * part, the fix alone against nothing; what is said of performance as such, on the standard workload.
 */
import type { Claim } from '../harness/index.ts';
import { findings } from './claims/findings.ts';
import { table } from './claims/gains.ts';
import { effort, phases } from './claims/roadmap.ts';
import { totals } from './claims/totals.ts';

export const claims: readonly Claim[] = [...totals, ...findings, ...phases, ...effort, ...table];
