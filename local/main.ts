/** `npm start`: serves until it is told to stop. */
import { runCommand } from './serve';

void runCommand(process.argv.slice(2), () => undefined);
