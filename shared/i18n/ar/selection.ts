import type { selectionTexts as en } from '../en/selection.ts';

export const selectionTexts: Readonly<Record<keyof typeof en, string>> = {
  'selection.title': 'العملاء المحددون: {count, number}',
  'selection.hint': 'يضيف Ctrl مع النقر عميلًا إلى التحديد، ويحدد Shift مع النقر كل ما قبله.',
  'selection.start': 'تشغيل {count, number}',
  'selection.stop': 'إيقاف {count, number}',
  'selection.stop.hint': 'يزيل الإيقاف الرموز من الشاشة. تبقى الهواتف المرتبطة متصلة.',
  'selection.export': 'تصدير بصيغة CSV',
  'selection.remove': 'إزالة {count, number}…',
  'selection.remove.title': 'إزالة العملاء المحددين ({count, number})؟',
  'selection.removed': 'عدد العملاء الذين أُزيلوا: {count, number}.',
  'selection.started': 'عدد العملاء الذين شُغّلوا: {count, number}.',
  'selection.stopped': 'عدد العملاء الذين أُوقفوا: {count, number}.',
  'selection.refused': 'عدد العملاء الذين بقوا كما كانوا: {count, number}. السبب الأول:',
  'selection.clear': 'إلغاء التحديد',
};
