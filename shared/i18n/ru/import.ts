import type { importTexts as en } from '../en/import.ts';

export const importTexts: Readonly<Record<keyof typeof en, string>> = {
  'import.open': 'Импорт списка',
  'import.title': 'Импорт списка клиентов',
  'import.source': 'Список',
  'import.hint':
    'Один клиент в строке: идентификатор, имя и, если хотите, ожидаемый номер. Столбец с заголовком proxy может задать прокси-сервер. Вставьте список или выберите файл CSV.',
  'import.choose-file': 'Выбрать файл…',
  'import.summary':
    '{good, plural, =0 {Добавлять некого} one {# клиент к добавлению} few {# клиента к добавлению} many {# клиентов к добавлению} other {# клиента к добавлению}}{bad, plural, =0 {.} one {, # строка пропущена.} few {, # строки пропущены.} many {, # строк пропущено.} other {, # строки пропущено.}}',
  'import.doubtful':
    '{count, plural, one {# номер не входит} few {# номера не входят} many {# номеров не входят} other {# номера не входят}} в известные используемые диапазоны. Проверьте строку {lines}.',
  'import.first': 'Первый:',
  'import.bad': 'Пропущенные строки',
  'import.line': 'Строка',
  'import.reason': 'Причина',
  'import.problem.torn': 'Кавычка пропущена или стоит не на месте.',
  'import.problem.exists': 'Этот клиент уже есть.',
  'import.problem.repeated': 'Этот идентификатор уже есть в строке {line, number}.',
  'import.problem.proxy': 'Прокси-сервер — не адрес вида {example}.',
  'import.problem.beyond-limit': 'За один импорт — не больше {limit, number} клиентов.',
  'import.submit':
    '{count, plural, =0 {Добавить клиентов} one {Добавить # клиента} few {Добавить # клиентов} many {Добавить # клиентов} other {Добавить # клиента}}',
  'import.added':
    '{count, plural, =0 {Ни один клиент не добавлен.} one {Добавлен # клиент.} few {Добавлены # клиента.} many {Добавлено # клиентов.} other {Добавлено # клиента.}}',
  'import.refused':
    '{count, plural, one {Отклонён # клиент:} few {Отклонены # клиента:} many {Отклонено # клиентов:} other {Отклонено # клиента:}}',
  'import.country': 'Страна для номеров без кода страны',
  'import.lines': 'строк: {count, number}, первая {first}',
  'import.problem.no-country': 'Выберите выше страну номеров или укажите их с кодом страны.',
  'import.problem.number-shortened':
    'Таблица сократила этот номер. Задайте столбцу текстовый формат, введите номер снова и сохраните.',
  'import.adding': 'Добавлено {done, number} из {total, number}…',
  'import.left': 'Не добавлено из-за отмены: {count, number}.',
  'import.undo': 'Отменить импорт',
  'import.undoing': 'Убрано {done, number} из {total, number}…',
  'import.undone': 'Снова убрано клиентов: {count, number}.',
};
