import type { paletteTexts as en } from '../en/palette.ts';

export const paletteTexts: Readonly<Record<keyof typeof en, string>> = {
  'palette.title': 'Быстрый переход',
  'palette.search': 'Клиент, номер, страница или действие',
  'palette.none': 'Ничего не найдено.',
  'palette.group.actions': 'Действия',
  'palette.group.pages': 'Страницы',
  'palette.code': 'Показать код',
  'palette.full-screen': 'Код на весь экран',
  'palette.next': 'Следующий непривязанный клиент',
  'palette.link-all': 'Привязать всех непривязанных клиентов',

  'shortcuts.palette': 'Перейти к клиенту, странице или действию',
  'shortcuts.next': 'Следующий клиент или пропуск текущего',
  'shortcuts.code': 'Показать код',
  'shortcuts.full-screen': 'Код на весь экран',
  'shortcuts.step': 'Следующий или предыдущий клиент в списке',
  'shortcuts.pause': 'Приостановить привязку подряд или продолжить',
  'shortcuts.back': 'Назад к предыдущему клиенту при привязке подряд',
  'shortcuts.retry': 'Повторить с оставшимися',
};
