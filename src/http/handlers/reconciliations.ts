import type { Side } from '../../clearing/reconciliation/side.ts';
import { callerOf, type HttpContext } from '../env.ts';
import { reply, replyJson } from '../reply.ts';
import { wanted } from '../wanted.ts';
import { dateIn } from './daily-files.ts';
import { ownSchemeIn } from './own-scheme.ts';

/** Holds an insurer's view of a sealed day against ours. */
export function reconcile(c: HttpContext): Promise<Response> {
  return upload(c, insurerDay(c));
}

/** The reconciliations of a scheme's day. */
export async function listReconciliations(c: HttpContext): Promise<Response> {
  return replyJson(c, 200, await c.get('gateway').reconciliations.list(insurerDay(c)));
}

/** One of them. */
export async function showReconciliation(c: HttpContext): Promise<Response> {
  return show(c, insurerDay(c));
}

/** Holds a hospital's own day against ours. */
export function reconcileOwn(c: HttpContext): Promise<Response> {
  return upload(c, hospitalDay(c));
}

/** The reconciliations of the hospital's day. */
export async function listOwn(c: HttpContext): Promise<Response> {
  return replyJson(c, 200, await c.get('gateway').reconciliations.list(hospitalDay(c)));
}

/** One of them. */
export async function showOwn(c: HttpContext): Promise<Response> {
  return show(c, hospitalDay(c));
}

function insurerDay(c: HttpContext): Side {
  return { side: 'insurer', subject: ownSchemeIn(c), date: dateIn(c) };
}

/** A hospital names no hospital: the day is its own. */
function hospitalDay(c: HttpContext): Side {
  return { side: 'hospital', subject: callerOf(c).party.id, date: dateIn(c) };
}

async function upload(c: HttpContext, side: Side): Promise<Response> {
  const file = c.get('upload');
  if (file === undefined) throw new Error('no upload was taken on this route');
  const source = file.createReadStream({ start: 0, autoClose: false });
  const report = await c.get('gateway').reconciliations.reconcile({ ...side, by: callerOf(c).party.id, source });
  return replyJson(c, 201, report);
}

async function show(c: HttpContext, side: Side): Promise<Response> {
  const { reconciliations } = c.get('gateway');
  const id = c.req.param('id') ?? '';
  if (wanted(c) !== 'text/csv') return replyJson(c, 200, await reconciliations.report(side, id));
  const bytes = Buffer.from(await reconciliations.csv(side, id));
  return reply(c, { status: 200, type: 'text/csv; charset=utf-8', bytes });
}
