/** A Chromium for the tests: the system's, else Playwright's own, else on Debian as root the package. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { browserAdvice, installedBrowser } from '../harness/launch/installed-browser.ts';

const playwrightsOwn = [chromium.executablePath()];

/**
 * Path of a Chromium, or null after one line that says how to get it.
 * Throws when there is none and `CI=true`: a check that did not run must not look green.
 */
export async function findBrowser(): Promise<string | null> {
  const found = (await installedBrowser(playwrightsOwn)) ?? (await installDebianPackage());
  if (found) return found;
  if (process.env['CI'] === 'true')
    throw new Error(`${browserAdvice}. With CI=true this is a failure.`);
  process.stderr.write(`tandem: ${browserAdvice}; the browser tests are skipped\n`);
  return null;
}

async function installDebianPackage(): Promise<string | null> {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return null;
  process.stderr.write('tandem: installing the Debian package chromium for the browser tests\n');
  const apt = (...options: string[]) =>
    spawnSync('apt-get', options, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  const installed =
    apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
  return installed ? installedBrowser(playwrightsOwn) : null;
}
