/** What must be equal in the databases of both variants: the rows of runs and steps, by run key. */
import type { Inspection } from '../harness/index.ts';

/**
 * Without ids and moments. `jsonb` has one text for equal values, so the database can hash it.
 * `snapshots`, `journal` and `step_metrics` may differ: they are what some of the fixes are about.
 */
const digestSql = `
  select
    split_part(runs.id, '~', 1) as key,
    md5(jsonb_build_array(
      runs.user_id, runs.mode, runs.status, runs.request - 'id', md5(runs.state::text),
      runs.state_hash, runs.reason,
      (select jsonb_agg(
         jsonb_build_array(step, position, status, attempts, md5(result::text)) order by position)
       from steps where steps.run_id = runs.id)
    )::text) as digest
  from runs`;

/** One digest a run key. */
export async function inspectRows(
  inspection: Inspection,
): Promise<Readonly<Record<string, string>>> {
  const rows = await inspection.sql(digestSql);
  return Object.fromEntries(rows.map(({ key, digest }) => [String(key), String(digest)]));
}
