import { expect, test } from 'vitest';
import { CsvReader, type CsvRow } from '../../src/roster/enrollment/csv.ts';

function read(file: string | Uint8Array, size = 1 << 20): CsvRow[] {
  const bytes = typeof file === 'string' ? Buffer.from(file, 'utf8') : file;
  const reader = new CsvReader();
  const rows: CsvRow[] = [];
  for (let from = 0; from < bytes.length; from += size) rows.push(...reader.push(bytes.subarray(from, from + size)));
  rows.push(...reader.end());
  return rows;
}

const cells = (row: number, ...found: string[]) => ({ row, cells: found });
const bad = (row: number) => ({ row, code: 'MALFORMED_ROW' });

test.each([1, 2, 3, 7, 1000])('reads RFC 4180 from chunks of %i bytes', (size) => {
  const file = '\ufeffa,"b ""c""",d\r\n\r\n "x" ,y,z\r\n测试, 甲 ,"1\r\n2"\r\n,,\r\nlast,,';
  expect(read(file, size)).toEqual([
    cells(1, 'a', 'b "c"', 'd'),
    bad(3),
    cells(4, '测试', '甲', '1\n2'),
    cells(6, 'last', '', ''),
  ]);
});

test('a stray quote costs only its own row', () => {
  const good = Array.from({ length: 20 }, (_, n) => `${n},x`);
  const rows = read(['a,b', '1,"open', ...good, '2,"open', 'z,z'].join('\n'));
  expect(rows).toEqual([
    cells(1, 'a', 'b'),
    bad(2),
    ...good.map((_, n) => cells(n + 3, String(n), 'x')),
    bad(23),
    cells(24, 'z', 'z'),
  ]);
});

test('a row with other cells than the header is malformed, also where a quote swallowed the next', () => {
  expect(read('a,b\n1\n1,2,3\n"1\n2",3,4\n5,6')).toEqual([
    cells(1, 'a', 'b'),
    bad(2),
    bad(3),
    bad(4),
    bad(5),
    cells(6, '5', '6'),
  ]);
});

test('bytes that are not UTF-8 cost only their row, and end an open quote', () => {
  const file = Buffer.concat([Buffer.from('a,b\n1,"2\n'), Buffer.from([0xb2, 0xe2, 0x2c, 0x0a]), Buffer.from('3,4\n')]);
  expect(read(file)).toEqual([cells(1, 'a', 'b'), bad(2), { row: 3, code: 'ENCODING' }, cells(4, '3', '4')]);
});

test('a line of megabytes is one bad row and is not kept', () => {
  const rows = read(`a,b\n${'x'.repeat(3_000_000)}\n1,2`, 65_536);
  expect(rows).toEqual([cells(1, 'a', 'b'), bad(2), cells(3, '1', '2')]);
});
