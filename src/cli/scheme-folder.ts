import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { schemeFolders } from '../scheme/library.ts';
import { SCHEME_FILE } from '../scheme/load.ts';
import { Failure } from './failure.ts';

/**
 * The folder of a scheme that a person named: by its id, its folder, or a file in it.
 *
 * @throws Failure that names what there is
 */
export function schemeFolder(named: string): string {
  const path = resolve(named);
  const [first, ...more] = foldersIn(path);
  if (first !== undefined) {
    const ids = [first, ...more].map((one) => basename(one));
    throw new Failure(
      `${named} 里是各方案的文件夹，请指明其一：${ids.join('、')}`,
      `${named} holds the folders of schemes, name one of them: ${ids.join(', ')}`,
    );
  }
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

/** The folders that a person named: of one scheme, or of all that lie in a folder of schemes. */
export function namedFolders(named: string): string[] {
  const inside = foldersIn(resolve(named));
  return inside.length > 0 ? inside : [schemeFolder(named)];
}

/** The scheme folders in a folder that is not one itself. */
function foldersIn(path: string): string[] {
  if (!existsSync(path) || !statSync(path).isDirectory() || existsSync(join(path, SCHEME_FILE))) return [];
  return schemeFolders(path);
}
