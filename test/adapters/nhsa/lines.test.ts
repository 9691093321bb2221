import { expect, test } from 'vitest';
import { parseJsonText } from '../../../adapters/nhsa/json.ts';
import { readLines } from '../../../adapters/nhsa/lines.ts';

/** A row that holds what the hospital charged and how the centre split it. */
function row(change: object = {}): object {
  return {
    feedetl_sn: '1',
    med_list_codg: 'C01',
    med_chrgitm_type: '08',
    det_item_fee_sumamt: 100,
    inscp_scp_amt: '0',
    fulamt_ownpay_amt: 100,
    ...change,
  };
}

function lines(...rows: object[]) {
  const read = parseJsonText(JSON.stringify(rows)) as unknown as Parameters<typeof readLines>[0];
  return readLines(read, [], []);
}

test.each([
  ['2024-03-02 21:07:33', '25.500000', '2024-03-02', '25.500000'],
  ['20240302', '0.123456', '2024-03-02', '0.123456'],
  ['2024-03-02 23:30:00+08:00', 8, '2024-03-02', '8'],
  ['', '', undefined, undefined],
  ['someday', '-5', undefined, undefined],
])('the day of service and the unit price of %s, %s', (time, price, servedOn, unitPrice) => {
  const [line] = lines(row({ fee_ocur_time: time, pric: price })) ?? [];
  expect([line?.servedOn, line?.unitPrice]).toEqual([servedOn, unitPrice]);
});

test('a refund leaves them as the line had them', () => {
  const charged = row({ fee_ocur_time: '2024-03-02', pric: '50' });
  const refund = row({
    feedetl_sn: '2',
    init_feedetl_sn: '1',
    fee_ocur_time: '2024-03-05',
    det_item_fee_sumamt: -50,
    fulamt_ownpay_amt: -50,
  });
  expect(lines(charged, refund)).toMatchObject([{ total: '50.00', servedOn: '2024-03-02', unitPrice: '50' }]);
});
