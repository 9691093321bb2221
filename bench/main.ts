import { tuneEngine } from '../src/cli/engine.ts';
import { runBench } from './bench.ts';

// What is measured in this process runs as it does in a gateway.
tuneEngine();
process.exitCode = await runBench(process.argv);
