import type { failuresTexts as en } from '../en/failures.ts';

export const failuresTexts: Readonly<Record<keyof typeof en, string>> = {
  'failure.before': 'הניסיון הקודם:',
  'failure.last': 'הניסיון האחרון נכשל',
  'failure.past': 'ניסיון נכשל',
  'failure.next': 'הצעד הבא:',
  'failure.code': 'קוד {code}',
  'failure.folder': 'תיקייה',
  'failure.detail': 'הודעת השגיאה',
  'said.title': 'בלשון WhatsApp',
  'said.open': 'פתיחת הדף של WhatsApp',
  'failure.blocked-until': 'WhatsApp חוסמת עד {time}.',
  'failure.confidence.certain': 'זו הסיבה, בוודאות.',
  'failure.confidence.likely': 'זה ההסבר הסביר ביותר.',
  'failure.confidence.unclear': 'ייתכן שהסיבה אחרת.',
  'failure.credentials.none': 'לא נשמרו פרטי קישור.',
  'failure.credentials.kept': 'פרטי הקישור השמורים נשארו במקומם.',
  'failure.credentials.quarantined': 'פרטי הקישור השמורים הועברו הצידה ל‑7 ימים.',
  'failure.credentials.recovered': 'פרטי הקישור שוחזרו מהעותק התקין האחרון.',
  'failure.retry.fresh-qr': 'קוד חדש יוצג אוטומטית.',
  'failure.retry.reconnect': 'ניסיון נוסף יתבצע אוטומטית.',
  'failure.retry.operator': 'התוכנה ממתינה לכם.',
};
