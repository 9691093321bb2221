import { inGb18030 } from '../gb18030.ts';
import { hangUp } from './hang-up.ts';
import { MISSIGNINGS, type Missigning } from './missign.ts';
import { type ClientOptions, type Message, newStamp, type Received, signatureOf, transmit } from './transmission.ts';

/** One way in which a message goes wrong in the field. */
export interface Trouble {
  readonly zh: string;
  readonly en: string;
  /** Sends it so, and returns every answer that came. */
  play(client: ClientOptions, message: Message): Promise<readonly Received[]>;
}

async function once(client: ClientOptions, message: Message): Promise<Received> {
  const stamp = newStamp();
  return transmit(client, message, stamp, signatureOf(client, message, stamp));
}

function missigned({ zh, en, code, sign }: Missigning): Trouble {
  return {
    zh: `${zh}（应拒绝为 ${code}）`,
    en: `${en} (to be refused: ${code})`,
    play: async (client, message) => {
      const stamp = newStamp();
      return [await transmit(client, message, stamp, sign(client, message, stamp))];
    },
  };
}

const OF_TRANSPORT: Readonly<Record<string, Trouble>> = {
  twice: {
    zh: '双击：同一时刻发送两份，各自签名',
    en: 'double click: two copies at the same moment, each signed',
    play: (client, message) => Promise.all([once(client, message), once(client, message)]),
  },
  replay: {
    zh: 'HTTP 库自行重发：同一签名发送两次',
    en: 'an HTTP stack sends again by itself: one signature, twice',
    play: async (client, message) => {
      const stamp = newStamp();
      const signature = signatureOf(client, message, stamp);
      return [await transmit(client, message, stamp, signature), await transmit(client, message, stamp, signature)];
    },
  },
  'hang-up': {
    zh: '超时：发完即断开，再以新签名原样重发',
    en: 'time-out: hangs up once all is sent, then sends the same again, newly signed',
    play: async (client, message) => {
      await hangUp(client, message, newStamp());
      return [await once(client, message)];
    },
  },
  gb18030: {
    zh: '正文由 UTF-8 改为 GB18030 字节',
    en: 'the body turned from UTF-8 into GB18030 bytes',
    play: async (client, message) => {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(message.body);
      return [await once(client, { ...message, body: inGb18030(text) })];
    },
  },
};

/** Everything that can go wrong with a message on its way, by name. */
export const TROUBLES: ReadonlyMap<string, Trouble> = new Map([
  ...Object.entries(OF_TRANSPORT),
  ...Object.entries(MISSIGNINGS).map(([name, kind]) => [name, missigned(kind)] as const),
]);
