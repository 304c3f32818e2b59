import type { versionTexts as en } from '../en/version.ts';

export const versionTexts: Readonly<Record<keyof typeof en, string>> = {
  'version.title': 'إصدار واتساب ويب (متقدم)',
  'version.lead':
    'يرفض واتساب الإصدارات القديمة جدًا. يتبع البرنامج الإصدار المنشور تلقائيًا؛ ويسري التغيير هنا مع الاتصال التالي.',
  'version.in-use': 'المستخدم:',
  'version.source.pinned': 'مثبَّت يدويًا',
  'version.source.published': 'نشره واتساب',
  'version.source.pack': 'من حزمة بروتوكول',
  'version.source.library': 'مدمج',
  'version.published': 'نشر واتساب {version}، وجُلب {time}.',
  'version.never': 'لم يُجلب الإصدار المنشور بعد.',
  'version.failed': 'فشلت المحاولة الأخيرة لجلبه، {time}.',
  'version.fetch': 'جلب الآن',
  'version.fixed': 'يثبّت متغير البيئة WA_VERSION الإصدار. لا يمكن تغييره هنا.',
  'version.pin': 'تثبيت إصدار',
  'version.pin.hint': 'فارغ: تلقائي. الإصدار المثبَّت يتقادم؛ امسحه إذا رفضه واتساب (الرمز 405).',
  'version.pin.invalid': 'أدخِل ‎2.3000.‎ تليها ست إلى اثنتي عشرة خانة.',
  'version.pin.apply': 'تثبيت',
  'version.pin.clear': 'العودة إلى التلقائي',
  'error.version-not-fetched': 'لم تُعطِ صفحة واتساب إصدارًا. يبقى الإصدار الحالي قيد الاستخدام.',
};
