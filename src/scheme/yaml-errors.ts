import type { ErrorCode } from 'yaml';

/** What the parser found wrong, in Chinese and with what to do. */
const WORDS: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_ALIAS: '引用（*名称）写得不对',
  BAD_DQ_ESCAPE: '双引号内的反斜杠写法不对，请改用单引号',
  BAD_INDENT: '缩进不对，同一层的各行须左端对齐',
  BAD_SCALAR_START: '文字不能以这个符号开头，请给文字加引号',
  BLOCK_AS_IMPLICIT_KEY: '一行之内有两处“字段: 值”或缩进不对，请分行、对齐，或给文字加引号',
  BLOCK_IN_FLOW: '括号之内的写法不对，请检查逗号与收尾的括号',
  MISSING_CHAR: '缺少逗号、冒号之后的空格或收尾的括号',
  MULTILINE_IMPLICIT_KEY: '字段名之后没有“冒号加空格”，请写作“字段: 值”',
  MULTIPLE_DOCS: '一个文件只能有一份内容，请删去 --- 一行',
  TAB_AS_INDENT: '缩进用了制表符（Tab），请改用空格',
  UNEXPECTED_TOKEN: '这里有多余的内容，请检查括号、引号与缩进',
};

const BY_MESSAGE = [
  { said: 'Flow', zh: '括号没有收尾，或括号之内的行缩进不够' },
  { said: 'Comments', zh: '注释的 # 之前须有空格' },
  { said: 'Implicit map keys', zh: '这一行缺少“冒号加空格”与值' },
  { said: 'Missing closing', zh: '引号没有收尾' },
  { said: 'Sequence item', zh: '缩进不对，或列表项缺少“- ”' },
] as const;

/**
 * @param text what stands from the error on
 * @param message the parser's own words
 */
export function yamlErrorWords(code: ErrorCode, text: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return `“${/^[^:\s]*/.exec(text)?.[0]}”重复，同一层的每个字段只能写一次`;
  const told = BY_MESSAGE.find(({ said }) => message.startsWith(said))?.zh;
  return told ?? WORDS[code] ?? '请检查缩进、冒号与引号';
}
