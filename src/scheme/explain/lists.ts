import { CONDITION_CATEGORIES } from '../words.ts';
import { conditionText } from './condition.ts';
import type { ExplainedItem, ExplainedParagraph, ExplainedSection } from './explained.ts';
import { rosterWord } from './roster-words.ts';
import { say, type Text } from './say.ts';
import type { Speaker } from './speaker.ts';
import { UNIT_WORDS } from './vocabulary.ts';

/** The lists and facts that rules hang on, and whether they are part of the scheme. */
export function listsSection(speaker: Speaker): ExplainedSection[] {
  const { lists, facts } = speaker.rules;
  const items = [
    ...Object.values(lists).map((list) => {
      const name = say(`《${list.name.zh}》`, `"${list.name.en}"`);
      if (list.entries === undefined) {
        return speaker.item(
          say(
            `${name.zh}：不属于本方案文件，由承保机构导入并可更新；未导入前，依赖它的保障转人工处理。`,
            `${name.en}: not part of this scheme; the insurer imports and renews it. Until then a person decides where a benefit needs it.`,
          ),
          list,
        );
      }
      const count = list.entries.length;
      const where =
        list.file === undefined ? entriesText(list.entries) : say(`见文件 ${list.file}`, `in the file ${list.file}`);
      return speaker.item(
        say(
          `${name.zh}：属于本方案，共 ${count} 条（${where.zh}）。`,
          `${name.en}: part of this scheme, ${count === 1 ? '1 entry' : `${count} entries`} (${where.en}).`,
        ),
        list,
      );
    }),
    ...Object.values(facts).map((fact) =>
      speaker.item(
        say(
          `参数：${fact.zh}（${UNIT_WORDS[fact.unit].zh}）。不属于本方案文件，由经办方录入。`,
          `Figure: ${fact.en} (${UNIT_WORDS[fact.unit].en}). Not part of this scheme; the operator sets it.`,
        ),
      ),
    ),
  ];
  const definitions = Object.values(speaker.rules.definitions).map((one) => {
    const { zh, en } = conditionText(one.means, speaker.rules);
    return speaker.item(say(`“${one.zh}”：${zh}。`, `"${one.en}": ${en}.`), one);
  });
  if (definitions.length > 0) return [definitionsSection(definitions, speaker), ...listed(items, speaker)];
  return listed(items, speaker);
}

function definitionsSection(items: readonly ExplainedItem[], speaker: Speaker): ExplainedSection {
  const heading = speaker.pick(say('释义', 'Definitions'));
  return { id: 'definitions', heading, paragraphs: [speaker.list(undefined, items)] };
}

function listed(items: readonly ExplainedItem[], speaker: Speaker): ExplainedSection[] {
  if (items.length === 0) return [];
  const heading = speaker.pick(say('所依据的清单与参数', 'Lists and figures the rules hang on'));
  return [{ id: 'lists', heading, paragraphs: [speaker.list(undefined, items)] }];
}

function entriesText(entries: readonly { code: string; name: string }[]): Text {
  const all = entries.map(({ code, name }) => `${code} ${name}`.trim());
  return say(all.join('、'), all.join(', '));
}

/** The twelve categories of earlier disease, where a rule speaks of them. */
export function categoriesParagraph(speaker: Speaker): ExplainedParagraph {
  const items = Object.entries(CONDITION_CATEGORIES).map(([name, codes]) => {
    const { zh, en } = rosterWord(name, speaker.rules);
    return speaker.item(say(`${zh}：${codes}`, `${en}: ${codes}`));
  });
  return speaker.list(say('十二种既往症', 'The twelve categories of earlier disease'), items, {
    text: say('按疾病编码（ICD-10）前缀：', 'by prefixes of ICD-10 codes:'),
  });
}
