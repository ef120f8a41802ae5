/** The same load under Clinic's tools: their pages are kept, what they say is shown. */
import { join, relative } from 'node:path';
import { notFitError, TandemError } from '../error.ts';
import { runClinic } from '../profile/clinic.ts';
import type { ClinicTool } from '../profile/clinic-launch.ts';
import type { ClinicDiagnosis } from '../profile/diagnosis.ts';
import { driveArms, type Loaded, type Looking, prepare } from './diagnose-load.ts';
import { openAround, type Surroundings } from './launched-pair.ts';
import { whileWanted } from './while-alive.ts';

/** Of less, Clinic's doctor says nothing that holds. */
const clinicLoadMs = 13_000;

/** A tool that fails says why in place of its page: the others, and what is ours, stay. */
export async function diagnoseClinic(tool: ClinicTool, looking: Looking): Promise<ClinicDiagnosis> {
  const { trial, side, rig, folder } = looking;
  const around = await openAround(trial, side, rig);
  try {
    const { page, verdict } = await whileWanted(rig.signal, around.generator, () =>
      runClinic({
        tool,
        command: trial[side].command,
        cwd: trial[side].cwd,
        environment: around.environment,
        outFolder: join(folder, `${trial.scenario.scenario.name}-${side}`),
        signal: rig.signal,
        load: (url) => loadFor(around, url, tool, looking),
      }),
    );
    return { tool, page: relative(join(folder, '..'), page), verdict, failure: null };
  } catch (error) {
    if (!(error instanceof TandemError)) throw error;
    return { tool, page: null, verdict: null, failure: error.message };
  } finally {
    await around.close();
  }
}

async function loadFor(
  { generator, databaseUrl }: Surroundings,
  url: string,
  tool: ClinicTool,
  looking: Looking,
): Promise<void> {
  const loaded: Loaded = { target: { url, databaseUrl }, generator, alive: (work) => work };
  await prepare(loaded, looking);
  let completed = 0;
  for await (const { counts } of driveArms(loaded, looking, `clinic-${tool}`, clinicLoadMs)) {
    completed += counts.completed;
  }
  if (completed === 0) throw notFitError(`no operation completed under clinic ${tool}`);
}
