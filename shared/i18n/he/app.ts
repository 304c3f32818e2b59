import type { appTexts as en } from '../en/app.ts';

export const appTexts: Readonly<Record<keyof typeof en, string>> = {
  'app.name': 'Pairing Console',
  'app.loading': 'בטעינה…',
  'app.stale': 'החלון החמיץ עדכון ומשלים אותו כעת. ייתכן שהמידע המוצג אינו עדכני.',
  'app.retry': 'ניסיון חוזר',
  'app.unreachable': 'התוכנה לא עונה, ולכן אין מה להציג.',
  'app.broken.title': 'אירעה שגיאה בחלון הזה',
  'app.broken.detail': 'החיבורים עצמם פועלים בנפרד וממשיכים כרגיל. טעינה מחדש תחזיר את החלון.',
  'app.broken.reload': 'טעינת החלון מחדש',

  'common.cancel': 'ביטול',
  'common.close': 'סגירה',
  'common.dismiss': 'הסתרה',
  'common.clear': 'ניקוי',
  'common.copied': 'הועתק',
  'common.copy': 'העתקה',
  'common.no': 'לא',
  'common.undo': 'ביטול הפעולה',
  'common.yes': 'כן',

  'moment.ago': '{time}, {ago}',

  'notice.label': 'הודעות',
  'notice.settings-reset': 'לא ניתן היה לקרוא את ההגדרות, ולכן נעשה שימוש בברירות המחדל. הקובץ הישן נשמר בצד.',
  'notice.policy-damaged': 'אי אפשר להשתמש במדיניות של המחשב הזה, ולכן שום דבר בה אינו חל.',
  'notice.settings-not-saved': 'לא ניתן היה לשמור את ההגדרות.',
  'notice.journal-damaged': 'חלק מיומן הכשלים לא נקרא. הקובץ הפגום נשמר בצד.',
  'notice.journal-not-saved': 'אי אפשר לכתוב ליומן הכשלים. עד שיתאפשר, הכשלים נשמרים רק כל עוד התוכנה פועלת.',
  'notice.fault.storage-full': 'הדיסק מלא: פנו מקום.',
  'notice.fault.storage-denied': 'המערכת חוסמת את הגישה לקובץ: תנו למשתמש הזה הרשאת כתיבה.',
  'notice.fault.storage-busy': 'הקובץ פתוח בתוכנה אחרת: סגרו אותה.',
  'notice.fault.out-of-descriptors': 'יותר מדי קבצים וחיבורים פתוחים: סגרו תוכנות אחרות.',
  'notice.fault.storage-away': 'מסד הנתונים אינו עונה: בדקו אותו.',
  'notice.fault.lease-lost': 'שרת אחר מחזיק בזה כעת.',
  'notice.fault.storage-failed': 'תקלה בדיסק: בדקו אותו.',
  'notice.fault.storage-sealed': 'הקובץ הזה מוצפן במפתח אחר, או עבור לקוח אחר. הוא נשאר כפי שהיה.',
  'notice.tenant-unreadable': 'לא ניתן היה לקרוא תיקייה של לקוח. היא נשארה כפי שהיא.',
  'notice.operators-gone':
    'קובץ המפעילים נעלם, ולכן לכולם מותר הכול ודבר אינו ננעל. יומן הפעולות מציין זאת. אם לא הסרתם אותו, בררו למי הייתה גישה לתיקיית הנתונים.',

  'testing.endpoint.title': 'התוכנה הופעלה לצורך בדיקה.',
  'testing.endpoint.detail': 'היא מדברת עם שרת בדיקה במחשב הזה ולא עם WhatsApp. שום דבר כאן לא מקשר טלפון של לקוח.',
  'testing.debugger.title': 'תוכנה אחרת יכולה לשלוט בחלון הזה.',
  'testing.debugger.detail':
    'היא הופעלה עם ניפוי באגים מרחוק. לפני שמקשרים טלפון צריך לסגור אותה ולהפעיל אותה מהמקום הרגיל.',
};
