import type { appTexts as en } from '../en/app.ts';

export const appTexts: Readonly<Record<keyof typeof en, string>> = {
  'app.name': 'Pairing Console',
  'app.loading': 'Загрузка…',
  'app.stale': 'Окно пропустило обновление и догоняет. То, что в нём показано, могло устареть.',
  'app.retry': 'Повторить',
  'app.unreachable': 'Программа не отвечает, поэтому показать нечего.',
  'app.broken.title': 'В этом окне произошла ошибка',
  'app.broken.detail': 'Подключения работают отдельно и продолжаются. Перезагрузите окно, чтобы вернуть его.',
  'app.broken.reload': 'Перезагрузить окно',

  'common.cancel': 'Отмена',
  'common.close': 'Закрыть',
  'common.dismiss': 'Скрыть',
  'common.clear': 'Очистить',
  'common.copied': 'Скопировано',
  'common.copy': 'Копировать',
  'common.no': 'Нет',
  'common.undo': 'Отменить',
  'common.yes': 'Да',

  'moment.ago': '{time}, {ago}',

  'notice.label': 'Уведомления',
  'notice.settings-reset':
    'Не удалось прочитать настройки, поэтому используются настройки по умолчанию. Старый файл сохранён.',
  'notice.settings-not-saved': 'Не удалось сохранить настройки.',
  'notice.journal-damaged': 'Не удалось прочитать часть журнала сбоев. Повреждённый файл сохранён.',
  'notice.journal-not-saved':
    'Журнал сбоев не записывается. До исправления сбои хранятся, только пока программа работает.',
  'notice.fault.storage-full': 'Диск заполнен: освободите место.',
  'notice.fault.storage-denied': 'Система запрещает доступ к этому файлу: дайте этому пользователю право на запись.',
  'notice.fault.storage-busy': 'Файл открыт в другой программе: закройте её.',
  'notice.fault.out-of-descriptors': 'Открыто слишком много файлов и соединений: закройте другие программы.',
  'notice.fault.storage-away': 'База данных не отвечает: проверьте её.',
  'notice.fault.lease-lost': 'Сейчас этим занят другой сервер.',
  'notice.fault.storage-failed': 'Сбой диска: проверьте его.',
  'notice.fault.storage-sealed': 'Этот файл зашифрован другим ключом или для другого клиента. Он оставлен как есть.',
  'notice.tenant-unreadable': 'Не удалось прочитать папку клиента. Она оставлена как есть.',

  'testing.endpoint.title': 'Программа запущена для проверки.',
  'testing.endpoint.detail':
    'Она связывается с тестовым сервером на этом компьютере, а не с WhatsApp. Телефон клиента здесь не привязать.',
  'testing.debugger.title': 'Этим окном может управлять другая программа.',
  'testing.debugger.detail':
    'Программа запущена с удалённой отладкой. Закройте её и запустите обычным способом, прежде чем привязывать телефон.',
};
