import type { MainTexts } from '../main-texts.ts';
import { pluralOf } from '../plural.ts';

const plural = pluralOf('ru');

export const mainTexts: MainTexts = {
  file: 'Файл',
  addTenant: 'Добавить клиента…',
  failureLog: 'Журнал сбоев',
  settings: 'Настройки…',
  practice: 'Тренировка…',
  lock: 'Заблокировать',
  closeWindow: 'Закрыть окно',
  quit: 'Выход',

  edit: 'Правка',
  undo: 'Отменить',
  redo: 'Повторить',
  cut: 'Вырезать',
  copy: 'Копировать',
  paste: 'Вставить',
  selectAll: 'Выделить всё',
  search: 'Поиск клиентов',
  palette: 'Быстрый переход…',

  view: 'Вид',
  reload: 'Перезагрузить окно',
  actualSize: 'Фактический размер',
  zoomIn: 'Увеличить',
  zoomOut: 'Уменьшить',
  fullScreen: 'Полный экран',
  developerTools: 'Инструменты разработчика',

  window: 'Окно',
  minimize: 'Свернуть',

  help: 'Справка',
  diagnostics: 'Проверка компьютера…',
  shortcuts: 'Сочетания клавиш',

  about: 'О программе Pairing Console',
  hide: 'Скрыть Pairing Console',
  hideOthers: 'Скрыть остальные',
  showAll: 'Показать все',

  open: 'Открыть Pairing Console',
  trayConnected: (count) =>
    plural(count, {
      one: '# клиент подключён',
      few: '# клиента подключены',
      many: '# клиентов подключены',
      other: '# клиента подключены',
    }),
  trayNeedsYou: (count) =>
    plural(count, {
      one: '# клиент требует внимания',
      few: '# клиента требуют внимания',
      many: '# клиентов требуют внимания',
      other: '# клиента требуют внимания',
    }),
  trayMore: (count) => plural(count, { one: 'ещё #', few: 'ещё #', many: 'ещё #', other: 'ещё #' }),

  linkedTitle: 'Привязано',
  linkedBody: (name) => `Клиент ${name} привязан, и привязка держится.`,
  /** In the place of a name, while the window is locked. */
  someTenant: '(имя скрыто)',
  needsYouTitle: 'Клиент требует внимания',
  needsYouBody: (name) => `${name}: откройте программу, чтобы узнать, что случилось.`,
  wantsPasskeyBody: (name) => `${name}: аккаунт требует ключ доступа в ближайшие минуты.`,

  passkeyTitle: 'Ключ доступа для WhatsApp',

  practiceTitle: 'Pairing Console: тренировка, здесь всё ненастоящее',
  practiceFailed: 'Не удалось начать тренировку.',
  practicePhone: 'Учебный телефон',

  quitQuestion: 'Выйти во время привязки телефона?',
  quitDetail: 'Начатое сканирование пропадёт, и его придётся повторить. Готовые привязки в безопасности.',
  quitAnyway: 'Всё равно выйти',
  keepRunning: 'Продолжить работу',

  crashed: 'Окно перестало работать.',
  crashedDetail: 'Привязки не пострадали. Перезагрузка вернёт окно.',
  reloadAfterCrash: 'Перезагрузить',
  closeAfterCrash: 'Закрыть',

  folderInUse: (pid) =>
    `Другая копия программы (процесс ${pid}) использует ту же папку. Сначала закройте её: две копии выбивали бы друг друга из WhatsApp.`,
  folderLost: 'Другая копия программы заняла папку, поэтому эта закрывается.',
  badVariables: (names: string) =>
    `Эти переменные среды использовать нельзя: ${names}. Исправьте или удалите их и запустите программу снова.`,
  startFailed: 'Не удалось запустить программу.',
};
