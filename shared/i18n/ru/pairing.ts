import type { pairingTexts as en } from '../en/pairing.ts';

export const pairingTexts: Readonly<Record<keyof typeof en, string>> = {
  'qr.label': 'QR-код для привязки телефона',
  'qr.seconds-left':
    '{seconds, plural, one {осталась # секунда} few {осталось # секунды} many {осталось # секунд} other {осталось # секунды}}',
  'qr.expired': 'Этот код истёк',
  'qr.expired.detail': 'Новый появится здесь автоматически.',
  'qr.rescan': 'Отсканируйте ещё раз.',
  'qr.rescan.detail': 'WhatsApp только что заменил код. Всё в порядке: отсканируйте этот, новый.',
  'qr.enlarge': 'На весь экран',

  'guide.title': 'На телефоне',
  'guide.android': 'Android',
  'guide.iphone': 'iPhone',
  'guide.android.menu': 'Откройте WhatsApp и нажмите на три точки.',
  'guide.android.devices': 'Нажмите «Связанные устройства».',
  'guide.iphone.menu': 'Откройте WhatsApp и нажмите внизу «Настройки» или своё фото.',
  'guide.iphone.devices': 'Нажмите «Связанные устройства».',
  'guide.scan': 'Нажмите «Привязка устройства» и наведите камеру сюда.',
  'guide.code': 'Нажмите «Привязка устройства», затем «Связать по номеру телефона» и введите код.',

  'account.title': 'Привязанный аккаунт',
  'account.unnamed': 'Без имени',
  'account.number': 'Номер',
  'account.platform': 'Телефон',

  'action.show-qr': 'Показать QR-код',
  'action.try-again': 'Повторить',
  'action.take-over': 'Перенести сюда',
  'action.reconnect': 'Подключиться снова',
  'action.relink': 'Привязать заново…',
  'action.fresh-qr': 'Новый код',
  'action.stop': 'Остановить',
  'action.disconnect': 'Отключить…',
  'action.blocked': 'Снова доступно: {time}',
  'action.next-tenant': 'Следующий: {name}',

  'restriction.title': 'Ограничение аккаунта',
  'restriction.label': 'Подключено с ограничением',
  'restriction.reach-out': 'Сейчас WhatsApp разрешает этому аккаунту писать только тем, кто написал первым',
  'restriction.new-chats': 'Сейчас WhatsApp ограничивает новые чаты этого аккаунта',
  'restriction.temporary-ban': 'WhatsApp временно заблокировал этот аккаунт',
  'restriction.other': 'Сейчас WhatsApp ограничил этот аккаунт',
  'restriction.link-stands':
    'Привязка работает и остаётся подключённой. Сообщения, на которые действует ограничение, WhatsApp отклоняет.',
  'restriction.ends': 'Закончится {time} ({left}).',
  'restriction.over': 'Оно уже должно было закончиться.',
  'restriction.open-end': 'WhatsApp не сообщил, когда оно закончится.',
  'relink.title': 'Привязать клиента {name} заново?',
  'relink.deletes': 'Сохранённые данные привязки хранятся ещё 7 дней и больше здесь не используются.',
  'relink.phone': 'Нынешняя привязка телефона перестанет работать. Нужно будет отсканировать новый код.',
  'relink.submit': 'Заменить привязку и показать код',
  'disconnect.title': 'Отключить клиента {name}?',
  'disconnect.logout': 'Это устройство выйдет из WhatsApp и пропадёт из списка на телефоне.',
  'disconnect.deletes':
    'Сохранённые данные привязки хранятся ещё 7 дней. Чтобы подключиться снова, нужно отсканировать код.',
  'disconnect.submit': 'Отключить',
  'disconnect.unconfirmed':
    'Здесь отключено, но WhatsApp этого не подтвердил. Телефон может ещё показывать это устройство в разделе «Связанные устройства»: удалите его там.',

  'test.title': 'Тестовое сообщение',
  'test.detail': 'Отправляется с привязанного аккаунта самому себе.',
  'test.text': 'Текст',
  'test.default': 'Проверка из Pairing Console',
  'test.send': 'Отправить',
  'test.sending': 'Отправка…',
  'test.sent': 'WhatsApp подтвердил получение через {seconds, number, ::.00} с.',
};
