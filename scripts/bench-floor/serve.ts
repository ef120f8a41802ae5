/** The floor runtime as a measured process, started as the real one is, until SIGTERM. */
import { parseEnvironment } from '../../runtime/environment.ts';
import { startFloor } from './floor-server.ts';

const server = await startFloor(parseEnvironment(process.env));
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));
