import type { versionTexts as en } from '../en/version.ts';

export const versionTexts: Readonly<Record<keyof typeof en, string>> = {
  'version.title': 'גרסת WhatsApp Web (מתקדם)',
  'version.lead': 'WhatsApp דוחה גרסאות ישנות מדי. התוכנה עוקבת מעצמה אחרי הגרסה המתפרסמת. שינוי כאן תקף מהחיבור הבא.',
  'version.in-use': 'בשימוש:',
  'version.source.pinned': 'נקבעה ידנית',
  'version.source.published': 'פורסמה על ידי WhatsApp',
  'version.source.pack': 'מחבילת פרוטוקול',
  'version.source.library': 'הגרסה שהגיעה עם התוכנה',
  'version.published': 'WhatsApp פרסמה את {version}, נבדק: {time}.',
  'version.never': 'הגרסה המתפרסמת עוד לא נבדקה.',
  'version.failed': 'הניסיון האחרון לבדוק נכשל: {time}.',
  'version.fetch': 'בדיקה עכשיו',
  'version.fixed': 'משתנה הסביבה WA_VERSION קובע את הגרסה. אי אפשר לשנות אותה כאן.',
  'version.pin': 'קביעת גרסה',
  'version.pin.hint': 'ריק: אוטומטי. גרסה קבועה מתיישנת; נקו אותה אם WhatsApp דוחה אותה (קוד 405).',
  'version.pin.invalid': 'כותבים 2.3000. ואחריו שש עד שתים־עשרה ספרות.',
  'version.pin.apply': 'קביעה',
  'version.pin.clear': 'חזרה לאוטומטי',
  'error.version-not-fetched': 'הדף של WhatsApp לא מסר גרסה. הגרסה שבשימוש נשארת.',
};
