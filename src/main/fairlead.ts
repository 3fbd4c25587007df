/** Entry point of the command line, and of the daemon that it starts. */
import { enableCompileCache } from 'node:module';
import { runProgram } from '../cli/program.ts';
import { absoluteEnvironment } from '../host/system/absolute-environment.ts';
import { createContext } from './context.ts';

enableCompileCache();
// Before any library reads the environment; child processes inherit it too.
const clean = absoluteEnvironment(process.env);
for (const name of Object.keys(process.env)) if (clean[name] === undefined) delete process.env[name];
Object.assign(process.env, clean);
process.exitCode = await runProgram(process.argv.slice(2), createContext(process));
