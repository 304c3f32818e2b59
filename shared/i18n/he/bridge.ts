import type { bridgeTexts as en } from '../en/bridge.ts';

export const bridgeTexts: Readonly<Record<keyof typeof en, string>> = {
  'bridge.title': 'חיבור למערכת חיצונית',
  'bridge.enable': 'אפשרו למערכת חיצונית להשתמש בתוכנה דרך HTTP',
  'bridge.enable.hint': 'תוכנה שהסוד בידה יכולה להפעיל חיבורים של לקוחות, לעקוב אחריהם ולהשתמש בהם. כבוי כברירת מחדל.',
  'bridge.host': 'כתובת',
  'bridge.host.hint': 'הכתובת 127.0.0.1 פתוחה רק לתוכנות שבמחשב הזה.',
  'bridge.host.invalid': 'הזינו כתובת IP של המחשב הזה.',
  'bridge.port': 'פורט',
  'bridge.port.invalid': 'הזינו מספר בין 1 ל‑65535.',
  'bridge.apply': 'החלה',
  'bridge.open-warning':
    'מחשבים אחרים יכולים להגיע לכתובת הזו. מי שהסוד בידו יכול לקרוא ולשלוח הודעות. השתמשו בה רק ברשת שאתם סומכים עליה.',
  'bridge.fixed': 'נקבע במשתני סביבה, ולכן אי אפשר לשנות כאן.',
  'bridge.state.off': 'כבוי.',
  'bridge.state.starting': 'בהפעלה…',
  'bridge.state.listening': 'מאזין בכתובת {address}',
  'bridge.failed.in-use': 'תוכנה אחרת משתמשת בפורט הזה. בחרו פורט אחר או סגרו את התוכנה ההיא.',
  'bridge.failed.address': 'הכתובת הזו אינה של המחשב הזה. בדקו אותה או השתמשו ב‑127.0.0.1.',
  'bridge.failed.denied': 'המערכת לא מרשה להשתמש בפורט הזה. בחרו פורט מעל 1024.',
  'bridge.failed.storage': 'לא ניתן היה לשמור את הסוד. בדקו את הדיסק ואת ההרשאות של התיקייה.',
  'bridge.failed.descriptors': 'יותר מדי קבצים וחיבורים פתוחים. סגרו תוכנות אחרות והפעילו שוב.',
  'bridge.failed.secret':
    'לא ניתן לקרוא את הסוד: מאגר הסיסמאות של המערכת לא נפתח, או שהקובץ פגום. פתחו את המאגר, ואז כבו את החיבור והפעילו אותו שוב, או צרו סוד חדש.',
  'bridge.failed.other': 'לא ניתן היה להפעיל את החיבור ({code}).',
  'bridge.secret': 'סוד',
  'bridge.secret.value': 'הסוד מסתיים ב‑{ending}',
  'bridge.secret.hint': 'המערכת החיצונית שולחת אותו בכותרת {header}.',
  'bridge.secret.keyring': 'הסוד שמור במאגר הסיסמאות של המערכת.',
  'bridge.secret.file': 'במערכת הזו אין מאגר סיסמאות: הסוד נמצא בקובץ שרק החשבון שלכם רשאי לקרוא.',
  'bridge.secret.copy': 'העתקת הסוד',
  'bridge.secret.renew': 'סוד חדש…',
  'bridge.renew.title': 'ליצור סוד חדש?',
  'bridge.renew.out': 'כל תוכנה שמשתמשת בסוד הנוכחי תיחסם מיד.',
  'bridge.renew.links': 'הקישורים והחיבורים לא ייפגעו.',
  'bridge.renew.confirm': 'יצירת סוד חדש',
  'bridge.callers': 'פניות אחרונות',
  'bridge.callers.none': 'עדיין לא התקבלה אף פנייה.',
  'bridge.callers.address': 'כתובת',
  'bridge.callers.when': 'פנייה אחרונה',
  'bridge.callers.outcome': 'תוצאה',
  'bridge.callers.allowed': 'התקבלה',
  'bridge.callers.refused': 'נדחתה: סוד שגוי',
  'bridge.webhooks': 'עדכונים למערכת (Webhooks)',
  'bridge.backend': 'כתובת המערכת החיצונית',
  'bridge.backend.hint':
    'כשהחיבור פועל, התוכנה מדווחת לכתובת הזו על כל קישור שמתחבר או אובד, ומצרפת את הסוד. אם השדה ריק לא נשלח דבר, והעדכונים שממתינים נשמרים לכתובת הבאה.',
  'bridge.backend.invalid': 'הזינו כתובת מלאה, למשל {example}, בלי שם משתמש, סימן שאלה או סולמית.',
  'bridge.backend.fixed': 'העדכונים נשלחים אל {address}.',
  'bridge.backend.warning':
    'התעבורה לכתובת הזו אינה מוצפנת: אחרים ברשת יכולים לקרוא את הסוד ואת ההודעות. השתמשו בכתובת HTTPS, או רק ברשת שאתם סומכים עליה.',
  'bridge.incoming': 'לשלוח גם הודעות נכנסות',
  'bridge.incoming.hint': 'כל הודעה שמתקבלת בחשבון מקושר תישלח למערכת החיצונית. כבוי כברירת מחדל.',
  'bridge.flap': 'דיווח על קישור שנותק',
  'bridge.flap.hint':
    'על קישור שחוזר תוך הזמן הזה לא מדווחים: הפרעות קצרות ברשת הן דבר רגיל. על קישור שצריך אדם מדווחים אחרי שנייה.',
  'bridge.flap.fixed': 'על קישור שנותק מדווחים {time}.',
  'bridge.flap.time':
    '{seconds, select, 0 {מיד} 60 {אחרי דקה} 120 {אחרי שתי דקות} 300 {אחרי 5 דקות} 600 {אחרי 10 דקות} other {{seconds, plural, one {אחרי שנייה אחת} two {אחרי שתי שניות} other {אחרי # שניות}}}}',
  'bridge.webhooks.backlog':
    '{count, plural, =0 {אין עדכונים ממתינים} one {עדכון אחד ממתין} two {שני עדכונים ממתינים} other {# עדכונים ממתינים}}',
  'bridge.webhooks.success': 'נמסר לאחרונה: {time}',
  'bridge.webhooks.error': 'כשל אחרון: {time},',
  'bridge.webhooks.fault.refused': 'המערכת החיצונית השיבה {status}. בדקו שזו הכתובת שלה ושהסוד הזה בידה.',
  'bridge.webhooks.fault.misconfigured':
    'המערכת החיצונית השיבה {status}: הכתובת או הסוד שגויים. הודעות שנדחות כך לא יישלחו שוב. בדקו את הכתובת ושהסוד הזה בידה.',
  'bridge.webhooks.fault.timeout':
    'המערכת החיצונית לא השיבה תוך {seconds} שניות. בדקו שהיא פועלת; התוכנה תנסה שוב מעצמה.',
  'bridge.webhooks.fault.unreachable':
    'המערכת החיצונית לא זמינה ({code}). בדקו את הכתובת ושהמערכת פועלת; התוכנה תנסה שוב מעצמה.',
  'bridge.webhooks.fault.page':
    'דף אינטרנט השיב ({status}) במקום המערכת החיצונית. בדקו את הכתובת: ייתכן שחסרים בה פורט או נתיב.',
  'bridge.webhooks.fault.redirected':
    'התשובה מפנה לשרת אחר, {host}, והסוד לא נשלח לשם. הזינו את הכתובת האמיתית של המערכת החיצונית.',
  'bridge.webhooks.fault.tls':
    'החיבור המוצפן נכשל ({code}): התעודה אינה תקפה לכתובת הזו. פנו למי שמפעיל את המערכת החיצונית.',
  'bridge.webhooks.fault.unknown-host': 'לא נמצא מחשב בשם הזה ({code}). בדקו את הכתובת.',
  'bridge.webhooks.test': 'שליחת אירוע ניסיון',
  'bridge.webhooks.test.running': 'ממתינים לתשובת המערכת החיצונית…',
  'bridge.webhooks.test.delivered': 'המערכת החיצונית קיבלה את אירוע הניסיון ({status}).',
  'bridge.webhooks.test.failed': 'אירוע הניסיון לא הגיע:',
  'bridge.signing': 'חתימה',
  'bridge.signing.value': 'סוד החתימה מסתיים ב־{ending}',
  'bridge.signing.hint': 'כל עדכון נושא את הכותרת {header}. מערכת חיצונית שהסוד הזה בידה יכולה לבדוק אותה.',
  'bridge.signing.copy': 'העתקת סוד החתימה',
  'bridge.signing.renew': 'סוד חתימה חדש…',
  'bridge.signing.renew.title': 'ליצור סוד חתימה חדש?',
  'bridge.signing.renew.out': 'מערכת חיצונית שבודקת חתימות תדחה עדכונים עד שהסוד החדש יהיה בידה.',
  'bridge.webhooks.dropped':
    '{count, plural, one {עדכון אחד לא יישלח} two {שני עדכונים לא יישלחו} other {# עדכונים לא יישלחו}}',
};
