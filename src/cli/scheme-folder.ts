import { existsSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { schemeFolders } from '../scheme/library.ts';
import { Failure } from './failure.ts';

/**
 * The folder of a scheme that a person named: by its id, its folder, or a file in it.
 *
 * @throws Failure that names what there is
 */
export function schemeFolder(named: string): string {
  const path = resolve(named);
  if (existsSync(path)) return statSync(path).isDirectory() ? path : dirname(path);
  const known = schemeFolders();
  const folder = known.find((one) => basename(one) === named);
  if (folder !== undefined) return folder;
  const ids = known.map((one) => basename(one));
  throw new Failure(
    `没有方案或文件 ${named}；现有方案：${ids.join('、')}`,
    `there is no scheme or file ${named}; the schemes are: ${ids.join(', ')}`,
  );
}
