import { expect, it } from 'vitest';

import { mainTexts as mainEn } from '../../../shared/i18n/en/main.ts';
import { mainTexts as mainHe } from '../../../shared/i18n/he/main.ts';
import { languages } from '../../../shared/i18n/languages.ts';

it('counts as each language does, Hebrew with its dual', () => {
  expect([0, 1, 2, 5000].map(mainEn.trayConnected)).toEqual([
    '0 tenants connected',
    '1 tenant connected',
    '2 tenants connected',
    '5,000 tenants connected',
  ]);
  expect([0, 1, 2, 3].map(mainHe.trayNeedsYou)).toEqual([
    '0 לקוחות דורשים טיפול',
    'לקוח אחד דורש טיפול',
    'שני לקוחות דורשים טיפול',
    '3 לקוחות דורשים טיפול',
  ]);
});

it.each(languages)('counts with the categories of the language, $code', ({ code, counts }) => {
  expect([...counts].sort()).toEqual([...new Intl.PluralRules(code).resolvedOptions().pluralCategories].sort());
});
