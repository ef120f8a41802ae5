/** For the tests: a command that hangs is killed, so that its test fails instead of waiting. */

/** For `spawnSync`. */
export const killedIfHung = { timeout: 300_000, killSignal: 'SIGKILL' } as const;

/** For a shell with children of its own: arguments of coreutils' `timeout`. */
export const timeoutArguments = ['--kill-after=5', '300'] as const;
