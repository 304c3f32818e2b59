import type { passkeyTexts as en } from '../en/passkey.ts';

export const passkeyTexts: Readonly<Record<keyof typeof en, string>> = {
  'passkey.title': 'אישור באמצעות מפתח גישה',
  'passkey.lead':
    'WhatsApp רוצה לוודא שבעל החשבון נמצא כאן. אחרי לחיצה על ״המשך״ המחשב יבקש את מפתח הגישה של חשבון ה‑WhatsApp הזה.',
  'passkey.computer.win32': 'Windows מציעה את הטלפון עצמו, את Windows Hello או מפתח אבטחה.',
  'passkey.computer.darwin':
    'ב‑Mac רק מפתח אבטחה יכול לענות, כי מפתחות הגישה של ה‑Mac עצמו סגורים לתוכנות אחרות. אם אין מפתח כזה, השתמשו במחשב Windows.',
  'passkey.computer.linux':
    'ב‑Linux רק מפתח אבטחה יכול לענות: חברו אותו, וגעו בו כשהוא מהבהב. אם אין מפתח כזה, השתמשו במחשב Windows.',
  'passkey.computer.practice': 'זה תרגול: מפתח גישה מדומה עונה בחלון נפרד.',
  'passkey.left': 'הזמן שנותר',
  'passkey.continue': 'המשך',
  'passkey.running': 'ממתין למפתח הגישה',
  'passkey.again': 'כל עוד נותר זמן, אפשר לנסות שוב בלי קוד QR חדש.',
  'passkey.code.title': 'השוואת הקודים',
  'passkey.code.lead': 'גם בטלפון מוצג קוד. המשיכו רק אם הוא זהה לקוד הזה בדיוק.',
  'passkey.code.match': 'הקודים זהים',
  'passkey.code.differ': 'הקודים שונים',
  'passkey.code.differ.detail': 'אם הם שונים, שום דבר לא יקושר ויופיע קוד QR חדש.',

  'ceremony.title': 'אישור באמצעות מפתח גישה',
  'ceremony.lead': 'פעלו לפי החלון שהמחשב פותח. אם לא נפתח חלון כזה, חברו את מפתח האבטחה וגעו בו.',
  'ceremony.waiting': 'ממתין למפתח הגישה. עדיין לא קושר דבר.',
  'ceremony.cancel': 'ביטול',
  'ceremony.practice': 'תרגול. בקישור אמיתי נפתח עכשיו חלון של המחשב עצמו. כאן עונה מפתח גישה מדומה.',
  'ceremony.stand-in': 'שימוש במפתח המדומה',

  'error.passkey-cancelled': 'הבקשה למפתח הגישה הופסקה. לחצו על ״המשך״ כשהמפתח בהישג יד.',
  'error.passkey-timed-out': 'לא התקבל אישור בזמן. הכינו את מפתח הגישה ולחצו על ״המשך״.',
  'error.passkey-no-authenticator':
    'אין במחשב הזה התקן שמחזיק את מפתח הגישה. חברו את מפתח האבטחה, או קשרו במחשב Windows כשהטלפון לידו.',
  'error.passkey-not-allowed':
    'המחשב לא מסר מפתח גישה: החלון שלו נסגר, או שאין שם מפתח של החשבון הזה. נסו שוב עם המכשיר שמחזיק אותו.',
  'error.passkey-unsupported':
    'המחשב הזה לא יכול לבקש מפתחות גישה. הפעילו את התוכנה מחדש; אם זה לא עוזר, קשרו במחשב אחר.',
};
