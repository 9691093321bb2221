import { type Check, reportUnknown, reportUnused, walk } from './walk.ts';

/** Every clause names a document of the scheme; interpretations and documents are defined, and used. */
export const checkSources: Check = (rules, report) => {
  const usedDocuments = new Set<string>();
  const usedInterpretations = new Set<string>();
  for (const { path, value } of walk(rules)) {
    if (path.at(-1) === 'clause' && typeof value === 'string') {
      const key = value.split(' ')[0] ?? '';
      usedDocuments.add(key);
      if (!Object.hasOwn(rules.documents, key)) {
        reportUnknown(path, key, { zh: ' documents（文件）', en: '`documents`' }, report);
      }
    }
    if (path.at(-1) === 'interpretation' && Array.isArray(value)) {
      for (const key of value as string[]) {
        usedInterpretations.add(key);
        if (!Object.hasOwn(rules.interpretations, key)) {
          reportUnknown(path, key, { zh: ' interpretations（解释）', en: '`interpretations`' }, report);
        }
      }
    }
  }
  reportUnused(Object.keys(rules.documents), usedDocuments, (key) => ['documents', key], report);
  reportUnused(Object.keys(rules.interpretations), usedInterpretations, (key) => ['interpretations', key], report);
};
