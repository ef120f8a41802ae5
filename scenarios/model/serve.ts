/**
 * The process of the simulated model endpoint. Settings come from the environment: PORT,
 * MODEL_SEED, MODEL_PRESET (`typical`) and TIME_SCALE (1).
 */
import type { ModelSettings } from './call-plan.ts';
import { isPresetName, presets } from './preset.ts';
import { startModel } from './server.ts';

const { PORT, MODEL_SEED, MODEL_PRESET, TIME_SCALE } = process.env;

await startModel(parsePort(PORT), parseSettings());

function parseSettings(): ModelSettings {
  const preset = MODEL_PRESET ?? 'typical';
  if (!isPresetName(preset)) {
    throw new Error(`MODEL_PRESET is ${preset}: set one of ${Object.keys(presets).join(', ')}`);
  }
  const timeScale = Number(TIME_SCALE ?? 1);
  if (!(timeScale >= 0)) throw new Error(`TIME_SCALE is ${TIME_SCALE}: set a number, 0 or more`);
  return { seed: MODEL_SEED ?? 'tandem', preset, timeScale };
}

function parsePort(text: string | undefined): number {
  const port = Number(text);
  if (text && Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`PORT is ${text}: set the port to listen on, 0 to 65535`);
}
