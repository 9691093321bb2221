import { Command, InvalidArgumentError, Option } from 'commander';
import { commitDistribution } from '../clearing/year-end/commit.ts';
import { type Plan, planDistribution } from '../clearing/year-end/plan.ts';
import { Money } from '../money/money.ts';
import { ratioPercent, ratioText } from '../money/ratio.ts';
import { Refusal } from '../problem/refusal.ts';
import { databaseOption, dataOption, type Place } from './options.ts';
import { print } from './output.ts';
import { openLedger } from './store.ts';
import { withStore } from './with-store.ts';

interface DistributeOptions extends Place {
  readonly serviceFee: Money;
  readonly commit: boolean;
}

/** `yizhan year-end` */
export function yearEndCommand(): Command {
  return new Command('year-end')
    .summary('the end of a policy year / 保障年度终了')
    .description('What a notice provides for the end of a policy year.\n保障年度终了的事项。')
    .addCommand(
      new Command('distribute')
        .summary('distribute the surplus / 结余二次分配')
        .description(
          "Distributes what is left of the year's premiums over what accepted claims left to the members, in proportion, never more than that. Without --commit it only prints it; with it each policy is booked once, and may be run again after an interruption.\n将年度保费扣除服务费与赔付后的结余，按已受理案件中参保人仍自行负担的费用比例分配，不超过其负担；不加 --commit 只列出；每张保单每年只记账一次，中断后可再次运行。",
        )
        .argument('<scheme>', 'id of the scheme / 方案代码')
        .addOption(
          new Option('--service-fee <amount>', "the insurer's service fee in yuan / 服务费（元）")
            .makeOptionMandatory()
            .argParser(readAmount),
        )
        .option('--commit', 'book it / 记账', false)
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(distribute),
    );
}

function readAmount(text: string): Money {
  const amount = Money.parse(text);
  if (amount !== undefined && !amount.isNegative()) return amount;
  throw new InvalidArgumentError(
    '须为不小于 0、至多两位小数的元 / must be yuan, not below 0, with at most 2 decimals.',
  );
}

async function distribute(id: string, { serviceFee, commit, ...place }: DistributeOptions): Promise<void> {
  await withStore(place, async (store) => {
    const scheme = store.library.get(id);
    if (scheme === undefined) {
      throw new Refusal('SCHEME_NOT_FOUND', { detail: `没有方案 ${id}`, detailEn: `There is no scheme ${id}` });
    }
    const dependencies = { ...(await openLedger(store)), database: store.database };
    const plan = await planDistribution(dependencies, scheme, serviceFee);
    printPlan(plan);
    if (!commit) {
      print('未记账，加 --commit 记账 / not booked, add --commit');
      return;
    }
    const { count, amount } = await commitDistribution(dependencies, plan);
    print(
      count === 0
        ? '没有可记账的分配：已全部记账或无可分配 / nothing to book: all is booked, or there is nothing to distribute'
        : `已记账 ${count} 笔，合计 ${amount.toFixed2()} 元 / booked ${count}, ${amount.toFixed2()} yuan in all`,
    );
  });
}

function printPlan({ scheme, year, serviceFee, experience, pool, shares }: Plan): void {
  const { hospital, member, external } = experience.payouts;
  const paid = Money.sum([hospital, member, external]);
  const given = Money.sum(shares.map(({ amount, booked }) => booked ?? amount));
  const need = Money.sum(shares.map((share) => share.need));
  print(`${scheme.rules.name.zh}  ${year.from} — ${year.to}`);
  const figures = [
    ['保费 premiums', experience.premiums],
    ['服务费 service fee', serviceFee],
    ['赔付 payouts', paid],
    ['可分配 pool', pool],
    ['仍自负 still borne', need],
    ['分配 distributed', given],
  ] as const;
  for (const [name, amount] of figures) print(`  ${name}: ${amount.toFixed2()}`);
  print('保单 policy\t仍自负 borne\t分配 share\t');
  for (const { policyNo, need: borne, amount, booked } of shares) {
    const state = booked === null ? '' : '已记账 booked';
    print(`${policyNo}\t${borne.toFixed2()}\t${(booked ?? amount).toFixed2()}\t${state}`.trimEnd());
  }
  printRatio(scheme, experience.premiums, paid, given);
}

/** The payout ratio that the notice aims at, before and after. */
function printRatio({ rules }: Plan['scheme'], premiums: Money, paid: Money, given: Money): void {
  const ratio = (part: Money) => ratioPercent(ratioText(part, premiums));
  const after = paid.plus(given);
  print(`赔付率 payout ratio: ${ratio(paid)} → ${ratio(after)}`);
  for (const trigger of rules.experience) {
    if (trigger.ratio !== 'payout' || trigger.below === undefined) continue;
    const reached = after.gte(premiums.times(trigger.below));
    print(
      `目标 target ≥ ${ratioPercent(ratioText(trigger.below, Money.ONE))}: ${reached ? '达到 reached' : '未达到 not reached'} (${trigger.clause})`,
    );
  }
}
