import type { wallTexts as en } from '../en/wall.ts';

export const wallTexts: Readonly<Record<keyof typeof en, string>> = {
  'wall.way': 'קודים על המסך',
  'wall.way.one': 'אחד אחרי השני',
  'wall.way.4': '‎2 × 2',
  'wall.way.6': '‎3 × 2',
  'wall.way.9': '‎3 × 3',
  'wall.way.any-phone': 'קוד אחד לכולם',
  'wall.title': 'קודים',
  'wall.tile.skip': 'דילוג על {name}',
  'wall.tile.open': 'פתיחת {name}',
  'wall.tile.free': 'פנוי',
  'wall.tile.fetching': 'הקוד בדרך',
  'wall.tile.another-number': 'קושר מספר אחר',
  'wall.tile.passkey': 'הטלפון מבקש את מפתח הגישה',
  'wall.any.title': 'קוד אחד לכל טלפון',
  'wall.any.hint': 'כל לקוח סורק את הקוד הזה. לפי מספר הטלפון נקבע לאיזה לקוח הוא שייך.',
  'wall.any.without-number':
    '{count, plural, one {ללקוח אחד לא הוגדר מספר צפוי: את הטלפון שלו משייכים ידנית.} two {לשני לקוחות לא הוגדר מספר צפוי: את הטלפונים שלהם משייכים ידנית.} other {ל‑# לקוחות לא הוגדר מספר צפוי: את הטלפונים שלהם משייכים ידנית.}}',
  'wall.any.passkey': 'החשבון הזה מבקש מפתח גישה. קשרו את הלקוח שלו בנפרד.',
  'wall.any.renew': 'הצגת קוד חדש',
  'wall.paused.attempts': 'מושהה עד {time}: נעשו ניסיונות קישור רבים',
  'wall.paused.attempts.detail':
    'אחרי יותר מדי ניסיונות WhatsApp מסרבת למכשירים חדשים במשך שעות. המגבלה שלה אינה ידועה, ולכן התוכנה עוצרת מוקדם. היא תמשיך מעצמה.',
  'wall.waiting.title':
    '{count, plural, one {טלפון שקושר ממתין להחלטה} two {שני טלפונים שקושרו ממתינים להחלטה} other {# טלפונים שקושרו ממתינים להחלטה}}',
  'wall.waiting.not-expected': 'אף לקוח לא מצפה למספר הזה.',
  'wall.waiting.several-expect': 'יותר מלקוח אחד מצפה למספר הזה.',
  'wall.waiting.already-linked': '{name} מצפה למספר הזה וכבר מקושר. הקישור הקיים לא השתנה.',
  'wall.waiting.being-linked': '{name} מצפה למספר הזה ומציג קוד משלו.',
  'wall.waiting.not-saved':
    '{name} מצפה למספר הזה, אבל אי אפשר היה לכתוב לתיקייה שלו. יש לבדוק את הדיסק ואז לשייך את הקישור.',
  'wall.waiting.arriving': 'WhatsApp מאשרת את הכניסה…',
  'wall.waiting.assign': 'שיוך ללקוח…',
  'wall.waiting.assign.title': 'לאיזה לקוח שייך {number}?',
  'wall.waiting.assign.tenant': 'לקוח ללא קישור',
  'wall.waiting.assign.none': 'כל הלקוחות מקושרים. הוסיפו קודם לקוח.',
  'wall.waiting.assign.submit': 'שיוך',
  'wall.waiting.refuse': 'ניתוק',
  'wall.waiting.refuse.title': 'לנתק את {number}?',
  'wall.waiting.refuse.detail': 'המכשיר יוסר מהטלפון, והקישור השמור יועבר להסגר.',
  'wall.waiting.refused': 'WhatsApp אישרה את הניתוק של {number}.',
  'wall.waiting.unconfirmed':
    'WhatsApp לא אישרה את הניתוק של {number}. ייתכן שהמכשיר עדיין מופיע בטלפון: הסירו אותו שם.',
  'wall.display.open': 'מסך שני',
  'wall.display.language': 'שפת המסך השני',
  'wall.display.title': 'קישור הטלפון שלכם',
  'wall.display.done': 'בוצע',
  'wall.display.wait': 'רק רגע, בבקשה',
  'error.tenant-linked': 'הלקוח הזה כבר מקושר. הקישור נשאר כמו שהוא.',
  'error.attempts-paused':
    'נעשו ניסיונות קישור רבים. כדי ש‑WhatsApp לא תסרב למכשירים חדשים, הניסיון הבא אפשרי מ‑{time}.',
};
