import type { foundTexts as en } from '../en/found.ts';

export const foundTexts: Readonly<Record<keyof typeof en, string>> = {
  'found.title': 'מה נמצא במחשב הזה',
  'found.code-pending': 'נמצא קוד קישור שהתבקש קודם ולא נוצל.',
  'found.code-pending.step': 'מה שנשאר ממנו הועבר הצידה ל‑7 ימים. סרקו את קוד ה‑QR החדש, או בקשו קוד קישור חדש.',
  'found.half-paired': 'נמצא קישור שלא הושלם.',
  'found.half-paired.step':
    'הוא הועבר הצידה ל‑7 ימים. אם המכשיר הזה כבר מופיע בטלפון, הסירו אותו שם, ואז סרקו את הקוד החדש.',
  'found.paired': 'נמצא קישור שמור.',
  'found.paired.step': 'נכנסים איתו כעת. אין צורך לסרוק.',
  'found.corrupt': 'הקבצים של הקישור השמור נפגמו.',
  'found.corrupt.step': 'הם הועברו הצידה ל‑7 ימים, ודבר לא נמחק. סרקו את הקוד החדש כדי לקשר מחדש.',
  'found.recovered': 'הקישור השמור נפגם, ושוחזר מהעותק התקין האחרון.',
  'found.recovered.step': 'דבר לא אבד ואין צורך לסרוק. אם זה קורה שוב, בדקו את הדיסק.',
  'found.imported':
    '{keys, plural, one {מפתח אחד הועבר} two {שני מפתחות הועברו} other {# מפתחות הועברו}} משירות אחר. {left, plural, =0 {כל הקבצים שלו נקלטו.} one {קובץ אחד לא היה שמיש ונשמר בצד.} two {שני קבצים לא היו שמישים ונשמרו בצד.} other {# קבצים לא היו שמישים ונשמרו בצד.}}',
};
