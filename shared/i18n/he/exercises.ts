import type { exercisesTexts as en } from '../en/exercises.ts';

export const exercisesTexts: Readonly<Record<keyof typeof en, string>> = {
  'exercise.title': 'תרגילים',
  'exercise.progress': '‏{done, number} מתוך {total, number}',
  'exercise.done': '(בוצע)',
  'exercise.all': 'כל ששת התרגילים בוצעו. אתם מוכנים.',
  'exercise.reset': 'התחלה מחדש',
  'exercise.link': 'קישור טלפון',
  'exercise.link.how': 'הוסיפו לקוח, סרקו את הקוד שלו בטלפון והמתינו להוכחה.',
  'exercise.refuse': 'הטלפון מסרב',
  'exercise.refuse.how': 'לחצו על ״דחיית הסריקה הבאה״, סרקו וקראו מה התוכנה אומרת.',
  'exercise.wrong-number': 'הטלפון הלא נכון',
  'exercise.wrong-number.how': 'קבעו ללקוח מספר צפוי אחר, סרקו את הקוד שלו והחליטו.',
  'exercise.expired': 'קוד שפג תוקפו',
  'exercise.expired.how': 'לחצו על ״סריקת קוד שפג תוקפו״, ואז סרקו את הקוד שעל המסך.',
  'exercise.passkey': 'חשבון עם מפתח גישה',
  'exercise.passkey.how': 'הפעילו את האפשרות ״החשבון דורש מפתח גישה״, סרקו ועקבו אחר ההנחיות.',
  'exercise.unlink': 'הלקוח מנתק',
  'exercise.unlink.how': 'תחת ״מכשירים מקושרים״ למטה לחצו על ״ניתוק״ והביטו בלקוח.',
  'practice.scan-expired': 'סריקת קוד שפג תוקפו',
};
