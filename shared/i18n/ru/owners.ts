import type { ownersTexts as en } from '../en/owners.ts';

export const ownersTexts: Readonly<Record<keyof typeof en, string>> = {
  'standing.awaiting-acceptance.label': 'Не тот номер',
  'standing.awaiting-acceptance.title': 'Привязан другой номер, нужно ваше решение',
  'standing.awaiting-acceptance.detail':
    'WhatsApp его принял. Пока вы не решите, это не считается привязкой и ничего не отправляется.',

  'tenant.proxy': 'Прокси-сервер',
  'tenant.proxy.title': 'Какой прокси-сервер использовать этому клиенту?',
  'tenant.proxy.none': 'Он идёт путём этого компьютера.',
  'tenant.proxy.now': 'Указан {proxy}.',
  'tenant.proxy.hint':
    'WhatsApp судит об аккаунте по адресу, с которого он приходит, поэтому выберите до привязки телефона. Если прокси-сервер не работает, клиент ждёт.',
  'tenant.proxy.clear': 'Идти путём этого компьютера',
  'tenant.expected.title': 'Какой номер нужно привязать?',
  'tenant.expected.none': 'Номер не задан, поэтому можно привязать любой телефон.',
  'tenant.expected.now': 'Задан: {number}.',
  'tenant.expected.clear': 'Любой номер',
  'tenant.expected.submit': 'Сохранить',

  'wrong-number.expected': 'Ожидался',
  'wrong-number.linked': 'Привязан',
  'wrong-number.alike': 'Они выглядят одинаково, потому что часть цифр скрыта. Это два разных номера.',
  'wrong-number.refuse': 'Отвязать и показать новый код',
  'wrong-number.accept': 'Этот номер верный…',
  'wrong-number.wait': 'Решить можно, когда WhatsApp примет эту привязку.',
  'wrong-number.accept.title': 'Использовать {number} для клиента {name}?',
  'wrong-number.accept.connected':
    'Внешняя система узнает, что клиент подключён, и сообщения будут уходить с этого номера.',
  'wrong-number.accept.expected': 'Он станет ожидаемым номером этого клиента.',
  'wrong-number.accept.submit': 'Использовать этот номер',

  'owners.title': 'Где ещё есть эта привязка или этот номер',
  'failure.holder': 'Клиент с теми же данными привязки',
  'owners.evicted':
    'Другая программа вошла с теми же данными привязки: {time}. После этого WhatsApp закрыл соединение здесь.',
  'owners.elsewhere':
    'Ни у одного другого клиента здесь этих данных нет. Ищите старый сервис, другой компьютер или копию папки данных.',
  'owners.same-device': 'У клиента {name} ({id}) копия этих же данных. Войти может только один из двух.',
  'owners.same-number': 'Клиент {name} ({id}) привязан к тому же номеру как отдельное устройство. Работают оба.',
  'owners.since': 'Привязан: {time}.',
  'owners.show': 'Показать: {name}',

  'take-over.title': 'Перенести сюда привязку клиента {name}?',
  'take-over.other': 'Программа войдёт отсюда с сохранённой привязкой, и WhatsApp сразу отключит другую программу.',
  'take-over.back': 'Если та программа вернётся сама, она снова заберёт привязку. Сначала закройте её.',
  'take-over.submit': 'Перенести сюда',

  'error.taken-over': 'Эта привязка у другой программы. Она останется там, пока вы не перенесёте её сюда.',
  'error.number-changed': 'Тем временем привязали другой номер или ни одного. Посмотрите ещё раз и решите.',
  'wrong-number.reveal': 'Удерживайте, чтобы показать оба номера',
  'wrong-number.reveal.hint': 'В журнале отмечается, что их показали.',
};
