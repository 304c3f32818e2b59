import type { paletteTexts as en } from '../en/palette.ts';

export const paletteTexts: Readonly<Record<keyof typeof en, string>> = {
  'palette.title': 'מעבר מהיר',
  'palette.search': 'לקוח, מספר, עמוד או פעולה',
  'palette.none': 'לא נמצאו תוצאות.',
  'palette.group.actions': 'פעולות',
  'palette.group.pages': 'עמודים',
  'palette.code': 'הצגת קוד',
  'palette.full-screen': 'הקוד במסך מלא',
  'palette.next': 'הלקוח הבא ללא קישור',
  'palette.link-all': 'קישור כל הלקוחות שעדיין אינם מקושרים',

  'shortcuts.palette': 'מעבר ללקוח, לעמוד או לפעולה',
  'shortcuts.next': 'הלקוח הבא, או דילוג על הנוכחי',
  'shortcuts.code': 'הצגת קוד',
  'shortcuts.full-screen': 'הקוד במסך מלא',
  'shortcuts.step': 'הלקוח הבא או הקודם ברשימה',
  'shortcuts.pause': 'השהיית הקישור ברצף, או המשך',
  'shortcuts.back': 'חזרה ללקוח הקודם, בקישור ברצף',
  'shortcuts.retry': 'ניסיון נוסף עם מי שנותרו',
};
