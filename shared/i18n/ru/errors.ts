import type { errorsTexts as en } from '../en/errors.ts';

export const errorsTexts: Readonly<Record<keyof typeof en, string>> = {
  'error.invalid-request': 'Программа не приняла этот запрос.',
  'error.unknown-tenant': 'Этого клиента больше нет.',
  'error.tenant-exists': 'Клиент с идентификатором {id} уже есть. Заглавные и строчные буквы не различаются.',
  'error.storage-full': 'Диск заполнен. Ничего не изменено. Папка: {folder}',
  'error.storage-denied': 'Система запрещает доступ. Ничего не изменено. Папка: {folder}',
  'error.storage-busy': 'Файлы открыты в другой программе. Ничего не изменено. Папка: {folder}',
  'error.out-of-descriptors': 'Открыто слишком много файлов и соединений. Ничего не изменено. Повторите чуть позже.',
  'error.storage-failed': 'Сбой диска. Папка: {folder}',
  'error.not-connected': 'Сейчас нет подтверждённого подключения.',
  'error.send-timeout': 'WhatsApp не подтвердил сообщение вовремя. Оно ещё может дойти.',
  'error.not-on-whatsapp': 'В WhatsApp нет аккаунта с этим номером.',
  'error.send-failed': 'WhatsApp не принял сообщение.',
  'error.media-not-uploaded': 'Медиасерверы WhatsApp не приняли файл. Ничего не отправлено.',
  'error.busy': 'Сообщения ещё отправляются. Повторите через мгновение.',
  'error.nothing-to-restore': 'Восстанавливать больше нечего.',
  'error.no-tray':
    'В этой системе нет области уведомлений (рядом с часами), поэтому программа не может оставаться в ней.',
  'error.secret-unreadable':
    'Не удаётся прочитать секрет: хранилище паролей системы не открывается или файл повреждён.',
  'error.autostart-failed': 'Система этого не приняла. Настройка не изменилась.',
  'error.link-not-opened': 'Системе не удалось открыть этот адрес.',
  'error.not-printed': 'Не удалось напечатать. Проверьте, что к компьютеру подключён принтер.',
  'error.folder-not-opened': 'Системе не удалось открыть папку: {folder}',
  'error.practice-failed': 'Не удалось начать тренировку.',
  'error.no-live-qr': 'Сейчас нет кода для сканирования.',
  'error.invalid-number': 'Это не номер телефона. Введите только цифры, начиная с кода страны.',
  'error.code-not-possible': 'Сейчас нет подключения для кода. Дождитесь следующего QR-кода и запросите снова.',
  'error.code-number-refused':
    'WhatsApp не выдал код для этого номера (код {code}). Проверьте номер и страну. Если они верны, кодов для него, возможно, запросили слишком много: подождите или привяжите по QR-коду.',
  'error.code-unavailable':
    'WhatsApp не предлагает этому аккаунту привязку по коду (код {code}). Привяжите по QR-коду.',
  'error.code-refused': 'WhatsApp отказался выдать код (код {code}). Повторите позже или привяжите по QR-коду.',
  'error.code-cooldown':
    'Запрошено слишком много кодов. Следующий WhatsApp выдаст с {time}. QR-код по-прежнему можно сканировать.',
  'error.code-unanswered': 'WhatsApp не ответил на запрос кода. Повторите.',
  'error.passkey-not-asked': 'Сейчас WhatsApp не запрашивает ключ доступа.',
  'error.passkey-invalid': 'Этот ответ не относится к запросу WhatsApp. Повторите с ключом доступа этого аккаунта.',
  'error.passkey-refused': 'WhatsApp не принял этот ключ доступа. Повторите с ключом доступа этого аккаунта.',
  'error.passkey-unanswered': 'Телефон не ответил. Оставьте WhatsApp на нём открытым и повторите.',
  'error.shutting-down': 'Программа закрывается.',
  'error.nothing-to-explain': 'Это сканирование уже привело к привязке, или записи о нём больше нет в журнале.',
  'error.internal-error': 'В программе произошла ошибка. Это наша вина.',
};
