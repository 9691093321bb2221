import { setImmediate as breathe } from 'node:timers/promises';
import type { Append, Ledger, MemberView, Verdict } from '../../ledger/ledger.ts';
import type { KeyStore } from '../../message/keystore.ts';
import { Refusal } from '../../problem/refusal.ts';
import type { Database } from '../../store/database.ts';
import { together } from '../../store/steps.ts';
import { addDays, type DateText, dateOf, daysBetween } from '../../time/calendar.ts';
import type { Clock } from '../../time/clock.ts';
import { type Manifest, manifestDigest, signManifest } from '../files/manifest.ts';
import { entriesOn, firstBookedDay, schemesPosted } from './journal.ts';
import { DayScan, scanOf } from './scan.ts';
import { DAYS_CHAIN, type SealBody, type SealedFile, sealedDays, sealOf } from './sealed.ts';

/** What sealing needs from the rest of the gateway. */
export interface Sealing {
  readonly database: Database;
  readonly ledger: Ledger;
  /** The gateway's id, as manifests name it. */
  readonly gateway: string;
  readonly keys: Pick<KeyStore, 'current'>;
  /** The schemes that the gateway has: each gets a file every day, also where nothing was booked. */
  readonly schemes: readonly string[];
  readonly clock: Clock;
}

/** A day asked for by name may begin the files at most so many days before anything was booked: a slip of the year must not seal centuries. */
const MAX_DAYS_AHEAD = 366;
/**
 * More days than this are sealed only by name: a clock that has jumped ahead by years, or a sandbox's data opened without
 * the sandbox's clock, would else seal days that no entry could go back to.
 */
const MAX_UNNAMED = 31;

/**
 * Seals every business day that is not sealed yet, the oldest first. A sealed day takes no entry any more: what commits
 * later falls on the next open day, whatever a clock says. Sealing again changes nothing.
 *
 * The first day is that of the first entry there ever was; a gateway on which nothing was ever booked has nothing to
 * seal. A day that is asked for by name is sealed even where nothing had been booked by then. From the first day on every
 * day is sealed, also one on which nothing happened.
 *
 * @param through the last day to seal; by default yesterday
 * @returns the days that were sealed now, by this process
 * @throws Refusal `DAY_NOT_OVER` for a day that is not over by the business clock, `INVALID_PARAMETER` for one too long
 *   ago, `DAYS_UNNAMED` where more than a month waits to be sealed and no day was named
 */
export async function sealDays(sealing: Sealing, through?: DateText): Promise<DateText[]> {
  const today = dateOf(sealing.clock.business());
  if (through !== undefined && through >= today) throw notOver(through, today);
  const last = through ?? addDays(today, -1);
  const sealed: DateText[] = [];
  for (;;) {
    const after = (await sealing.database.read(sealedDays))?.last;
    const date = after === undefined ? await firstDay(sealing, today, through) : addDays(after, 1);
    if (date === undefined || date > last) return sealed;
    const waiting = daysBetween(date, last) + 1;
    if (through === undefined && sealed.length === 0 && waiting > MAX_UNNAMED) throw unnamed(date, waiting);
    if (await sealDay(sealing, date, after)) sealed.push(date);
  }
}

async function firstDay(
  { database }: Sealing,
  today: DateText,
  named: DateText | undefined,
): Promise<DateText | undefined> {
  const booked = await database.read(firstBookedDay);
  if (named === undefined || (booked !== undefined && booked <= named)) return booked;
  if (named < addDays(booked ?? today, -MAX_DAYS_AHEAD)) {
    throw new Refusal('INVALID_PARAMETER', {
      detail: `${named} 早于首笔业务一年以上，请核对日期`,
      detailEn: `${named} lies more than a year before anything was booked: check the date`,
    });
  }
  return named;
}

/** How often a day is gone through outside the transaction before it is gone through inside. */
const SCANS_OUTSIDE = 2;

/**
 * Seals one day. The day is gone through outside any transaction, in batches between which settlements are taken; the
 * transaction then adds the few entries that may have come since, and writes the seal. So boundary and digests are one
 * entry, no day is ever half sealed, and settlements wait no longer than it takes to count the entries of the day.
 *
 * They are counted because a store with many writers numbers an entry before it can be seen: one may turn up among those
 * that were taken already. Then the day is gone through again from its beginning.
 *
 * @param after the last sealed day, as it was when this day's turn came
 * @returns whether it was sealed here; `false` where things have changed meanwhile and must be looked at again
 */
async function sealDay(sealing: Sealing, date: DateText, after: DateText | undefined): Promise<boolean> {
  const { database, ledger } = sealing;
  const before = after === undefined ? undefined : await database.read(() => sealOf(after));
  let scan: DayScan | undefined = new DayScan(date);
  for (let scans = 1; ; ) {
    while (scan !== undefined && !(await scan.step(database))) await breathe();
    const answer = await ledger.write({ memberId: DAYS_CHAIN, hospitalId: '', alone: true }, (view) =>
      attempt(view, sealing, { date, after, before, scan }),
    );
    if (answer === 'sealed' || answer === 'changed') return answer === 'sealed';
    if (answer === 'missed') {
      scan = scans < SCANS_OUTSIDE ? new DayScan(date) : undefined;
      scans += 1;
    }
  }
}

/** What came of an attempt. `behind`: more has come than is taken inside a transaction. `missed`: the scan lacks entries. */
type Attempt = 'sealed' | 'changed' | 'behind' | 'missed';

/** A day whose turn has come. */
interface Turn {
  readonly date: DateText;
  /** The last sealed day, and what was sealed of it. */
  readonly after: DateText | undefined;
  readonly before: SealBody | undefined;
  /** What was gone through outside the transaction; `undefined` where all of it is left to be done inside. */
  readonly scan: DayScan | undefined;
}

/** Runs inside the write, which may run it again: the scan takes what comes next only once nothing is left to look up. */
function attempt({ openDay, look }: MemberView, sealing: Sealing, turn: Turn): Verdict<Attempt> {
  const { date, after, before } = turn;
  // Another process may have sealed the day, or, where none is sealed yet, somebody may have booked before it.
  const open = openDay === (after === undefined ? '' : date);
  const first = after === undefined ? look('first booked day', firstBookedDay) : undefined;
  if (!open || (first !== undefined && first < date)) return { answer: 'changed' };
  const scan = turn.scan ?? look(`all of ${date}`, () => scanOf(date));
  const [batch, count, posted] = look(`rest of ${date} after ${scan.last}`, () =>
    together(scan.next(), entriesOn(date), schemesPosted()),
  );
  // What it takes here may still be undone with this transaction: then this attempt ends with an error, scan and all.
  if (!scan.take(batch)) return { answer: 'behind' };
  if (scan.count !== count) return { answer: 'missed' };
  return { answer: 'sealed', append: append(sealing, seal(sealing, date, { scan, before, posted })) };
}

function seal(
  { schemes, gateway, keys, clock }: Sealing,
  date: DateText,
  { scan, before, posted }: Pick<Turn, 'before'> & { readonly scan: DayScan; readonly posted: readonly string[] },
): SealBody {
  const found = scan.found();
  const iat = Math.floor(clock.real() / 1000);
  // Once a scheme has a file it has one every day, so that its chain of manifests has no gap.
  const all = new Set([...schemes, ...posted, ...scan.schemes(), ...Object.keys(before?.files ?? {})]);
  const files = [...all].sort().map((scheme): [string, SealedFile] => {
    const manifest: Manifest = {
      gateway,
      scheme,
      date,
      journalRoot: found.root,
      previousManifest: before?.files[scheme]?.digest ?? null,
      ...scan.summary(scheme),
    };
    const signature = signManifest(manifest, keys.current, iat);
    return [scheme, { manifest, digest: manifestDigest(manifest), signature }];
  });
  return { date, ...found, files: Object.fromEntries(files) };
}

/** The entry is booked on the day on which it is written, and so is under the root of that day. */
function append({ clock }: Sealing, body: SealBody): Append {
  const at = clock.business();
  const next = addDays(body.date, 1);
  const today = dateOf(at);
  return {
    entries: [{ type: 'SEAL', at, businessDate: today < next ? next : today, body }],
    settlements: [],
    accumulators: new Map(),
    replaceAll: false,
  };
}

function notOver(date: DateText, today: DateText): Refusal {
  return new Refusal('DAY_NOT_OVER', {
    detail: `业务日 ${date} 尚未结束（当前业务日 ${today}），结束后方可封账`,
    detailEn: `The business day ${date} is not over (it is ${today}): it can be sealed once it is`,
  });
}

function unnamed(from: DateText, waiting: number): Refusal {
  return new Refusal('DAYS_UNNAMED', {
    detail: `自 ${from} 起有 ${waiting} 个业务日待封账，超过 ${MAX_UNNAMED} 天，请核对时钟，并指定封至哪一天`,
    detailEn: `${waiting} days since ${from} wait to be sealed, more than ${MAX_UNNAMED}: check the clock, and name the day to seal through`,
  });
}
