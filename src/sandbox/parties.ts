/** The parties of the sandbox, as a registry file has them but for their keys. Ids and names are invented and say so. */

const hospital = (id: string, region: string, city: string) => ({
  id,
  kind: 'hospital' as const,
  name: `沙箱医院（${city}，仅供测试）`,
  region,
  level: 3,
  ownership: 'public' as const,
  designated: true,
  drg: true,
});

const insurer = (id: string, ...schemes: string[]) => ({
  id,
  kind: 'insurer' as const,
  name: `沙箱保险机构 ${id}（仅供测试）`,
  schemes,
});

/** For every scheme a hospital of its city and one elsewhere. */
export const HOSPITALS = {
  nanchang: hospital('H36010299901', '360102', '南昌'),
  ganzhou: hospital('H36070299901', '360702', '赣州'),
  shanghai: hospital('H31010199901', '310101', '上海'),
  nantong: hospital('H32060299901', '320602', '南通'),
  suzhou: hospital('H32050899901', '320508', '苏州'),
  sanming: hospital('H35040299901', '350402', '三明'),
  fuzhou: hospital('H35010299901', '350102', '福州'),
  wenshan: hospital('H53260199901', '532601', '文山'),
  kunming: hospital('H53010299901', '530102', '昆明'),
} as const;

/** For every scheme an insurer; one scheme has five. */
export const INSURERS = [
  insurer('INS-JX', 'jiangxi-weihuibao-2023'),
  insurer('INS-NT-1', 'nantong-nantongbao-2021', 'nantong-dibubao-2022'),
  insurer('INS-NT-2', 'nantong-nantongbao-2021'),
  insurer('INS-NT-3', 'nantong-nantongbao-2021'),
  insurer('INS-NT-4', 'nantong-nantongbao-2021'),
  insurer('INS-NT-5', 'nantong-nantongbao-2021'),
  insurer('INS-SM', 'sanming-yilianbao-2024'),
  insurer('INS-WS', 'wenshan-huiminbao-2023'),
] as const;

const OPERATOR = { id: 'OPS', kind: 'operator' as const, name: '沙箱运营方（仅供测试）' };

/** All parties of the sandbox. */
export const PARTIES = [...Object.values(HOSPITALS), ...INSURERS, OPERATOR] as const;

/** What the operator has set: scheme, fact, value. The notice of Nantong gives no shares; these are for tests only. */
export const FACTS = [
  ['nantong-nantongbao-2021', 'insurerShares', 'INS-NT-1=0.40;INS-NT-2=0.20;INS-NT-3=0.15;INS-NT-4=0.15;INS-NT-5=0.10'],
  ['sanming-yilianbao-2024', 'participationRate', '0.31'],
] as const;
