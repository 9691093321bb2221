import type Sqlite from 'better-sqlite3';

/** A row to be sorted: its key, by which it is found, and what else it says. */
export type KeyedRow = readonly [key: string, decisionId: string, insurerPaid: string, memberBenefit: string];

/** So many rows are sorted at a time: the memory it takes, and how long others wait for it. */
const RUN = 20_000;
/** So many rows of each run are in memory while runs are merged. */
const CHUNK = 200;

/**
 * Sorts more rows than fit into memory: rows are sorted run by run and put away, and the runs are merged when they are
 * read. A B-tree that takes rows in any order would read and write the disk for every one of them.
 */
export class SortedRuns {
  readonly #insert: Sqlite.Statement<[number, number, string]>;
  readonly #select: Sqlite.Statement<[number, number], { body: string }>;
  #rows: KeyedRow[] = [];
  #runs = 0;

  /** @param name of the table, which is made here */
  constructor(db: Sqlite.Database, name: string) {
    db.exec(`CREATE TABLE ${name} (run INTEGER, chunk INTEGER, body TEXT, PRIMARY KEY (run, chunk)) WITHOUT ROWID`);
    this.#insert = db.prepare(`INSERT INTO ${name} VALUES (?, ?, ?)`);
    this.#select = db.prepare(`SELECT body FROM ${name} WHERE run = ? AND chunk = ?`);
  }

  add(row: KeyedRow): void {
    this.#rows.push(row);
    if (this.#rows.length >= RUN) this.#putAway();
  }

  /** All rows in the order of their keys. No row is added after this. */
  *merged(): Generator<KeyedRow, void, void> {
    this.#putAway();
    const heap: Iterator<KeyedRow, void, void>[] = [];
    const heads = new Map<Iterator<KeyedRow, void, void>, KeyedRow>();
    const keyAt = (index: number) => heads.get(heap[index] as Iterator<KeyedRow>)?.[0];
    for (let run = 0; run < this.#runs; run += 1) {
      const rows = this.#run(run);
      const first = rows.next();
      if (first.done === true) continue;
      heads.set(rows, first.value);
      heap.push(rows);
      siftUp(heap, keyAt);
    }
    for (let top = heap[0]; top !== undefined; top = heap[0]) {
      const head = heads.get(top);
      if (head !== undefined) yield head;
      const next = top.next();
      if (next.done === true) {
        heads.delete(top);
        const last = heap.pop();
        if (last !== undefined && heap.length > 0) heap[0] = last;
      } else heads.set(top, next.value);
      siftDown(heap, keyAt);
    }
  }

  *#run(run: number): Generator<KeyedRow, void, void> {
    for (let chunk = 0; ; chunk += 1) {
      const found = this.#select.get(run, chunk);
      if (found === undefined) return;
      yield* JSON.parse(found.body) as KeyedRow[];
    }
  }

  #putAway(): void {
    if (this.#rows.length === 0) return;
    const rows = this.#rows.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
    for (let chunk = 0; chunk * CHUNK < rows.length; chunk += 1) {
      this.#insert.run(this.#runs, chunk, JSON.stringify(rows.slice(chunk * CHUNK, (chunk + 1) * CHUNK)));
    }
    this.#runs += 1;
    this.#rows = [];
  }
}

type KeyAt = (index: number) => string | undefined;

function before(keyAt: KeyAt, a: number, b: number): boolean {
  const [first, second] = [keyAt(a), keyAt(b)];
  return first !== undefined && (second === undefined || first < second);
}

function swap<T>(heap: T[], a: number, b: number): void {
  [heap[a], heap[b]] = [heap[b] as T, heap[a] as T];
}

function siftUp<T>(heap: T[], keyAt: KeyAt): void {
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (!before(keyAt, at, parent)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function siftDown<T>(heap: T[], keyAt: KeyAt): void {
  for (let at = 0; ; ) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2]) {
      if (child < heap.length && before(keyAt, child, least)) least = child;
    }
    if (least === at) return;
    swap(heap, at, least);
    at = least;
  }
}
