import type { shiftTexts as en } from '../en/shift.ts';

export const shiftTexts: Readonly<Record<keyof typeof en, string>> = {
  'shift.title': 'Сегодня',
  'shift.linked': 'Привязано',
  'shift.failed': 'Неудачные попытки',
  'shift.waiting': 'Без привязки',
  'shift.median': 'От кода до привязки (медиана)',
  'shift.seconds': '{seconds, number} с',
  'shift.minutes': '{minutes, number} мин {seconds, number} с',
  'shift.links': 'Привязано сегодня',
  'shift.failures': 'Что не удалось сегодня',
  'shift.nothing': 'Сегодня ещё никто не привязан.',
  'shift.print': 'Печать',
  'shift.save': 'Сохранить как CSV',
  'shift.day': 'Pairing Console, {day}',
  'shift.as-of': 'По состоянию на {time}',

  'slip.print': 'Памятка клиенту',
  'slip.print.name': 'Напечатать памятку: {name}',
  'slip.title': 'Ваш WhatsApp привязан',
  'slip.for': 'Привязан к',
  'slip.when': 'Время привязки',
  'slip.meaning':
    'Связанное устройство может читать и отправлять сообщения этого аккаунта WhatsApp. Отменить привязку можно в любой момент.',
  'slip.unlink': 'Как отменить привязку',
  'slip.step.device': 'Нажмите на устройство, привязанное в указанное время.',
  'slip.step.log-out': 'Нажмите «Выйти».',
};
