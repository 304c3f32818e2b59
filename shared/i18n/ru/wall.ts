import type { wallTexts as en } from '../en/wall.ts';

export const wallTexts: Readonly<Record<keyof typeof en, string>> = {
  'wall.way': 'Коды на экране',
  'wall.way.one': 'По одному',
  'wall.way.4': '2 × 2',
  'wall.way.6': '3 × 2',
  'wall.way.9': '3 × 3',
  'wall.way.any-phone': 'Один код для всех',
  'wall.title': 'Коды',
  'wall.tile.skip': 'Пропустить: {name}',
  'wall.tile.open': 'Открыть: {name}',
  'wall.tile.free': 'Свободно',
  'wall.tile.fetching': 'Код сейчас появится',
  'wall.tile.another-number': 'Привязан другой номер',
  'wall.tile.passkey': 'Телефон просит ключ доступа',
  'wall.any.title': 'Один код для любого телефона',
  'wall.any.hint': 'Этот код сканируют все. По номеру телефона видно, какому клиенту он принадлежит.',
  'wall.any.without-number':
    '{count, plural, one {У # клиента нет ожидаемого номера: его телефон нужно назначить вручную.} few {У # клиентов нет ожидаемого номера: их телефоны нужно назначить вручную.} many {У # клиентов нет ожидаемого номера: их телефоны нужно назначить вручную.} other {У # клиента нет ожидаемого номера: их телефоны нужно назначить вручную.}}',
  'wall.any.passkey': 'Этот аккаунт просит ключ доступа. Привяжите его клиента отдельно.',
  'wall.any.renew': 'Показать новый код',
  'wall.paused.attempts': 'Пауза до {time}: сделано много попыток привязки',
  'wall.paused.attempts.by-itself': 'Затем она продолжит сама.',
  'wall.paused.attempts.then': 'Затем код можно показать снова.',
  'wall.paused.attempts.detail':
    'После слишком многих попыток WhatsApp часами отказывает новым устройствам. Его предел неизвестен, поэтому программа останавливается заранее.',
  'wall.waiting.title':
    '{count, plural, one {# телефон ждёт вашего решения} few {# телефона ждут вашего решения} many {# телефонов ждут вашего решения} other {# телефона ждут вашего решения}}',
  'wall.waiting.not-expected': 'Этого номера не ждёт ни один клиент.',
  'wall.waiting.several-expect': 'Этого номера ждут несколько клиентов.',
  'wall.waiting.own-proxy':
    '{name} ждёт этот номер, и у него свой прокси-сервер. Эта привязка сделана с адреса этого компьютера.',
  'wall.waiting.already-linked': '{name} ждёт этот номер и уже привязан. Прежняя привязка не тронута.',
  'wall.waiting.being-linked': '{name} ждёт этот номер и показывает собственный код.',
  'wall.waiting.not-saved':
    '{name} ждёт этот номер, но его папку не удалось записать. Проверьте диск и назначьте привязку.',
  'wall.waiting.arriving': 'WhatsApp принимает вход…',
  'wall.waiting.assign': 'Назначить клиенту…',
  'wall.waiting.assign.title': 'Какому клиенту принадлежит {number}?',
  'wall.waiting.assign.tenant': 'Клиент без привязки',
  'wall.waiting.assign.none':
    'Нет свободного клиента для этой привязки. Сначала добавьте клиента или отвяжите телефон.',
  'wall.waiting.assign.submit': 'Назначить',
  'wall.waiting.refuse': 'Отвязать телефон',
  'wall.waiting.refuse.title': 'Выйти из аккаунта {number}?',
  'wall.waiting.refuse.detail': 'Телефон потеряет это устройство, сохранённая привязка будет отложена.',
  'wall.waiting.refused': 'WhatsApp подтвердил выход: {number}.',
  'wall.waiting.unconfirmed':
    'WhatsApp не подтвердил выход: {number}. Устройство может остаться в списке телефона: удалите его там.',
  'wall.display.open': 'Второй экран',
  'wall.display.language': 'Язык второго экрана',
  'wall.display.title': 'Привяжите свой телефон',
  'wall.display.done': 'Готово',
  'wall.display.wait': 'Одну минуту',
  'error.tenant-linked': 'Этот клиент уже привязан. Привязка не изменена.',
  'error.attempts-paused':
    'Сделано много попыток привязки. Чтобы WhatsApp не отказал новым устройствам, следующая попытка — с {time}.',
};
