import { expect, it } from 'vitest';

import { mainTexts as mainAr } from '../../../shared/i18n/ar/main.ts';
import { mainTexts as mainEn } from '../../../shared/i18n/en/main.ts';
import { mainTexts as mainHe } from '../../../shared/i18n/he/main.ts';
import { languages } from '../../../shared/i18n/languages.ts';
import { mainTexts as mainRu } from '../../../shared/i18n/ru/main.ts';

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

it('counts in all six forms of Arabic and the three of Russian', () => {
  expect([0, 1, 2, 3, 11, 100].map(mainAr.trayConnected)).toEqual([
    'لا عملاء متصلون',
    'عميل واحد متصل',
    'عميلان متصلان',
    '3 عملاء متصلون',
    '11 عميلًا متصلًا',
    '100 عميل متصل',
  ]);
  expect([1, 2, 5, 21, 5000].map(mainRu.trayConnected)).toEqual([
    '1 клиент подключён',
    '2 клиента подключены',
    '5 клиентов подключены',
    '21 клиент подключён',
    '5\u00a0000 клиентов подключены',
  ]);
});

it.each(languages)('counts with the categories of the language, $code', ({ code, counts }) => {
  expect([...counts].sort()).toEqual([...new Intl.PluralRules(code).resolvedOptions().pluralCategories].sort());
});
