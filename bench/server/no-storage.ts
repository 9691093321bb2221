import cluster from 'node:cluster';
import { tuneEngine } from '../../src/cli/engine.ts';
import { stopSignal } from '../../src/http/listen.ts';
import { startServer } from '../../src/http/server.ts';
import { openWithoutStorage } from './without-storage.ts';

/** `no-storage.ts DATA PROCESSES MEMBERS [DATABASE]`: serves without storage until it is told to stop, then ends with exit code 0. */

const [data = '', processes = '1', members = '0', database = ''] = process.argv.slice(2);

async function serve(say: (url: string) => void): Promise<void> {
  const server = await startServer(
    await openWithoutStorage({ data, database: database === '' ? undefined : database }, Number(members)),
    {
      port: 0,
      host: '127.0.0.1',
    },
  );
  say(server.url);
  await stopSignal();
  await server.close();
}

function print(url: string): void {
  process.stdout.write(`listens on ${url}\n`);
}

/** Workers share the port; the address is printed once all of them listen. */
async function lead(workers: number): Promise<void> {
  const urls: string[] = [];
  for (let worker = 0; worker < workers; worker += 1) {
    cluster.fork().on('message', (url: string) => {
      urls.push(url);
      if (urls.length === workers) print(url);
    });
  }
  await stopSignal();
  await new Promise<void>((resolve) => cluster.disconnect(resolve));
}

tuneEngine();
if (cluster.isWorker) {
  await serve((url) => process.send?.(url));
  process.exit();
} else if (Number(processes) > 1) await lead(Number(processes));
else await serve(print);
