import type { MainTexts } from '../main-texts.ts';
import { pluralOf } from '../plural.ts';

const plural = pluralOf('he');

export const mainTexts: MainTexts = {
  file: 'קובץ',
  addTenant: 'הוספת לקוח…',
  failureLog: 'יומן כשלים',
  settings: 'הגדרות…',
  practice: 'תרגול…',
  lock: 'נעילה',
  closeWindow: 'סגירת החלון',
  quit: 'יציאה',

  edit: 'עריכה',
  undo: 'ביטול פעולה',
  redo: 'ביצוע מחדש',
  cut: 'גזירה',
  copy: 'העתקה',
  paste: 'הדבקה',
  selectAll: 'בחירת הכול',
  search: 'חיפוש לקוחות',
  palette: 'מעבר מהיר…',

  view: 'תצוגה',
  reload: 'טעינת החלון מחדש',
  actualSize: 'גודל רגיל',
  zoomIn: 'הגדלה',
  zoomOut: 'הקטנה',
  fullScreen: 'מסך מלא',
  developerTools: 'כלי פיתוח',

  window: 'חלון',
  minimize: 'מזעור',

  help: 'עזרה',
  diagnostics: 'בדיקת העמדה…',
  shortcuts: 'קיצורי מקלדת',

  about: 'אודות Pairing Console',
  hide: 'הסתרת Pairing Console',
  hideOthers: 'הסתרת השאר',
  showAll: 'הצגת הכול',

  open: 'פתיחת Pairing Console',
  trayConnected: (count) =>
    plural(count, { one: 'לקוח אחד מחובר', two: 'שני לקוחות מחוברים', other: '# לקוחות מחוברים' }),
  trayNeedsYou: (count) =>
    plural(count, {
      one: 'לקוח אחד דורש טיפול',
      two: 'שני לקוחות דורשים טיפול',
      other: '# לקוחות דורשים טיפול',
    }),
  trayMore: (count) => plural(count, { one: 'ועוד אחד', two: 'ועוד שניים', other: 'ועוד #' }),

  linkedTitle: 'הקישור הצליח',
  linkedBody: (name) => `הקישור של ${name} הושלם, והחיבור יציב.`,
  /** In the place of a name, while the window is locked. */
  someTenant: 'אחד הלקוחות',
  needsYouTitle: 'לקוח דורש טיפול',
  needsYouBody: (name) => `${name}: פתחו את התוכנה כדי לראות מה קרה.`,
  wantsPasskeyBody: (name) => `${name}: החשבון דורש את מפתח הגישה שלו בתוך כמה דקות.`,

  passkeyTitle: 'מפתח גישה ל‑WhatsApp',

  practiceTitle: 'Pairing Console: תרגול, שום דבר כאן אינו אמיתי',
  practiceFailed: 'לא ניתן היה לפתוח את מצב התרגול.',
  practicePhone: 'טלפון לתרגול',

  quitQuestion: 'לצאת באמצע קישור של טלפון?',
  quitDetail: 'סריקה שמתבצעת כעת תאבד ויהיה צורך לסרוק שוב. קישורים שהושלמו לא ייפגעו.',
  quitAnyway: 'יציאה בכל זאת',
  keepRunning: 'המשך הפעלה',

  crashed: 'החלון הפסיק לפעול.',
  crashedDetail: 'הקישורים לא נפגעו. טעינה מחדש תחזיר את החלון.',
  reloadAfterCrash: 'טעינה מחדש',
  closeAfterCrash: 'סגירה',

  folderInUse: (pid) =>
    `עותק אחר של התוכנה (תהליך ${pid}) כבר משתמש בתיקייה הזו. סגרו אותו קודם: שני עותקים ינתקו זה את זה מ‑WhatsApp.`,
  folderLost: 'עותק אחר של התוכנה השתלט על התיקייה, ולכן העותק הזה נסגר.',
  badVariables: (names: string) => `אי אפשר להשתמש במשתני הסביבה האלה: ${names}. צריך לתקן או להסיר אותם ולהפעיל מחדש.`,
  startFailed: 'לא ניתן היה להפעיל את התוכנה.',
};
