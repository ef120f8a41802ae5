/** A Chromium for the tests: the system's, else Playwright's own, else on Debian as root the package. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macChrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * Path of a Chromium, or null after one line that says how to get it.
 * Throws when there is none and `CI=true`: a check that did not run must not look green.
 */
export async function findBrowser(): Promise<string | null> {
  const found = installedBrowser() ?? installDebianPackage();
  if (found) return found;
  const advice =
    'no Chromium found: install it (Debian: apt-get install chromium; elsewhere: npx playwright install chromium)';
  if (process.env['CI'] === 'true') throw new Error(`${advice}. With CI=true this is a failure.`);
  process.stderr.write(`tandem: ${advice}; the browser tests are skipped\n`);
  return null;
}

function installedBrowser(): string | null {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, macChrome, chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

function installDebianPackage(): string | null {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return null;
  process.stderr.write('tandem: installing the Debian package chromium for the browser tests\n');
  const apt = (...options: string[]) =>
    spawnSync('apt-get', options, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  const installed =
    apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
  return installed ? installedBrowser() : null;
}
