import type { MainTexts } from '../main-texts.ts';
import { pluralOf } from '../plural.ts';

const plural = pluralOf('ar');

export const mainTexts: MainTexts = {
  file: 'ملف',
  addTenant: 'إضافة عميل…',
  failureLog: 'سجل الأخطاء',
  settings: 'الإعدادات…',
  practice: 'تدريب…',
  lock: 'قفل',
  closeWindow: 'إغلاق النافذة',
  quit: 'إنهاء',

  edit: 'تحرير',
  undo: 'تراجع',
  redo: 'إعادة',
  cut: 'قص',
  copy: 'نسخ',
  paste: 'لصق',
  selectAll: 'تحديد الكل',
  search: 'البحث عن العملاء',
  palette: 'الانتقال السريع…',

  view: 'عرض',
  reload: 'إعادة تحميل النافذة',
  actualSize: 'الحجم الفعلي',
  zoomIn: 'تكبير',
  zoomOut: 'تصغير',
  fullScreen: 'ملء الشاشة',
  developerTools: 'أدوات المطوّر',

  window: 'نافذة',
  minimize: 'تصغير إلى شريط المهام',

  help: 'مساعدة',
  diagnostics: 'فحص هذا الحاسوب…',
  shortcuts: 'اختصارات لوحة المفاتيح',

  about: 'حول Pairing Console',
  hide: 'إخفاء Pairing Console',
  hideOthers: 'إخفاء البقية',
  showAll: 'إظهار الكل',

  open: 'فتح Pairing Console',
  trayConnected: (count) =>
    plural(count, {
      zero: 'لا عملاء متصلون',
      one: 'عميل واحد متصل',
      two: 'عميلان متصلان',
      few: '# عملاء متصلون',
      many: '# عميلًا متصلًا',
      other: '# عميل متصل',
    }),
  trayNeedsYou: (count) =>
    plural(count, {
      zero: 'لا عملاء يتطلبون انتباهك',
      one: 'عميل واحد يتطلب انتباهك',
      two: 'عميلان يتطلبان انتباهك',
      few: '# عملاء يتطلبون انتباهك',
      many: '# عميلًا يتطلب انتباهك',
      other: '# عميل يتطلب انتباهك',
    }),
  trayMore: (count) =>
    plural(count, {
      zero: 'لا مزيد',
      one: 'وواحد آخر',
      two: 'واثنان آخران',
      few: 'و# آخرون',
      many: 'و# آخرون',
      other: 'و# آخرون',
    }),

  linkedTitle: 'تم الربط',
  linkedBody: (name) => `تم ربط ${name} والاتصال ثابت.`,
  /** In the place of a name, while the window is locked. */
  someTenant: 'أحد العملاء',
  needsYouTitle: 'عميل يتطلب انتباهك',
  needsYouBody: (name) => `${name}: افتح البرنامج لترى ما حدث.`,
  wantsPasskeyBody: (name) => `${name}: يطلب الحساب مفتاح المرور خلال بضع دقائق.`,

  passkeyTitle: 'مفتاح المرور لواتساب',

  practiceTitle: 'Pairing Console: تدريب، لا شيء هنا حقيقي',
  practiceFailed: 'تعذّر بدء التدريب.',
  practicePhone: 'هاتف التدريب',

  quitQuestion: 'هل تريد الإنهاء أثناء ربط هاتف؟',
  quitDetail: 'يضيع المسح الجاري ويجب المسح من جديد. الروابط المكتملة بأمان.',
  quitAnyway: 'الإنهاء على أي حال',
  keepRunning: 'مواصلة العمل',

  crashed: 'توقفت النافذة عن العمل.',
  crashedDetail: 'لم تتأثر الروابط. إعادة التحميل تستعيد النافذة.',
  reloadAfterCrash: 'إعادة التحميل',
  closeAfterCrash: 'إغلاق',

  folderInUse: (pid) =>
    `تستخدم نسخة أخرى من البرنامج (العملية ${pid}) المجلد نفسه. أغلِقها أولًا: نسختان تُخرج كل منهما الأخرى من واتساب.`,
  folderLost: 'استولت نسخة أخرى من البرنامج على المجلد، ولذلك تُغلق هذه النسخة.',
  badVariables: (names: string) => `لا يمكن استخدام متغيرات البيئة هذه: ${names}. صحّحها أو أزلها ثم أعد التشغيل.`,
  startFailed: 'تعذّر تشغيل البرنامج.',
};
