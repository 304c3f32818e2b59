import type { selectionTexts as en } from '../en/selection.ts';

export const selectionTexts: Readonly<Record<keyof typeof en, string>> = {
  'selection.title': 'Выбрано клиентов: {count, number}',
  'selection.hint': 'Ctrl+щелчок добавляет клиента к выбору, Shift+щелчок выбирает всех до него.',
  'selection.start': 'Запустить ({count, number})',
  'selection.stop': 'Остановить ({count, number})',
  'selection.stop.hint': 'Остановка убирает коды с экрана. Привязанные телефоны остаются на связи.',
  'selection.export': 'Экспорт в CSV',
  'selection.remove': 'Удалить ({count, number})…',
  'selection.remove.title': 'Удалить выбранных клиентов ({count, number})?',
  'selection.removed': 'Удалено клиентов: {count, number}.',
  'selection.started': 'Запущено клиентов: {count, number}.',
  'selection.stopped': 'Остановлено клиентов: {count, number}.',
  'selection.refused': 'Осталось без изменений клиентов: {count, number}. Первая причина:',
  'selection.clear': 'Снять выбор',
};
