import { type Check, selectorsOf } from './walk.ts';

/** Selectors of lines that can mean a line. */
export const checkSelectors: Check = (rules, report) => {
  for (const { path, selector } of selectorsOf(rules)) {
    const { classes, onList, unitPrice } = selector;
    if (classes !== undefined && onList === undefined) {
      report(
        [...path, 'classes'],
        'CLASSES_WITHOUT_LIST',
        '类别（classes）是清单中的类别：须同时写 onList',
        '`classes` are those of a list: name it with `onList`',
      );
    }
    const entries = onList === undefined ? undefined : rules.lists[onList]?.entries;
    const unknown = classes?.find((word) => entries?.every((entry) => entry.class !== word) === true);
    if (unknown !== undefined) {
      report(
        [...path, 'classes'],
        'UNKNOWN_REFERENCE',
        `清单中没有类别“${unknown}”`,
        `the list has no class "${unknown}"`,
      );
    }
    if (unitPrice === undefined) continue;
    const { atLeast, atMost } = unitPrice;
    if (atLeast === undefined && atMost === undefined) {
      report([...path, 'unitPrice'], 'REQUIRED', '须写 atLeast 或 atMost', 'say `atLeast`, `atMost` or both');
    } else if (atLeast !== undefined && atMost?.lt(atLeast) === true) {
      report(
        [...path, 'unitPrice'],
        'UNREACHABLE',
        'atLeast 高于 atMost，没有项目符合',
        '`atLeast` is above `atMost`, so that no line fits',
      );
    }
  }
};
