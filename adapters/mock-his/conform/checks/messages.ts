import { readFileSync } from 'node:fs';
import type { Bench } from '../bench.ts';
import { type Check, demand } from '../check.ts';
import type { Kit } from '../kit.ts';
import type { Reply } from '../reply.ts';

type RawMessage = Kit['messages'][number];

/** Messages in a HIS's own format (contract section 5). */
export const MESSAGE_CHECKS: readonly Check[] = [
  {
    id: 'messages',
    section: '5',
    title: {
      zh: '套件中的原始报文：照收，应答已签名',
      en: "The kit's raw messages: taken as they are, answers signed",
    },
    contract: {
      zh: 'POST /his/{adapter} 接收 HIS 自己的报文，签名覆盖原始字节；同一报文重发得到同样的结果',
      en: "POST /his/{adapter} takes a HIS's own message, signed over its raw bytes; the same message again comes to the same",
    },
    needs: ['messages'],
    run: async (bench) => {
      for (const message of bench.kit.messages) {
        contains(message, await sent(bench, message));
        contains(message, await sent(bench, message));
      }
    },
  },
  {
    id: 'messages-unsigned',
    section: '5',
    title: { zh: '未签名的原始报文：401', en: 'A raw message without signature: 401' },
    contract: {
      zh: '401、403、413、429、503 在适配器路径上保持其状态码',
      en: '401, 403, 413, 429 and 503 keep their status on the paths of adapters',
    },
    needs: ['messages'],
    run: async (bench) => {
      for (const one of bench.kit.messages) {
        const reply = (await bench.raw(messageOf(one), { missigned: 'missing' })).expect(401);
        const held = reply.text.includes('SIGNATURE_MISSING');
        demand(held, `${one.name}：应答没有 SIGNATURE_MISSING`, `${one.name}: the answer lacks SIGNATURE_MISSING`);
      }
    },
  },
];

async function sent(bench: Bench, message: RawMessage): Promise<Reply> {
  return (await bench.send(messageOf(message))).expect(200);
}

function messageOf({ adapter, file, contentType }: RawMessage) {
  const body = new Uint8Array(readFileSync(file));
  return { method: 'POST' as const, target: `/his/${adapter}`, body, contentType, accept: '*/*' };
}

/** Compared as bytes: whatever the encoding, texts of ASCII can be looked for. */
function contains({ name, contains: texts }: RawMessage, reply: Reply): void {
  for (const text of texts) {
    const held = Buffer.from(reply.received.bytes).includes(text);
    demand(held, `${name}：应答中没有 ${text}`, `${name}: the answer does not contain ${text}`);
  }
}
