import { runBench } from './bench.ts';

process.exitCode = await runBench(process.argv);
