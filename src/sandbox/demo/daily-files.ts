import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { edges } from '../../../adapters/mock-his/columns.ts';
import { type SignedManifest, verifyManifest } from '../../clearing/files/manifest.ts';
import { Money } from '../../money/money.ts';
import { HOSPITALS, INSURERS } from '../parties.ts';
import type { HospitalName, Stage } from './stage.ts';
import type { Step } from './step.ts';

/** What a daily file must come to, by record type: `count insurerPaid memberBenefit`. */
type Expected = ReadonlyMap<string, string>;

/** The day is sealed; each insurer downloads its files, verifies them and finds in them what was handed out. */
export const DAILY_FILES: Step = {
  zh: '日终：封账，保险机构下载日文件，按已签名的清单核对',
  en: "The day is sealed: each insurer's daily files against their signed manifests and the receipts",
  run: async (stage) => {
    const date = stage.receipts[0]?.decision.businessDate ?? '';
    const client = stage.insurer('INS-JX');
    const early = await client.dailyFile('jiangxi-weihuibao-2023', date);
    const code = early.kind === 'refused' ? early.problem.code : early.kind;
    stage.expect('封账之前的日文件', 'a file before the day is sealed', 'DAY_NOT_SEALED', code);
    await stage.seal(date);
    const expected = await expectedOf(stage);
    for (const { id, schemes } of INSURERS) {
      for (const scheme of schemes) await download(stage, id, scheme, date, expected.get(scheme) ?? new Map());
    }
  },
};

async function download(stage: Stage, insurer: string, scheme: string, date: string, expected: Expected) {
  const client = stage.insurer(insurer);
  const { days } = stage.answered(await client.dailyFiles(scheme)).body;
  const manifest = stage.answered(await client.manifest(scheme, date)).body;
  const file = await client.dailyFile(scheme, date);
  if (file.kind !== 'answered') throw new Error(`${scheme} ${date}: 下载失败 / the download failed`);
  const where = `${insurer} ${scheme}`;
  const signed = verifyManifest(manifest, stage.gatewayKeys);
  stage.expect(`${where} 清单签名`, `${where} signature of the manifest`, 'true', String(signed));
  const sha256 = createHash('sha256').update(file.body).digest('hex');
  stage.expect(`${where} 文件摘要`, `${where} digest of the file`, manifest.sha256, sha256);
  stage.expect(`${where} 业务日`, `${where} sealed days`, `${date} ${sha256}`, days.map(dayLine).join(', '));
  const rows = parse(file.body, { columns: true }) as Record<string, string>[];
  stage.expect(`${where} 收据合计`, `${where} sums of the receipts`, lines(expected), lines(sumsOf(rows)));
  stage.expect(`${where} 清单合计`, `${where} sums of the manifest`, lines(expected), lines(sumsIn(manifest)));
  const { count, insurerPaid } = manifest.totals;
  stage.print(edges(`  ${scheme} ${date}  ${insurer}  ${count} 行 rows`, insurerPaid, 80));
}

function dayLine({ date, sha256 }: { readonly date: string; readonly sha256: string }): string {
  return `${date} ${sha256}`;
}

function lines(sums: Expected): string {
  return [...sums]
    .map(([type, sum]) => `${type} ${sum}`)
    .sort()
    .join(', ');
}

function sumsIn({ recordTypes }: SignedManifest): Expected {
  const entries = Object.entries(recordTypes);
  return new Map(entries.map(([type, sum]) => [type, `${sum.count} ${sum.insurerPaid} ${sum.memberBenefit}`]));
}

function sumsOf(rows: readonly Readonly<Record<string, string>>[]): Expected {
  const groups = Map.groupBy(rows, ({ recordType = '' }) => recordType);
  return new Map(
    [...groups].map(([type, group]) => {
      const sum = (column: string) => Money.sum(group.map((row) => Money.of(row[column] ?? ''))).toFixed2();
      return [type, `${group.length} ${sum('insurerPaid')} ${sum('memberBenefit')}`];
    }),
  );
}

/** By scheme: what was handed out, what was taken back, and the adjustments that the hospitals can see. */
async function expectedOf(stage: Stage): Promise<ReadonlyMap<string, Expected>> {
  const rows: Record<'scheme' | 'recordType' | 'insurerPaid' | 'memberBenefit', string>[] = [];
  const reversed = new Set(stage.reversals.map(({ decisionId }) => decisionId));
  for (const { hospitalId, decision } of stage.receipts) {
    for (const { scheme, status, insurerPaid, memberBenefit } of decision.schemes) {
      if (status !== 'paid') continue;
      rows.push({ scheme, recordType: 'SETTLE', insurerPaid, memberBenefit });
      if (!reversed.has(decision.decisionId)) continue;
      const back = (amount: string) => Money.of(amount).negated().toFixed2();
      rows.push({ scheme, recordType: 'REVERSE', insurerPaid: back(insurerPaid), memberBenefit: back(memberBenefit) });
    }
    const { adjustments } = stage.answered(await stage.client(nameOf(hospitalId)).query(decision.settlementId)).body;
    for (const { scheme, amount } of adjustments) {
      rows.push({ scheme, recordType: 'ADJUST', insurerPaid: '0.00', memberBenefit: amount });
    }
  }
  const byScheme = Map.groupBy(rows, ({ scheme }) => scheme);
  return new Map([...byScheme].map(([scheme, group]) => [scheme, sumsOf(group)]));
}

function nameOf(hospitalId: string): HospitalName {
  const names = Object.keys(HOSPITALS) as HospitalName[];
  const found = names.find((name) => HOSPITALS[name].id === hospitalId);
  if (found === undefined) throw new Error(`the sandbox has no hospital ${hospitalId}`);
  return found;
}
