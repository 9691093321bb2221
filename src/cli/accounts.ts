import { Argument, Command, Option } from 'commander';
import { Accounts, type Credentials } from '../accounts/accounts.ts';
import { Passwords } from '../accounts/password.ts';
import { ALL_ROLES, ROLES, type Role } from '../accounts/role.ts';
import { otpauthUri } from '../accounts/totp.ts';
import { formatInstant } from '../time/calendar.ts';
import { cliCaller } from './caller.ts';
import { gatewayId } from './gateway-id.ts';
import { databaseOption, dataOption, type Place, readId } from './options.ts';
import { print } from './output.ts';
import type { Store } from './store.ts';
import { withStore } from './with-store.ts';

/** Who changes accounts here. */

interface AddOptions extends Place {
  readonly party: string;
  readonly role: Role;
}

/** `yizhan accounts` */
export function accountsCommand(): Command {
  return new Command('accounts')
    .summary('who may sign in to the console / 控制台账户')
    .description('Makes and closes accounts of the console.\n建立和停用控制台账户。')
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(
      changeCommand('disable', 'close an account, everywhere at once / 停用账户，立即退出所有登录').action(disable),
    )
    .addCommand(
      changeCommand(
        'reset',
        'a new password and a new authenticator secret; opens a disabled account / 重置密码和验证器密钥；恢复停用的账户',
      ).action(reset),
    );
}

function addCommand(): Command {
  return placed(new Command('add'))
    .summary('make an account / 建立账户')
    .description(
      `Makes an account and prints its one-time password and authenticator secret, this once.\n建立账户，并仅此一次显示其一次性密码和验证器密钥。`,
    )
    .addArgument(new Argument('<name>', 'user name, lower case / 用户名（小写）'))
    .addOption(
      new Option('--party <id>', 'the registered party it acts for / 所属参与方')
        .argParser(readId)
        .makeOptionMandatory(),
    )
    .addOption(new Option('--role <role>', 'what it may do / 角色').choices(ALL_ROLES).makeOptionMandatory())
    .action(add);
}

function listCommand(): Command {
  return placed(new Command('list'))
    .summary('list accounts / 列出账户')
    .description('Lists accounts: name, role, party, state.\n列出账户：用户名、角色、参与方、状态。')
    .action(list);
}

function changeCommand(name: string, summary: string): Command {
  const [en = '', zh = ''] = summary.split(' / ');
  return placed(new Command(name))
    .summary(summary)
    .description(`Is to ${en}.\n${zh}。`)
    .argument('<name>', 'user name / 用户名');
}

function placed(command: Command): Command {
  return command.addOption(dataOption()).addOption(databaseOption());
}

async function add(name: string, { party, role, ...place }: AddOptions): Promise<void> {
  await withStore(place, async (store) => {
    tell(name, await accountsIn(store).add(name, party, role, cliCaller()));
  });
}

async function reset(name: string, place: Place): Promise<void> {
  await withStore(place, async (store) => tell(name, await accountsIn(store).reset(name, cliCaller())));
}

async function disable(name: string, place: Place): Promise<void> {
  await withStore(place, async (store) => {
    await accountsIn(store).disable(name, cliCaller());
    print(`${name} 已停用 disabled`);
  });
}

async function list(place: Place): Promise<void> {
  await withStore(place, async (store) => {
    for (const { name, role, party, disabledAt, mustChange } of await accountsIn(store).list()) {
      const state =
        disabledAt !== null
          ? `已停用 disabled ${formatInstant(disabledAt)}`
          : mustChange
            ? '待改密码 password to be changed'
            : '可用 open';
      print(`${name}  ${role} ${ROLES[role].words.zh}  ${party}  ${state}`);
    }
  });
}

function accountsIn(store: Store): Accounts {
  return new Accounts({ ...store, passwords: new Passwords() });
}

function tell(name: string, { password, totpSecret }: Credentials): void {
  print(`用户名 user name: ${name}`);
  print(`一次性密码 one-time password: ${password}`);
  print(`验证器密钥 authenticator secret: ${totpSecret}`);
  print(`验证器链接 authenticator link: ${otpauthUri(totpSecret, name, gatewayId(undefined, false))}`);
  print(
    '请当面或分两路转交；首次登录须修改密码。 / Hand them over in person or on two ways; the password must be changed at the first sign-in.',
  );
}
