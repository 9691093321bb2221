import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../../src/accounts/role.ts';
import { CHROMIUM, openStage, PATIENCE, person, type Stage } from './harness.ts';

const FOLDER = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url));

/** Where the READMEs have their pictures from: `npm run browser` makes them anew. */
const PICTURES: readonly {
  readonly name: string;
  readonly as: Role;
  readonly path: string;
  readonly height: number;
}[] = [
  { name: 'settlement', as: 'hospital-desk', path: '/settlements/SAMPLE-JX-1', height: 1150 },
  { name: 'day', as: 'insurer-reviewer', path: '/schemes/jiangxi-weihuibao-2023/days/2023-07-11', height: 900 },
  { name: 'rules', as: 'policy', path: '/schemes/jiangxi-weihuibao-2023/rules', height: 1000 },
];

describe.skipIf(CHROMIUM === undefined || process.env['YIZHAN_BROWSER'] !== 'all')(
  'pictures',
  {
    timeout: PATIENCE,
  },
  () => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await openStage();
      mkdirSync(FOLDER, { recursive: true });
    }, PATIENCE);
    afterAll(() => stage.close(), PATIENCE);

    test.each(PICTURES)('$name', async ({ name, as, path, height }) => {
      const { page, troubles, close } = await person(stage, as);
      await page.setViewportSize({ width: 1280, height });
      await page.goto(`${stage.address(path)}?lang=zh`);
      if (name === 'rules') await page.getByRole('button', { name: '计算' }).first().click();
      expect(troubles).toEqual([]);
      await page.evaluate('scrollTo(0, 0)');
      await page.screenshot({ path: `${FOLDER}${name}.png` });
      await close();
    });
  },
);
