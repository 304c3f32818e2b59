import type { protocolTexts as en } from '../en/protocol.ts';

export const protocolTexts: Readonly<Record<keyof typeof en, string>> = {
  'protocol.title': 'Пакет протокола',
  'protocol.lead':
    'То, что WhatsApp меняет между версиями этой программы, например время ожидания, может прийти небольшим подписанным файлом с адреса обновлений.',
  'protocol.use': 'Использовать пакеты протокола',
  'protocol.own': 'Действуют собственные значения программы.',
  'protocol.in-use': 'Пакет {number} от {made} здесь с {time}.',
  'protocol.changes': 'Что он меняет',
  'protocol.change.web-version': 'Версия WhatsApp Web: {to} или новее.',
  'protocol.change.browser': 'Программа называет себя {to} вместо {from}.',
  'protocol.change.patience': '{what}: {to} вместо {from}.',
  'protocol.change.code': 'Код {code} от WhatsApp означает: {cause}',
  'protocol.change.note': 'Дополнительная подсказка к причине «{cause}»',
  'protocol.patience.qrRounds': 'Наборы кодов, пока не понадобится нажать «Старт»',
  'protocol.patience.attemptsWithoutQr': 'Попытки без кода, после которых программа останавливается',
  'protocol.patience.dialMs': 'Ожидание кода или входа',
  'protocol.patience.qrGraceMs': 'Ожидание после истечения кода',
  'protocol.patience.restartMs': 'Ожидание перезапуска от WhatsApp после сканирования',
  'protocol.patience.settleMs': 'Ожидание ответов WhatsApp после входа',
  'protocol.patience.codeFinishMs': 'Ожидание телефона после ввода кода',
  'protocol.patience.probationMs': 'Сколько должна продержаться новая связь',
  'protocol.patience.cooldownMs': 'Пауза после слишком частых попыток',
  'protocol.back': 'Вернуть собственные значения программы',
  'protocol.waiting': 'Пакет {number} начнёт действовать, как только не будет привязки телефона.',
  'protocol.declined': 'От пакета {number} отказались. Следующий снова будет действовать.',
  'protocol.refused': 'Последний пакет отклонён.',
  'protocol.note': 'Из пакета протокола вашей организации:',
  'error.pack-unsigned':
    'Пакет протокола не подписан ключом этой программы. Ничего не изменено. Сообщите администратору.',
  'error.pack-too-large': 'Пакет протокола слишком большой. Ничего не изменено. Сообщите администратору.',
  'error.pack-out-of-bounds':
    'В пакете протокола есть значения, которых эта программа не принимает. Ничего не изменено. Сообщите администратору.',
  'error.pack-old':
    'Адрес предлагает старый пакет протокола как новый ({id}). Ничего не изменено. Сообщите администратору.',
  'error.pack-other-version': 'Пакет протокола предназначен для других версий программы ({id}). Ничего не изменено.',
  'error.pack-while-linking': 'Идёт привязка телефона. Закончите её или очередь, затем попробуйте ещё раз.',
};
