import type { codeTexts as en } from '../en/code.ts';

export const codeTexts: Readonly<Record<keyof typeof en, string>> = {
  'code.use': 'Связать по коду',
  'code.title': 'Привязка по коду',
  'code.lead': 'WhatsApp выдаёт код для одного номера: номера телефона, который вы привязываете.',
  'code.ask': 'Получить код',
  'code.not-yet': 'Подключение. Код можно будет запросить через мгновение.',
  'code.label': 'Код для ввода на телефоне',
  'code.wrong': 'Опечатка? Введите ещё раз или получите новый код.',
  'code.mistyped': 'Введённый код не подошёл. Сверьте каждый знак и введите его ещё раз.',
  'code.typed':
    'Код введён на телефоне. Ожидание WhatsApp: {seconds, plural, one {осталась # секунда} few {осталось # секунды} many {осталось # секунд} other {осталось # секунды}}.',
  'code.refreshed': 'WhatsApp заменил код.',
  'code.refreshed.detail': 'Прежний код больше не действует: введите этот.',
  'code.new': 'Новый код',
  'code.other-number': 'Другой номер',
  'code.back': 'Назад к QR-коду',

  'phone.country': 'Страна',
  'phone.number': 'Номер телефона',
  'phone.hint': 'Как его пишут в этой стране или с + и кодом страны.',
  'phone.reads': 'Полный номер: {number}.',
  'phone.doubtful': 'Не похоже на действующий номер. Проверьте страну и цифры.',
  'phone.problem.empty': 'Введите номер.',
  'phone.problem.characters': 'Используйте только цифры.',
  'phone.problem.too-short': 'Номер слишком короткий для этой страны.',
  'phone.problem.too-long': 'Номер слишком длинный для этой страны.',
  'phone.problem.no-country-code': 'Номер не начинается с кода страны. Выберите страну или начните с + и кода.',
};
