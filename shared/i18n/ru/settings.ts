import type { settingsTexts as en } from '../en/settings.ts';

export const settingsTexts: Readonly<Record<keyof typeof en, string>> = {
  'settings.title': 'Настройки',
  'settings.appearance': 'Язык и вид',
  'settings.language': 'Язык',
  'settings.language.system': 'Как в системе',
  'settings.theme': 'Оформление',
  'settings.theme.system': 'Как в системе',
  'settings.theme.light': 'Светлое',
  'settings.theme.dark': 'Тёмное',
  'settings.system': 'Запуск и уведомления',
  'settings.startWithSystem': 'Открывать при входе в систему',
  'settings.startWithSystem.hint': 'Программа откроется, когда вы войдёте в этот компьютер, и вернёт привязки.',
  'settings.keepInTray': 'Работать в фоне',
  'settings.keepInTray.hint':
    'Если закрыть окно, привязки останутся подключёнными. Выход — через значок в области уведомлений (рядом с часами).',
  'settings.notifications': 'Уведомления',
  'settings.notifications.hint':
    'Когда клиент привязан и когда он требует внимания. Номера и коды в них не показываются.',
  'settings.weeklyPresence': 'Еженедельный признак активности',
  'settings.weeklyPresence.hint':
    'Раз в неделю каждый привязанный аккаунт на десять секунд появляется в сети; его телефон в это время молчит. WhatsApp может выйти из аккаунтов, которые кажутся неактивными 14 дней.',
  'settings.data': 'Данные',
  'settings.data.detail': 'В этой папке привязки, клиенты, журнал сбоев и настройки.',
  'settings.data.open': 'Открыть папку',
  'settings.about': 'О программе',
  'settings.about.version': 'Pairing Console',
  'settings.about.electron': 'Electron',
  'settings.about.chromium': 'Chromium',
  'settings.about.node': 'Node',

  'licences.title': 'Лицензии',
  'licences.lead': 'Pairing Console собрана из этих пакетов. Спасибо всем, кто их сделал.',
  'licences.source': 'Источник:',

  'shortcuts.title': 'Сочетания клавиш',
  'shortcuts.add-tenant': 'Добавить клиента',
  'shortcuts.search': 'Поиск клиентов',
  'shortcuts.failure-log': 'Журнал сбоев',
  'shortcuts.diagnostics': 'Проверка компьютера',
  'shortcuts.settings': 'Настройки',
  'shortcuts.shortcuts': 'Показать этот список',
  'shortcuts.list': 'Перемещение по списку',
  'shortcuts.close': 'Закрыть окно или очистить поиск',
};
