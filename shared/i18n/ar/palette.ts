import type { paletteTexts as en } from '../en/palette.ts';

export const paletteTexts: Readonly<Record<keyof typeof en, string>> = {
  'palette.title': 'الانتقال السريع',
  'palette.search': 'عميل أو رقم أو صفحة أو إجراء',
  'palette.none': 'لا توجد نتائج.',
  'palette.group.actions': 'إجراءات',
  'palette.group.pages': 'صفحات',
  'palette.code': 'عرض رمز',
  'palette.full-screen': 'الرمز بملء الشاشة',
  'palette.next': 'العميل التالي غير المرتبط',
  'palette.link-all': 'ربط كل العملاء غير المرتبطين',

  'shortcuts.palette': 'الانتقال إلى عميل أو صفحة أو إجراء',
  'shortcuts.next': 'العميل التالي، أو تخطي الحالي',
  'shortcuts.code': 'عرض رمز',
  'shortcuts.full-screen': 'الرمز بملء الشاشة',
  'shortcuts.step': 'العميل التالي أو السابق في القائمة',
  'shortcuts.pause': 'إيقاف الربط المتتابع مؤقتًا أو متابعته',
  'shortcuts.back': 'الرجوع إلى العميل السابق في الربط المتتابع',
  'shortcuts.retry': 'إعادة المحاولة مع من تبقّى',
};
