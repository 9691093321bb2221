import { Command } from 'commander';
import { mockHisConformCommand } from './mock-his-conform.ts';
import { mockHisLoadCommand } from './mock-his-load.ts';
import { mockHisQueryCommand } from './mock-his-query.ts';
import { mockHisReverseCommand } from './mock-his-reverse.ts';
import { mockHisSendCommand } from './mock-his-send.ts';
import { mockHisServeCommand } from './mock-his-serve.ts';
import { mockHisTroubleCommand } from './mock-his-trouble.ts';

/** `yizhan mock-his` */
export function mockHisCommand(): Command {
  return new Command('mock-his')
    .summary("plays a hospital's information system / 模拟医院信息系统")
    .description(
      "Plays a hospital's information system: signs requests, verifies the gateway's signature on every answer.\n模拟医院信息系统：对请求签名，并核验网关对每个应答的签名。",
    )
    .addCommand(mockHisSendCommand())
    .addCommand(mockHisQueryCommand())
    .addCommand(mockHisReverseCommand())
    .addCommand(mockHisTroubleCommand())
    .addCommand(mockHisLoadCommand())
    .addCommand(mockHisServeCommand())
    .addCommand(mockHisConformCommand());
}
