import type { startTexts as english } from '../en/start.ts';

export const startTexts: Readonly<Record<keyof typeof english, string>> = {
  'start.folder': 'مجلد البيانات',

  'start.choose.title': 'حماية الروابط على هذا الحاسوب',
  'start.choose.lead':
    'من ينسخ مجلد البيانات يستطيع الدخول باسم كل عميل. لا يوجد في هذا النظام مخزن لكلمات المرور يحميه، ولذلك تحميه عبارة مرور: اختر واحدة واكتبها عند كل تشغيل.',
  'start.choose.submit': 'تشفير ومتابعة',
  'start.choose.open': 'المتابعة من دون تشفير…',
  'start.open.title': 'هل تترك مجلد البيانات من دون تشفير؟',
  'start.open.copy': 'من ينسخ المجلد أو نسخة احتياطية منه أو هذا القرص يستطيع الدخول باسم كل عميل.',
  'start.open.notice': 'يبقى في النافذة تنبيه بذلك. يمكنك تشفير المجلد لاحقًا من الإعدادات.',
  'start.open.confirm': 'المتابعة من دون تشفير',
  'start.back': 'رجوع',

  'start.passphrase': 'عبارة المرور',
  'start.passphrase.new': 'عبارة مرور جديدة',
  'start.passphrase.again': 'العبارة نفسها مرة أخرى',
  'start.passphrase.hint': '12 حرفًا على الأقل. يسهل تذكّر أربع أو خمس كلمات لا صلة بينها.',
  'start.passphrase.short': 'هذه قصيرة جدًا: يلزم 12 حرفًا على الأقل.',
  'start.passphrase.differ': 'العبارتان مختلفتان.',

  'start.unlock.title': 'فتح مجلد البيانات',
  'start.unlock.lead': 'إنه مشفّر بعبارة مرور.',
  'start.unlock.submit': 'فتح',
  'start.unlock.forgotten': 'نسيت عبارة المرور…',

  'start.recover.title': 'مجلد البيانات لا يُفتح',
  'start.recover.untouched': 'لم يتغير شيء.',
  'start.recover.keyring-missing':
    'مفتاحه في مخزن كلمات المرور في النظام، ولا يوجد مخزن الآن. سجّل الدخول إلى سطح المكتب كالمعتاد وأعد المحاولة. إن ضاع المخزن، أو كان هذا حاسوبًا آخر، فرمز الاسترداد يفتح المجلد.',
  'start.recover.keyring-other':
    'مخزن كلمات المرور في النظام لا يعطي مفتاحه: هو مقفل، أو هو مخزن آخر، أو جاء المجلد من حاسوب آخر. افتح قفل المخزن وأعد المحاولة، أو افتح المجلد برمز الاسترداد.',
  'start.recover.of-a-service':
    'شفّرته خدمة. رمز الاسترداد يفتحه هنا أيضًا؛ تُنشئ الخدمة رمزًا بالأمر \u2068recovery-code\u2069.',
  'start.recover.forgotten': 'من دون عبارة المرور لا يفتحه إلا رمز الاسترداد.',
  'start.recover.key-lost':
    'ملفاته مشفّرة، والملف \u2068data-key.json\u2069 الذي يحوي مفتاحها غير موجود. أعد هذا الملف أو نسخته من نسخة احتياطية إلى هذا المجلد. رمز الاسترداد وحده لا يغني عنه.',
  'start.recover.key-damaged':
    'الملف \u2068data-key.json\u2069 الذي يحوي المفتاح تالف، وكذلك نسخته. أعد أحدهما من نسخة احتياطية إلى هذا المجلد. رمز الاسترداد وحده لا يغني عنه.',
  'start.recover.key-differs':
    'في الملف \u2068data-key.json\u2069 ونسخته مفتاحان مختلفان: عاد أحدهما من نسخة احتياطية أقدم. انقل الأقدم إلى مجلد آخر وأعد المحاولة.',
  'start.recover.disk': 'القرص لا يعطي ملف مفتاحه.',
  'start.recover.code': 'رمز الاسترداد',
  'start.recover.code.hint': 'ست مجموعات من خمسة أحرف، من الورقة التي طُبعت أو كُتبت.',
  'start.recover.then': 'بعد ذلك يُفتح المجلد بمخزن كلمات المرور في هذا الحاسوب، أو بعبارة مرور جديدة.',
  'start.recover.submit': 'فتح بالرمز',
  'start.again': 'إعادة المحاولة',

  'start.new.title': 'اختيار عبارة مرور جديدة',
  'start.new.lead':
    'رمز الاسترداد صحيح. لا يوجد في هذا النظام مخزن لكلمات المرور يحمي المجلد، ولذلك تفتحه هذه العبارة من الآن فصاعدًا.',
  'start.new.submit': 'فتح',

  'start.opening': 'جارٍ فتح مجلد البيانات…',
  'start.sealing': 'جارٍ تشفير مجلد البيانات…',
  'start.sealing.count': '{done} من {total}',
  'start.sealing.detail': 'يحدث هذا مرة واحدة. إن انقطع، يتابعه التشغيل التالي.',

  'start.problem.wrong-passphrase': 'عبارة المرور هذه لا تفتحه.',
  'start.problem.code-mistyped': 'في المجموعة {group} خطأ في الكتابة.',
  'start.problem.not-a-code': 'في رمز الاسترداد ست مجموعات من خمسة أحرف.',
  'start.problem.wrong-code': 'هذا الرمز لمجلد آخر، أو أُنشئ رمز أحدث.',
  'start.problem.storage-full': 'القرص ممتلئ: أفرِغ بعض المساحة.',
  'start.problem.storage-denied': 'النظام يمنع الوصول إلى المجلد: امنح هذا المستخدم إذن الكتابة فيه.',
  'start.problem.storage-busy': 'الملف مفتوح في برنامج آخر: أغلِق ذلك البرنامج.',
  'start.problem.storage-failed': 'عطل في القرص: افحصه.',
  'start.problem.storage-sealed': 'ملف مشفّر بمفتاح آخر. تُرك كما هو.',
  'start.problem.out-of-descriptors': 'ملفات واتصالات مفتوحة أكثر من اللازم: أغلِق برامج أخرى.',
};
