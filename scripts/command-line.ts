import { quote } from 'shell-quote';

/** What was typed, so that a shell takes it again. */
export const commandLine = (): string => quote(['tandem', ...process.argv.slice(2)]);
