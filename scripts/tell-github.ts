import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '../harness/record/run.ts';
import {
  githubAnnotations,
  githubError,
  githubOutputs,
  githubSummary,
} from '../harness/report/github.ts';

/** In a job on GitHub: annotations on stderr, summary and outputs into the files it names. */
export function tellGithub(run: Run, folder: string): void {
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY, GITHUB_OUTPUT } = process.env;
  if (GITHUB_ACTIONS === 'true') {
    for (const line of githubAnnotations(run)) console.error(line);
  }
  if (GITHUB_STEP_SUMMARY) {
    const summary = readFileSync(join(folder, 'summary.md'), 'utf8');
    appendFileSync(GITHUB_STEP_SUMMARY, githubSummary(summary));
  }
  if (GITHUB_OUTPUT) appendFileSync(GITHUB_OUTPUT, githubOutputs(run, folder));
}

/** The same where nothing was measured: a job that asks for the state is to find one. */
export function tellGithubOfError(message: string): void {
  const { GITHUB_ACTIONS, GITHUB_OUTPUT } = process.env;
  if (GITHUB_ACTIONS === 'true') console.error(githubError(message));
  if (GITHUB_OUTPUT) appendFileSync(GITHUB_OUTPUT, 'state=error\n');
}
