import type { startTexts as english } from '../en/start.ts';

export const startTexts: Readonly<Record<keyof typeof english, string>> = {
  'start.folder': 'תיקיית הנתונים',

  'start.choose.title': 'הגנה על הקישורים במחשב הזה',
  'start.choose.lead':
    'מי שמעתיק את תיקיית הנתונים יכול להתחבר בשם כל לקוח. במערכת הזו אין מאגר סיסמאות שישמור עליה, ולכן תשמור עליה סיסמה ארוכה: בחרו אחת, והקלידו אותה בכל הפעלה.',
  'start.choose.submit': 'הצפנה והמשך',
  'start.choose.open': 'המשך ללא הצפנה…',
  'start.open.title': 'להמשיך בלי להצפין את תיקיית הנתונים?',
  'start.open.copy': 'מי שמעתיק את התיקייה, גיבוי שלה או את הדיסק יכול להתחבר בשם כל לקוח.',
  'start.open.notice': 'הודעה על כך נשארת בחלון. אפשר להצפין את התיקייה מאוחר יותר, בהגדרות.',
  'start.open.confirm': 'המשך ללא הצפנה',
  'start.back': 'חזרה',

  'start.passphrase': 'סיסמה',
  'start.passphrase.new': 'סיסמה חדשה',
  'start.passphrase.again': 'אותה סיסמה שוב',
  'start.passphrase.hint': 'לפחות 12 תווים. קל לזכור ארבע או חמש מילים שאינן קשורות זו לזו.',
  'start.passphrase.short': 'קצר מדי: צריך לפחות 12 תווים.',
  'start.passphrase.differ': 'שתי הסיסמאות אינן זהות.',

  'start.unlock.title': 'פתיחת תיקיית הנתונים',
  'start.unlock.lead': 'היא מוצפנת בסיסמה.',
  'start.unlock.submit': 'פתיחה',
  'start.unlock.forgotten': 'שכחתי את הסיסמה…',

  'start.recover.title': 'תיקיית הנתונים לא נפתחת',
  'start.recover.untouched': 'דבר לא השתנה.',
  'start.recover.keyring-missing':
    'המפתח שלה נמצא במאגר הסיסמאות של המערכת, וכעת אין מאגר כזה. היכנסו לשולחן העבודה כרגיל ונסו שוב. אם המאגר אבד, או אם זה מחשב אחר, קוד השחזור פותח את התיקייה.',
  'start.recover.keyring-other':
    'מאגר הסיסמאות של המערכת לא מוסר את המפתח שלה: הוא נעול, הוא מאגר אחר, או שהתיקייה באה ממחשב אחר. פתחו את נעילת המאגר ונסו שוב, או פתחו את התיקייה בקוד השחזור.',
  'start.recover.of-a-service':
    'שירות הצפין אותה. קוד השחזור פותח אותה גם כאן; השירות יוצר קוד כזה בפקודה \u2068recovery-code\u2069.',
  'start.recover.forgotten': 'בלי הסיסמה, רק קוד השחזור פותח אותה.',
  'start.recover.key-lost':
    'הקבצים שלה מוצפנים, והקובץ \u2068data-key.json\u2069 שמחזיק את המפתח שלהם איננו. החזירו אותו, או את העותק שלו, מגיבוי אל התיקייה הזו. קוד השחזור לבדו לא יכול להחליף אותו.',
  'start.recover.key-damaged':
    'הקובץ \u2068data-key.json\u2069 שמחזיק את המפתח פגום, וגם העותק שלו. החזירו אחד מהם מגיבוי אל התיקייה הזו. קוד השחזור לבדו לא יכול להחליף אותו.',
  'start.recover.key-differs':
    'בקובץ \u2068data-key.json\u2069 ובעותק שלו יש מפתחות שונים: אחד מהם חזר מגיבוי ישן. העבירו את הישן לתיקייה אחרת ונסו שוב.',
  'start.recover.disk': 'הדיסק לא מוסר את הקובץ של המפתח שלה.',
  'start.recover.code': 'קוד שחזור',
  'start.recover.code.hint': 'שש קבוצות של חמישה תווים, מהדף שהודפס או נכתב.',
  'start.recover.then': 'מכאן והלאה תיפתח התיקייה בעזרת מאגר הסיסמאות של המחשב הזה, או בסיסמה חדשה.',
  'start.recover.submit': 'פתיחה בקוד',
  'start.again': 'ניסיון נוסף',

  'start.new.title': 'בחירת סיסמה חדשה',
  'start.new.lead':
    'קוד השחזור נכון. במערכת הזו אין מאגר סיסמאות שישמור על התיקייה, ולכן מעכשיו הסיסמה הזו פותחת אותה.',
  'start.new.submit': 'פתיחה',

  'start.opening': 'תיקיית הנתונים נפתחת…',
  'start.sealing': 'מצפינים את תיקיית הנתונים…',
  'start.sealing.count': '{done} מתוך {total}',
  'start.sealing.detail': 'זה קורה פעם אחת. אם זה נקטע, ההפעלה הבאה ממשיכה.',

  'start.problem.wrong-passphrase': 'הסיסמה הזו לא פותחת את התיקייה.',
  'start.problem.code-mistyped': 'יש טעות בקבוצה {group}.',
  'start.problem.not-a-code': 'בקוד שחזור יש שש קבוצות של חמישה תווים.',
  'start.problem.wrong-code': 'הקוד הזה שייך לתיקייה אחרת, או שנוצר מאז קוד חדש.',
  'start.problem.storage-full': 'הדיסק מלא: פנו מקום.',
  'start.problem.storage-denied': 'המערכת חוסמת את הגישה לתיקייה: תנו למשתמש הזה הרשאת כתיבה.',
  'start.problem.storage-busy': 'הקובץ פתוח בתוכנה אחרת: סגרו אותה.',
  'start.problem.storage-failed': 'תקלה בדיסק: בדקו אותו.',
  'start.problem.storage-sealed': 'קובץ מוצפן במפתח אחר. הוא נשאר כפי שהיה.',
  'start.problem.out-of-descriptors': 'יותר מדי קבצים וחיבורים פתוחים: סגרו תוכנות אחרות.',
};
