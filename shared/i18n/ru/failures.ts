import type { failuresTexts as en } from '../en/failures.ts';

export const failuresTexts: Readonly<Record<keyof typeof en, string>> = {
  'failure.last': 'Последняя попытка не удалась',
  'failure.past': 'Попытка не удалась',
  'failure.next': 'Следующий шаг:',
  'failure.code': 'Код {code}',
  'failure.folder': 'Папка',
  'failure.detail': 'Текст ошибки',
  'said.title': 'Словами WhatsApp',
  'said.open': 'Открыть страницу WhatsApp',
  'failure.blocked-until': 'WhatsApp отказывает до {time}.',
  'failure.confidence.certain': 'Это точно.',
  'failure.confidence.likely': 'Это самое вероятное объяснение.',
  'failure.confidence.unclear': 'Причина может быть другой.',
  'failure.credentials.none': 'Данные привязки не сохранены.',
  'failure.credentials.kept': 'Сохранённые данные привязки остались на месте.',
  'failure.credentials.quarantined': 'Сохранённые данные привязки хранятся ещё 7 дней.',
  'failure.credentials.recovered': 'Данные привязки восстановлены из последней исправной копии.',
  'failure.retry.fresh-qr': 'Новый код появится автоматически.',
  'failure.retry.reconnect': 'Программа повторит попытку автоматически.',
  'failure.retry.operator': 'Программа ждёт вас.',
  'failure.before': 'Прошлая попытка:',
};
