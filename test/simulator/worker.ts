import { parentPort } from 'node:worker_threads';
import { type EpisodeOptions, runEpisode } from './episode.ts';

const port = parentPort;
if (port === null) throw new Error('this module runs in a worker thread');
port.on('message', async (options: EpisodeOptions) => port.postMessage(await runEpisode(options)));
