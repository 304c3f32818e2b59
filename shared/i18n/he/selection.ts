import type { selectionTexts as en } from '../en/selection.ts';

export const selectionTexts: Readonly<Record<keyof typeof en, string>> = {
  'selection.title': '{count, plural, one {לקוח אחד נבחר} two {שני לקוחות נבחרו} other {# לקוחות נבחרו}}',
  'selection.hint': 'Ctrl+לחיצה מוסיפה לקוח לבחירה, Shift+לחיצה בוחרת את כל הלקוחות עד אליו.',
  'selection.start': 'הפעלת {count, number}',
  'selection.stop': 'עצירת {count, number}',
  'selection.stop.hint': 'עצירה מסירה קודים מהמסך. טלפונים מקושרים נשארים מחוברים.',
  'selection.export': 'ייצוא כ‑CSV',
  'selection.remove': 'הסרת {count, number}…',
  'selection.remove.title': 'להסיר {count, plural, one {לקוח אחד} two {שני לקוחות} other {# לקוחות}}?',
  'selection.removed': '{count, plural, one {לקוח אחד הוסר.} two {שני לקוחות הוסרו.} other {# לקוחות הוסרו.}}',
  'selection.started': '{count, plural, one {לקוח אחד הופעל.} two {שני לקוחות הופעלו.} other {# לקוחות הופעלו.}}',
  'selection.stopped': '{count, plural, one {לקוח אחד נעצר.} two {שני לקוחות נעצרו.} other {# לקוחות נעצרו.}}',
  'selection.refused':
    '{count, plural, one {לקוח אחד נשאר כמו שהיה.} two {שני לקוחות נשארו כמו שהיו.} other {# לקוחות נשארו כמו שהיו.}} הסיבה הראשונה:',
  'selection.clear': 'ביטול הבחירה',
};
