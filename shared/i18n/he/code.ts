import type { codeTexts as en } from '../en/code.ts';

export const codeTexts: Readonly<Record<keyof typeof en, string>> = {
  'code.use': 'קישור עם קוד במקום סריקה',
  'code.title': 'קישור עם קוד',
  'code.lead': 'WhatsApp מנפיקה את הקוד למספר אחד: המספר של הטלפון שמקשרים.',
  'code.ask': 'קבלת קוד',
  'code.not-yet': 'מתחבר. עוד רגע יהיה אפשר לבקש קוד.',
  'code.label': 'הקוד להקלדה בטלפון',
  'code.wrong': 'הקלדתם לא נכון? הקלידו שוב, או בקשו קוד חדש.',
  'code.typed':
    'הקוד הוקלד בטלפון. ממתינים ל‑WhatsApp: {seconds, plural, one {עוד שנייה אחת} two {עוד שתי שניות} other {עוד # שניות}}.',
  'code.mistyped': 'לא קרה דבר אחרי שהקוד הוקלד. השוו תו אחר תו והקלידו שוב.',
  'code.refreshed': 'WhatsApp החליפה את הקוד.',
  'code.refreshed.detail': 'הקוד הקודם כבר לא תקף: הקלידו את הקוד הזה.',
  'code.new': 'קוד חדש',
  'code.other-number': 'מספר אחר',
  'code.back': 'חזרה לקוד QR',

  'phone.country': 'מדינה',
  'phone.number': 'מספר טלפון',
  'phone.hint': 'כפי שכותבים אותו במדינה שנבחרה, או עם + וקידומת המדינה.',
  'phone.reads': 'המספר המלא: {number}.',
  'phone.doubtful': 'זה לא נראה כמו מספר שנמצא בשימוש. בדקו את המדינה ואת הספרות.',
  'phone.problem.empty': 'הזינו את המספר.',
  'phone.problem.characters': 'ספרות בלבד.',
  'phone.problem.too-short': 'המספר קצר מדי למדינה הזו.',
  'phone.problem.too-long': 'המספר ארוך מדי למדינה הזו.',
  'phone.problem.no-country-code': 'המספר לא מתחיל בקידומת של מדינה. בחרו מדינה, או התחילו ב‑+ ובקידומת.',
};
