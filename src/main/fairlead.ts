/** Entry of the command line, and of the daemon that it starts. */
import { enableCompileCache } from 'node:module';
import { runProgram } from '../cli/program.ts';
import { createContext } from './context.ts';

enableCompileCache();
process.exitCode = await runProgram(process.argv.slice(2), createContext(process));
