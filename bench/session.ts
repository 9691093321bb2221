import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Load } from './load/load.ts';
import { LoadTarget } from './load/target.ts';
import { Report } from './report/report.ts';
import type { RunningServer } from './server/child.ts';
import { DatabaseServer } from './server/database.ts';
import { enroll, type Place, setUp, startGateway } from './server/gateway.ts';
import type { Settings } from './settings.ts';
import { makeParties } from './world/parties.ts';

/** A gateway that runs, and the load on it. */
export interface Stand {
  readonly place: Place;
  readonly server: RunningServer;
  readonly target: LoadTarget;
}

/** What all parts of a run share. Everything it makes is gone when the process ends. */
export class Session {
  readonly settings: Settings;
  readonly report = new Report();
  readonly load: Load;
  readonly parties;
  readonly #folder = mkdtempSync(join(tmpdir(), 'yizhan-bench-'));
  readonly #databases: DatabaseServer | undefined;
  readonly #running = new Set<RunningServer>();
  #main: Promise<Stand> | undefined;
  #template: Promise<Place> | undefined;

  private constructor(settings: Settings, load: Load, database: string | undefined) {
    process.once('exit', () => rmSync(this.#folder, { recursive: true, force: true }));
    this.settings = settings;
    this.load = load;
    this.parties = makeParties(settings.hospitals);
    this.#databases = database === undefined ? undefined : new DatabaseServer(database);
  }

  /** @param database where each place gets a PostgreSQL database of its own; places are folders where it is not given */
  static async open(settings: Settings, database: string | undefined): Promise<Session> {
    return new Session(settings, await Load.start(), database);
  }

  /** A new store with parties, and with so many members on the roster. */
  async place(members: number): Promise<Place> {
    this.#template ??= this.#setUp({ data: this.#newFolder(), database: await this.#databases?.create() });
    const template = await this.#template;
    const place = { data: this.#newFolder(), database: await this.#databases?.create(template.database) };
    cpSync(template.data, place.data, { recursive: true });
    await enroll(place, members);
    return place;
  }

  /** The same on the embedded store, whatever is measured. */
  async embeddedPlace(members: number): Promise<Place> {
    if (this.#databases === undefined) return this.place(members);
    const place = await this.#setUp({ data: this.#newFolder() });
    await enroll(place, members);
    return place;
  }

  /** Starts the gateway on a store. Load goes to the first so many members. */
  async start(place: Place, members: number): Promise<Stand> {
    return this.stand(place, await startGateway(place), members);
  }

  /** Puts a server that runs under load. */
  stand(place: Place, server: RunningServer, members: number): Stand {
    this.#running.add(server);
    const target = new LoadTarget(this.load, { hospitals: this.parties.hospitals, members, port: server.port });
    return { place, server, target };
  }

  async stop({ server }: Stand): Promise<void> {
    this.#running.delete(server);
    await server.stop();
  }

  /** The gateway that several parts look at: new, its members' years opened, not yet warm. */
  main(): Promise<Stand> {
    this.#main ??= this.#openMain();
    return this.#main;
  }

  /** Ends that gateway, so that it takes no time from others. */
  async stopMain(): Promise<void> {
    if (this.#main !== undefined) await this.stop(await this.#main);
    this.#main = undefined;
  }

  async close(): Promise<void> {
    this.load.stop();
    await Promise.allSettled([...this.#running].map((server) => server.stop()));
    await this.#databases?.close();
  }

  #newFolder(): string {
    return mkdtempSync(join(this.#folder, 'place-'));
  }

  async #setUp(place: Place): Promise<Place> {
    await setUp(place, this.parties);
    return place;
  }

  async #openMain(): Promise<Stand> {
    const { members } = this.settings;
    return this.start(await this.place(members), members);
  }
}
