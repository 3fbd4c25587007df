/**
 * The scripted agent: speaks ACP over its standard input and output and runs the script in its prompt
 * (`src/scripted/step.ts`). It needs no model and no network. `fairlead demo` and tests use it like every other agent.
 */
import { enableCompileCache } from 'node:module';

// Before the rest is imported: modules that are loaded before this call are not cached.
enableCompileCache();
const { serve } = await import('../scripted/serve.ts');
await serve(process.stdin, process.stdout);
process.exit(0);
