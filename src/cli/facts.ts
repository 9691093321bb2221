import { Command } from 'commander';
import { setFact } from '../roster/facts.ts';
import { cliCaller } from './caller.ts';
import { databaseOption, dataOption, type Place } from './options.ts';
import { print } from './output.ts';
import { withStore } from './with-store.ts';

/** `yizhan facts` */
export function factsCommand(): Command {
  return new Command('facts')
    .summary('facts of a scheme, such as the participation rate / 方案参数')
    .description('Keeps the facts that rules ask for.\n维护规则所需的参数。')
    .addCommand(
      new Command('set')
        .summary('set a fact / 设置参数')
        .description(
          'Sets a fact of a scheme: one that it declares, or autoPayLimit, autoPayStop, insurerShares. Earlier values are kept. A running gateway notices.\n设置方案参数：方案自有的，或 autoPayLimit、autoPayStop、insurerShares；旧值保留；网关运行时也可设置。',
        )
        .argument('<scheme>', 'id of the scheme / 方案代码')
        .argument('<name>', 'name of the fact / 参数名')
        .argument('<value>', 'its value, such as 0.31 / 参数值')
        .addOption(dataOption())
        .addOption(databaseOption())
        .action(set),
    );
}

async function set(scheme: string, name: string, value: string, place: Place): Promise<void> {
  await withStore(place, async ({ database, library, clock }) => {
    const done = await setFact(database, library, scheme, name, value, clock, cliCaller());
    print(`${scheme} ${name} = ${done.value}${done.changed ? '' : '（未变 unchanged）'}`);
  });
}
