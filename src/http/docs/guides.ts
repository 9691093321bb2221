import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, posix } from 'node:path';
import { Html, html } from '../../console/html/html.ts';
import type { Address, DocsPage } from './frame.ts';
import { markdown } from './markdown.ts';

const PROJECT = new URL('../../../', import.meta.url);
const PICTURES = 'docs/pictures';

/** A document of the project that the gateway shows. */
interface Guide {
  /** Below `/docs`. */
  readonly path: string;
  readonly file: string;
  readonly title: string;
  /** Files shown under it, each in full. */
  readonly samples?: readonly string[];
}

/** Every document that is shown, in reading order. */
export const GUIDES: readonly Guide[] = [
  { path: '/readme-zh', file: 'README.zh-CN.md', title: '一站是什么、怎么用' },
  { path: '/readme', file: 'README.md', title: 'What Yizhan is, and how it is used' },
  {
    path: '/signing',
    file: 'docs/signing/README.md',
    title: '签名 / Signing',
    samples: ['Signing.java', 'Signing.cs', 'signing.py', 'signing.go'],
  },
  { path: '/adapters', file: 'adapters/README.md', title: 'HIS 报文格式 / Formats of a HIS' },
  { path: '/nhsa', file: 'adapters/nhsa/README.md', title: '国家医保接口格式 / The national interface' },
  { path: '/xml', file: 'adapters/xml/README.md', title: '老式 XML 接口 / Older XML services' },
  { path: '/mock-his', file: 'adapters/mock-his/README.md', title: '模拟 HIS / The mock HIS' },
  { path: '/edge', file: 'src/edge/README.md', title: '签名前置 / The signing edge' },
  { path: '/schemes-zh', file: 'schemes/README.zh-CN.md', title: '怎样写一个方案' },
  { path: '/schemes', file: 'schemes/README.md', title: 'How a scheme is written' },
  { path: '/simulation', file: 'src/simulation/README.md', title: '历史数据试算 / A scheme on history' },
  { path: '/console', file: 'src/console/README.md', title: '控制台 / The console' },

  { path: '/operations', file: 'docs/operations.md', title: '运行维护 / Operations' },
  { path: '/keys', file: 'docs/keys.md', title: '密钥 / Keys' },
  { path: '/security', file: 'SECURITY.md', title: '安全 / Security' },
  { path: '/scaling', file: 'docs/scaling.md', title: '从一台机器到全国 / From one machine to the country' },
];

/** A picture of a document. */
export interface Picture {
  /** Below `/docs`. */
  readonly path: string;
  readonly bytes: Buffer<ArrayBuffer>;
}

/** The pictures of the documents; a checkout may come without them. */
export function pictures(): readonly Picture[] {
  const folder = new URL(`${PICTURES}/`, PROJECT);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.png')) : [];
  return names.map((name) => ({
    path: `/pictures/${name}`,
    bytes: Buffer.from(readFileSync(new URL(name, folder))),
  }));
}

/** A document as a page. */
export function guidePage({ path, file, title, samples = [] }: Guide, address: Address): DocsPage {
  const text = read(file).replace(/^# .*\n/, '');
  const rendered = markdown(text, (href) => targetOf(href, file, samples, address));
  const shown = samples.map((name) => {
    const code = read(posix.join(posix.dirname(file), name));
    return html`<h2 id="${name}">${name}</h2><pre tabindex="0"><code>${code}</code></pre>`;
  });
  // Made from the project's own file, with everything in it escaped.
  return { path, title, body: [Html.made(rendered), ...shown] };
}

function read(file: string): string {
  return readFileSync(new URL(file, PROJECT), 'utf8');
}

function targetOf(href: string, from: string, samples: readonly string[], address: Address): string | undefined {
  if (/^https?:/.test(href) || href.startsWith('#')) return href;
  if (samples.includes(href)) return `#${href}`;
  const [path = '', anchor] = href.split('#');
  const file = posix.normalize(posix.join(posix.dirname(from), path)).replace(/\/$/, '');
  const guide = GUIDES.find((one) => one.file === file || one.file === `${file}/README.md`);
  if (guide !== undefined) return address(`/docs${guide.path}`) + (anchor === undefined ? '' : `#${anchor}`);
  return file.startsWith(`${PICTURES}/`) ? address(`/docs/pictures/${basename(file)}`) : undefined;
}
