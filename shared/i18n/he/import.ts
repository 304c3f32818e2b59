import type { importTexts as en } from '../en/import.ts';

export const importTexts: Readonly<Record<keyof typeof en, string>> = {
  'import.open': 'ייבוא רשימה',
  'import.title': 'ייבוא רשימת לקוחות',
  'import.source': 'הרשימה',
  'import.hint':
    'לקוח בכל שורה: מזהה, שם, ואם רוצים גם המספר הצפוי. עמודה בכותרת ״פרוקסי״ יכולה לציין פרוקסי. אפשר להדביק או לבחור קובץ CSV.',
  'import.choose-file': 'בחירת קובץ…',
  'import.summary':
    '{good, plural, =0 {אין לקוחות להוספה} one {לקוח אחד להוספה} two {שני לקוחות להוספה} other {# לקוחות להוספה}}{bad, plural, =0 {.} one {, שורה אחת לא תיובא.} two {, שתי שורות לא ייובאו.} other {, # שורות לא ייובאו.}}',
  'import.doubtful':
    '{count, plural, one {מספר אחד אינו} two {שני מספרים אינם} other {# מספרים אינם}} בטווח שידוע שהוא בשימוש. בדקו שורה {lines}.',
  'import.first': 'הראשון:',
  'import.bad': 'שורות שלא ייובאו',
  'import.line': 'שורה',
  'import.reason': 'סיבה',
  'import.problem.torn': 'חסרות מירכאות, או שהן לא במקום.',
  'import.problem.exists': 'הלקוח הזה כבר קיים.',
  'import.problem.repeated': 'המזהה כבר מופיע בשורה {line, number}.',
  'import.problem.proxy': 'הפרוקסי אינו כתובת כמו {example}.',
  'import.problem.beyond-limit': 'אפשר לייבא עד {limit, number} לקוחות בפעם אחת.',
  'import.submit': '{count, plural, =0 {הוספה} one {הוספת לקוח אחד} two {הוספת שני לקוחות} other {הוספת # לקוחות}}',
  'import.added':
    '{count, plural, =0 {לא נוסף אף לקוח.} one {נוסף לקוח אחד.} two {נוספו שני לקוחות.} other {נוספו # לקוחות.}}',
  'import.refused': '{count, plural, one {לקוח אחד לא התקבל:} two {שני לקוחות לא התקבלו:} other {# לקוחות לא התקבלו:}}',
  'import.country': 'המדינה של מספרים בלי קידומת מדינה',
  'import.lines': '{count, plural, one {שורה אחת} two {שתי שורות} other {# שורות}}, הראשונה {first}',
  'import.problem.no-country': 'בחרו למעלה את המדינה של המספרים, או כתבו אותם עם קידומת המדינה.',
  'import.problem.number-shortened': 'הגיליון קיצר את המספר הזה. הגדירו את העמודה כטקסט, הקלידו את המספר שוב ושמרו.',
  'import.adding': 'נוספו {done, number} מתוך {total, number}…',
  'import.left':
    '{count, plural, one {לקוח אחד לא נוסף} two {שני לקוחות לא נוספו} other {# לקוחות לא נוספו}}, כי ביטלתם.',
  'import.undo': 'ביטול הייבוא',
  'import.undoing': 'הוסרו {done, number} מתוך {total, number}…',
  'import.undone': '{count, plural, one {לקוח אחד הוסר} two {שני לקוחות הוסרו} other {# לקוחות הוסרו}} שוב.',
};
