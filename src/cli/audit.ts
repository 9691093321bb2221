import { Command, InvalidArgumentError, Option } from 'commander';
import type { AuditedChange } from '../audit/documents.ts';
import { AuditTrail, isAudited } from '../audit/trail.ts';
import { canonicalJson } from '../claim/digest.ts';
import { AUDITED, type Audited } from '../ledger/audit.ts';
import { type DateText, formatInstant, parseInstant } from '../time/calendar.ts';
import { databaseOption, dataOption, type Place, readDate } from './options.ts';
import { print } from './output.ts';
import { withStore } from './with-store.ts';

interface Options extends Place {
  readonly what?: Audited;
  readonly subject?: string;
  readonly since?: DateText;
  readonly json: boolean;
}

/** `yizhan audit` */
export function auditCommand(): Command {
  return new Command('audit')
    .summary('who changed what of the set-up / 配置变更审计')
    .description('Shows the trail of every change of the set-up.\n查看每次配置变更的记录。')
    .addCommand(
      new Command('list')
        .summary('print the changes / 列出变更')
        .description(
          'Prints every change of parties and their keys, lists, facts, rosters and the stored keys: when, who, what, before and after; the oldest first. The changes lie in the hash chain of the journal.\n按时间列出参与方与密钥、目录、参数、名册及库内密钥的每次变更：时间、何人、何事、变更前后；均在账本哈希链中。',
        )
        .addOption(new Option('--what <kind>', `one of / 类别：${AUDITED.join(', ')}`).argParser(readWhat))
        .addOption(new Option('--subject <id>', "a party's id, a list's name, “SCHEME FACT”, a scheme / 对象"))
        .addOption(
          new Option('--since <date>', 'from this day on, real time / 自某日起（实际时间）').argParser(readDate),
        )
        .option('--json', 'lines of JSON / 每行一个 JSON', false)
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(list),
    );
}

function readWhat(text: string): Audited {
  if (isAudited(text)) return text;
  throw new InvalidArgumentError(`须为其一 / must be one of: ${AUDITED.join(', ')}.`);
}

async function list({ what, subject, since, json, ...place }: Options): Promise<void> {
  await withStore(place, async ({ database }) => {
    const from = since === undefined ? undefined : parseInstant(`${since}T00:00:00+08:00`);
    let changes = 0;
    for await (const change of new AuditTrail(database).all({ what, subject, since: from })) {
      print(json ? JSON.stringify(change) : changeText(change));
      changes += 1;
    }
    if (!json) print(`${changes} 项变更 / ${changes} change(s)`);
  });
}

/** A change for people: of what was there before only that which is other now. */
function changeText({ at, by, what, subject, before, after }: AuditedChange): string {
  const head = `${at}  ${by}  ${what}  ${subject}`;
  if (what === 'roster') return [head, ...rosterLines(before, after)].join('\n');
  return [head, ...differences(before, after)].join('\n');
}

type Fields = Readonly<Record<string, unknown>>;

function differences(before: unknown, after: unknown): string[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const changed = names.filter((name) => canonicalJson(was[name] ?? null) !== canonicalJson(is[name] ?? null));
  return changed.map((name) => {
    if (before === null) return `    ${name}: ${valueText(name, is[name])}`;
    return `    ${name}: ${valueText(name, was[name])} → ${valueText(name, is[name])}`;
  });
}

function rosterLines(before: unknown, after: unknown): string[] {
  const { asOf, policies } = after as { readonly asOf: number; readonly policies: readonly (readonly string[])[] };
  const earlier = new Map((before ?? []) as readonly (readonly [string, Fields])[]);
  const added = policies.length - earlier.size;
  const first = `    截至 as of ${formatInstant(asOf)}：新增 added ${added}，变更 changed ${earlier.size}`;
  return [
    first,
    ...policies.map(([policyNo = '', digest = '']) => {
      const was = earlier.get(policyNo);
      return `      ${policyNo} ${digest}${was === undefined ? '' : `  原为 was ${canonicalJson(was)}`}`;
    }),
  ];
}

function fieldsOf(value: unknown): Fields {
  return (value ?? {}) as Fields;
}

function valueText(name: string, value: unknown): string {
  if (value === undefined || value === null) return '—';
  if (typeof value === 'number' && name.endsWith('At')) return formatInstant(value);
  return typeof value === 'string' ? value : canonicalJson(value);
}
