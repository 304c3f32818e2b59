import type { versionTexts as en } from '../en/version.ts';

export const versionTexts: Readonly<Record<keyof typeof en, string>> = {
  'version.title': 'Версия WhatsApp Web (для опытных)',
  'version.lead':
    'WhatsApp отклоняет слишком старые версии. Программа следует за опубликованной автоматически; изменение здесь действует со следующего соединения.',
  'version.in-use': 'Используется:',
  'version.source.pinned': 'закреплена вручную',
  'version.source.published': 'опубликована WhatsApp',
  'version.source.pack': 'из пакета протокола',
  'version.source.library': 'встроенная',
  'version.published': 'WhatsApp опубликовал {version}, получено {time}.',
  'version.never': 'Опубликованную версию ещё не получали.',
  'version.failed': 'Последняя попытка получить её не удалась, {time}.',
  'version.fetch': 'Получить сейчас',
  'version.fixed': 'Версию задаёт переменная окружения WA_VERSION. Здесь её не изменить.',
  'version.pin': 'Закрепить версию',
  'version.pin.hint':
    'Пусто: автоматически. Закреплённая версия устаревает; очистите поле, если WhatsApp её отклоняет (код 405).',
  'version.pin.invalid': 'Введите 2.3000. и от шести до двенадцати цифр.',
  'version.pin.apply': 'Закрепить',
  'version.pin.clear': 'Вернуть автоматическую',
  'error.version-not-fetched': 'Страница WhatsApp не дала версии. Остаётся нынешняя.',
};
