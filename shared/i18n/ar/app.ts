import type { appTexts as en } from '../en/app.ts';

export const appTexts: Readonly<Record<keyof typeof en, string>> = {
  'app.name': 'Pairing Console',
  'app.loading': 'جارٍ التحميل…',
  'app.stale': 'فات هذه النافذةَ تحديثٌ وهي تستدركه الآن. قد تكون المعلومات المعروضة قديمة.',
  'app.retry': 'إعادة المحاولة',
  'app.unreachable': 'البرنامج لا يستجيب، ولذلك لا يوجد ما يُعرض.',
  'app.broken.title': 'حدث خطأ في هذه النافذة',
  'app.broken.detail': 'الاتصالات تعمل بشكل منفصل وتستمر كالمعتاد. أعد تحميل النافذة لاستعادتها.',
  'app.broken.reload': 'إعادة تحميل النافذة',

  'common.cancel': 'إلغاء',
  'common.close': 'إغلاق',
  'common.dismiss': 'إخفاء',
  'common.clear': 'مسح',
  'common.copied': 'تم النسخ',
  'common.copy': 'نسخ',
  'common.no': 'لا',
  'common.undo': 'تراجع',
  'common.yes': 'نعم',

  'moment.ago': '{time}، {ago}',

  'notice.label': 'إشعارات',
  'notice.settings-reset': 'تعذّرت قراءة الإعدادات، فاستُخدمت الإعدادات الافتراضية. احتُفظ بالملف القديم.',
  'notice.policy-damaged': 'لا يمكن استخدام سياسة هذا الحاسوب، لذا لا يسري شيء مما فيها.',
  'notice.settings-not-saved': 'تعذّر حفظ الإعدادات.',
  'notice.journal-damaged': 'تعذّرت قراءة جزء من سجل الأخطاء. احتُفظ بالملف التالف.',
  'notice.journal-not-saved':
    'تتعذّر الكتابة في سجل الأخطاء. حتى يصبح ذلك ممكنًا، تُحفظ الأخطاء ما دام البرنامج يعمل فقط.',
  'notice.fault.storage-full': 'القرص ممتلئ: أفرِغ بعض المساحة.',
  'notice.fault.storage-denied': 'النظام يمنع الوصول إلى هذا الملف: امنح هذا المستخدم إذن الكتابة فيه.',
  'notice.fault.storage-busy': 'الملف مفتوح في برنامج آخر: أغلِق ذلك البرنامج.',
  'notice.fault.out-of-descriptors': 'ملفات واتصالات مفتوحة أكثر من اللازم: أغلِق برامج أخرى.',
  'notice.fault.storage-away': 'قاعدة البيانات لا تجيب: افحصها.',
  'notice.fault.lease-lost': 'خادم آخر يتولى هذا الآن.',
  'notice.fault.storage-failed': 'عطل في القرص: افحصه.',
  'notice.fault.storage-sealed': 'هذا الملف مشفّر بمفتاح آخر، أو لعميل آخر. تُرك كما هو.',
  'notice.tenant-unreadable': 'تعذّرت قراءة مجلد أحد العملاء. تُرك كما هو.',
  'notice.operators-gone':
    'اختفى ملف المشغّلين، لذلك يستطيع الجميع فعل كل شيء ولا يُقفل شيء. يذكر سجل الإجراءات ذلك. إن لم تُزله أنت، فاسأل من كان له وصول إلى مجلد البيانات.',

  'testing.endpoint.title': 'شُغّل هذا البرنامج للاختبار.',
  'testing.endpoint.detail': 'إنه يتصل بخادم اختبار على هذا الحاسوب وليس بواتساب. لا شيء هنا يربط هاتف عميل.',
  'testing.debugger.title': 'يمكن لبرنامج آخر التحكم في هذه النافذة.',
  'testing.debugger.detail': 'شُغّل البرنامج مع تصحيح الأخطاء عن بُعد. أغلقه وشغّله من مكانه المعتاد قبل ربط أي هاتف.',
};
