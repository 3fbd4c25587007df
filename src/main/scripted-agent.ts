/**
 * The scripted agent: a program that speaks ACP over its standard input and output and does what the script in its
 * prompt says (`src/scripted/step.ts`). It needs no model and no network. `fairlead demo` shows fairlead at work with it, and
 * tests drive it, through the same door as every other agent.
 */
import { enableCompileCache } from 'node:module';

// Before the rest is imported: modules that are loaded before this call are not cached.
enableCompileCache();
const { serve } = await import('../scripted/serve.ts');
await serve(process.stdin, process.stdout);
process.exit(0);
