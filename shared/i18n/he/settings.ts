import type { settingsTexts as en } from '../en/settings.ts';

export const settingsTexts: Readonly<Record<keyof typeof en, string>> = {
  'settings.title': 'הגדרות',
  'settings.appearance': 'שפה ומראה',
  'settings.language': 'שפה',
  'settings.language.system': 'לפי המערכת',
  'settings.theme': 'מראה',
  'settings.theme.system': 'לפי המערכת',
  'settings.theme.light': 'בהיר',
  'settings.theme.dark': 'כהה',
  'settings.system': 'הפעלה והתראות',
  'settings.startWithSystem': 'הפעלה עם עליית המחשב',
  'settings.startWithSystem.hint': 'התוכנה תיפתח בכניסה למחשב ותחבר מחדש את הקישורים.',
  'settings.keepInTray': 'המשך פעולה ברקע',
  'settings.keepInTray.hint':
    'סגירת החלון תשאיר את הקישורים פעילים. יוצאים מהתוכנה דרך הסמל שבאזור ההודעות (ליד השעון).',
  'settings.notifications': 'התראות',
  'settings.notifications.hint': 'הודעה כשקישור הושלם וכשלקוח דורש טיפול. מספרים וקודים לא יופיעו בה.',
  'settings.weeklyPresence': 'סימן שימוש שבועי',
  'settings.weeklyPresence.hint':
    'פעם בשבוע כל חשבון מקושר יופיע כמחובר למשך עשר שניות, ובזמן הזה הטלפון לא יצלצל. WhatsApp עלולה לנתק חשבונות שנראים לא פעילים במשך 14 יום.',
  'settings.data': 'נתונים',
  'settings.data.detail': 'הקישורים, הלקוחות, יומן הכשלים וההגדרות נמצאים בתיקייה הזו במחשב.',
  'settings.data.open': 'פתיחת התיקייה',
  'settings.about': 'אודות',
  'settings.about.version': 'Pairing Console',
  'settings.about.electron': 'Electron',
  'settings.about.chromium': 'Chromium',
  'settings.about.node': 'Node',

  'licences.title': 'רישיונות',
  'licences.lead':
    'Pairing Console היא תוכנה חופשית ברישיון GNU General Public License, גרסה 3 ומעלה. היא בנויה מהחבילות שלהלן. תודה לכל מי שיצר אותן.',
  'licences.source': 'קוד המקור:',

  'shortcuts.title': 'קיצורי מקלדת',
  'shortcuts.add-tenant': 'הוספת לקוח',
  'shortcuts.search': 'חיפוש ברשימת הלקוחות',
  'shortcuts.failure-log': 'יומן כשלים',
  'shortcuts.diagnostics': 'בדיקת העמדה',
  'shortcuts.settings': 'הגדרות',
  'shortcuts.shortcuts': 'הצגת הרשימה הזו',
  'shortcuts.list': 'מעבר ברשימה',
  'shortcuts.close': 'סגירת חלונית או ניקוי החיפוש',
};
