import type { ownersTexts as en } from '../en/owners.ts';

export const ownersTexts: Readonly<Record<keyof typeof en, string>> = {
  'standing.awaiting-acceptance.label': 'מספר שגוי',
  'standing.awaiting-acceptance.title': 'קושר מספר אחר, ונדרשת החלטה',
  'standing.awaiting-acceptance.detail':
    'WhatsApp אישרה את הקישור, אבל עד שתתקבל החלטה הוא לא נחשב, ולא נשלחות הודעות.',

  'tenant.proxy': 'פרוקסי',
  'tenant.proxy.title': 'באיזה פרוקסי ישתמש הלקוח הזה?',
  'tenant.proxy.none': 'הוא יוצא בדרך של המחשב.',
  'tenant.proxy.now': 'נקבע ל‑{proxy}.',
  'tenant.proxy.hint':
    'WhatsApp שופטת חשבון לפי הכתובת שממנה הוא מגיע, לכן בחרו לפני שמקשרים את הטלפון. אם הפרוקסי נכשל, הלקוח ממתין.',
  'tenant.proxy.clear': 'יציאה בדרך של המחשב',
  'tenant.expected.title': 'איזה מספר צריך לקשר?',
  'tenant.expected.none': 'לא נקבע מספר, ולכן אפשר לקשר כל טלפון.',
  'tenant.expected.now': 'כרגע: {number}.',
  'tenant.expected.clear': 'לאפשר כל מספר',
  'tenant.expected.submit': 'שמירה',

  'wrong-number.expected': 'המספר הצפוי',
  'wrong-number.linked': 'המספר שקושר',
  'wrong-number.reveal': 'החזיקו כדי להציג את שני המספרים',
  'wrong-number.reveal.hint': 'ביומן נרשם שהמספרים הוצגו.',
  'wrong-number.alike': 'הם נראים זהים כי חלק מהספרות מוסתרות. אלה שני מספרים שונים.',
  'wrong-number.refuse': 'ניתוק והצגת קוד חדש',
  'wrong-number.accept': 'זה המספר הנכון…',
  'wrong-number.wait': 'אפשר יהיה להחליט ברגע ש‑WhatsApp תאשר את הקישור.',
  'wrong-number.accept.title': 'להשתמש במספר {number} עבור {name}?',
  'wrong-number.accept.connected': 'המערכת תקבל דיווח שהלקוח מחובר, והודעות יישלחו מהמספר הזה.',
  'wrong-number.accept.expected': 'זה יהיה מעתה המספר הצפוי של הלקוח.',
  'wrong-number.accept.submit': 'שימוש במספר הזה',

  'owners.title': 'היכן עוד נמצא הקישור או המספר הזה',
  'failure.holder': 'לקוח עם אותם פרטי קישור',
  'owners.evicted': 'תוכנה אחרת נכנסה עם אותם פרטי קישור: {time}. בעקבות זאת WhatsApp סגרה את החיבור כאן.',
  'owners.elsewhere': 'לאף לקוח אחר כאן אין את פרטי הקישור האלה. חפשו שירות ישן, מחשב נוסף או עותק של תיקיית הנתונים.',
  'owners.same-device': 'ללקוח {name} ({id}) יש עותק של אותם פרטי קישור בדיוק. רק אחד מהשניים יכול להתחבר.',
  'owners.same-number': 'הלקוח {name} ({id}) מקושר לאותו מספר, כמכשיר נפרד. שניהם פועלים.',
  'owners.since': 'קושר: {time}.',
  'owners.show': 'הצגת {name}',

  'take-over.title': 'להעביר לכאן את הקישור של {name}?',
  'take-over.other': 'התוכנה תיכנס מכאן עם הקישור השמור, ו‑WhatsApp תנתק מיד את התוכנה האחרת.',
  'take-over.back': 'אם התוכנה האחרת תחזור מעצמה, היא תיקח את הקישור בחזרה. כדאי לסגור אותה קודם.',
  'take-over.submit': 'העברה לכאן',

  'error.taken-over': 'הקישור נמצא אצל תוכנה אחרת, ויישאר שם עד שתעבירו אותו לכאן.',
  'error.number-changed': 'בינתיים קושר מספר אחר, או שאף מספר לא מקושר. בדקו שוב ואז החליטו.',
};
