import type { bridgeTexts as en } from '../en/bridge.ts';

export const bridgeTexts: Readonly<Record<keyof typeof en, string>> = {
  'bridge.title': 'الربط بنظام خارجي',
  'bridge.enable': 'السماح لنظام خارجي باستخدام البرنامج عبر HTTP',
  'bridge.enable.hint':
    'يستطيع أي برنامج لديه المفتاح السري تشغيل اتصالات العملاء ومتابعتها واستخدامها. متوقف افتراضيًا.',
  'bridge.host': 'العنوان',
  'bridge.host.hint': 'العنوان 127.0.0.1 متاح فقط للبرامج الموجودة على هذا الحاسوب.',
  'bridge.host.invalid': 'أدخِل عنوان IP لهذا الحاسوب.',
  'bridge.port': 'المنفذ',
  'bridge.port.invalid': 'أدخِل رقمًا من 1 إلى 65535.',
  'bridge.apply': 'تطبيق',
  'bridge.open-warning':
    'يمكن لحواسيب أخرى الوصول إلى هذا العنوان. كل من لديه المفتاح السري يستطيع قراءة الرسائل وإرسالها. استخدمه فقط في شبكة تثق بها.',
  'bridge.fixed': 'محدَّد في متغيرات البيئة، ولذلك لا يمكن تغييره هنا.',
  'bridge.state.off': 'متوقف.',
  'bridge.state.starting': 'جارٍ التشغيل…',
  'bridge.state.listening': 'يعمل على العنوان {address}',
  'bridge.failed.in-use': 'يستخدم برنامج آخر هذا المنفذ. اختر منفذًا آخر أو أغلِق ذلك البرنامج.',
  'bridge.failed.address': 'هذا العنوان ليس لهذا الحاسوب. تحقق منه أو استخدم 127.0.0.1.',
  'bridge.failed.denied': 'النظام لا يسمح باستخدام هذا المنفذ. اختر منفذًا أعلى من 1024.',
  'bridge.failed.storage': 'تعذّر حفظ المفتاح السري. افحص القرص وأذونات المجلد.',
  'bridge.failed.descriptors': 'ملفات واتصالات مفتوحة أكثر من اللازم. أغلِق برامج أخرى ثم شغّل الربط من جديد.',
  'bridge.failed.secret':
    'تتعذّر قراءة المفتاح السري: مخزن كلمات المرور في النظام لا يُفتح، أو أن الملف تالف. افتح المخزن ثم أوقِف الربط وشغّله من جديد، أو أنشئ مفتاحًا سريًا جديدًا.',
  'bridge.failed.other': 'تعذّر تشغيل الربط ({code}).',
  'bridge.secret': 'المفتاح السري',
  'bridge.secret.value': 'ينتهي المفتاح السري بـ {ending}',
  'bridge.secret.hint': 'يرسله النظام الخارجي في الترويسة {header}.',
  'bridge.secret.keyring': 'محفوظ في مخزن كلمات المرور في النظام.',
  'bridge.secret.file': 'لا يوجد في هذا النظام مخزن لكلمات المرور، ولذلك حُفظ المفتاح السري في ملف لا يقرؤه إلا حسابك.',
  'bridge.secret.copy': 'نسخ المفتاح السري',
  'bridge.secret.renew': 'مفتاح سري جديد…',
  'bridge.renew.title': 'إنشاء مفتاح سري جديد؟',
  'bridge.renew.out': 'تفقد البرامج التي تستخدم المفتاح الحالي إمكانية الوصول فورًا.',
  'bridge.renew.links': 'تبقى الروابط والاتصالات كما هي.',
  'bridge.renew.confirm': 'إنشاء مفتاح جديد',
  'bridge.callers': 'آخر الطلبات',
  'bridge.callers.none': 'لم تصل أي طلبات بعد.',
  'bridge.callers.address': 'العنوان',
  'bridge.callers.when': 'آخر طلب',
  'bridge.callers.outcome': 'النتيجة',
  'bridge.callers.allowed': 'مسموح',
  'bridge.callers.refused': 'مرفوض: مفتاح سري خاطئ',
  'bridge.webhooks': 'تحديثات إلى النظام الخارجي (Webhooks)',
  'bridge.backend': 'عنوان النظام الخارجي',
  'bridge.backend.hint':
    'ما دام الربط يعمل، يبلّغ البرنامج هذا العنوان عند اتصال أي رابط أو فقدانه، ويرسل معه المفتاح السري. إذا كان الحقل فارغًا فلا يُرسل شيء، وتُحفظ التحديثات المنتظرة للعنوان التالي.',
  'bridge.backend.invalid': 'أدخِل عنوانًا كاملًا، مثل {example}، من دون اسم مستخدم أو علامة استفهام أو #.',
  'bridge.backend.fixed': 'تُرسل التحديثات إلى {address}.',
  'bridge.backend.warning':
    'البيانات المرسلة إلى هذا العنوان غير مشفّرة: يستطيع آخرون في الشبكة قراءة المفتاح السري والرسائل. استخدم عنوان HTTPS أو شبكة تثق بها.',
  'bridge.incoming': 'إرسال الرسائل الواردة أيضًا',
  'bridge.incoming.hint': 'تُرسل كل رسالة يستلمها حساب مرتبط إلى النظام الخارجي. متوقف افتراضيًا.',
  'bridge.flap': 'الإبلاغ عن رابط مفقود',
  'bridge.flap.hint':
    'لا يُبلَّغ عن رابط يعود خلال هذه المدة: الانقطاعات القصيرة في الشبكة أمر طبيعي. أما الرابط الذي يحتاج إلى شخص فيُبلَّغ عنه بعد ثانية.',
  'bridge.flap.fixed': 'يُبلَّغ عن الرابط المفقود {time}.',
  'bridge.flap.time':
    '{seconds, select, 0 {فورًا} 60 {بعد دقيقة} 120 {بعد دقيقتين} 300 {بعد 5 دقائق} 600 {بعد 10 دقائق} other {{seconds, plural, zero {فورًا} one {بعد ثانية واحدة} two {بعد ثانيتين} few {بعد # ثوانٍ} many {بعد # ثانية} other {بعد # ثانية}}}}',
  'bridge.webhooks.backlog':
    '{count, plural, =0 {لا تحديثات منتظرة} zero {لا تحديثات منتظرة} one {تحديث واحد منتظر} two {تحديثان منتظران} few {# تحديثات منتظرة} many {# تحديثًا منتظرًا} other {# تحديث منتظر}}',
  'bridge.webhooks.success': 'آخر تسليم: {time}',
  'bridge.webhooks.error': 'آخر إخفاق: {time}،',
  'bridge.webhooks.fault.refused':
    'أجاب النظام الخارجي بـ {status}. تحقق من أن هذا عنوانه ومن أن لديه هذا المفتاح السري.',
  'bridge.webhooks.fault.misconfigured':
    'أجاب النظام الخارجي بـ {status}: العنوان أو المفتاح السري خاطئ. الرسائل التي يرفضها هكذا لا تُرسل ثانيةً. تحقق من العنوان ومن أن لدى النظام هذا المفتاح السري.',
  'bridge.webhooks.fault.timeout':
    'لم يُجب النظام الخارجي خلال {seconds} ثوانٍ. تحقق من أنه يعمل؛ يعيد البرنامج المحاولة تلقائيًا.',
  'bridge.webhooks.fault.unreachable':
    'تعذّر الوصول إلى النظام الخارجي ({code}). تحقق من العنوان ومن أن النظام يعمل؛ يعيد البرنامج المحاولة تلقائيًا.',
  'bridge.webhooks.fault.page':
    'أجابت صفحة ويب ({status}) بدلًا من النظام الخارجي. تحقق من العنوان: ربما ينقصه منفذ أو مسار.',
  'bridge.webhooks.fault.redirected':
    'تحيل الإجابة إلى خادم آخر هو {host}، ولا يُرسل إليه المفتاح السري. أدخل العنوان الفعلي للنظام الخارجي.',
  'bridge.webhooks.fault.tls':
    'فشل الاتصال المشفَّر ({code}): الشهادة غير صالحة لهذا العنوان. اسأل من يشغّل النظام الخارجي.',
  'bridge.webhooks.fault.unknown-host': 'لم يُعثر على حاسوب بهذا الاسم ({code}). تحقق من العنوان.',
  'bridge.webhooks.test': 'إرسال حدث تجريبي',
  'bridge.webhooks.test.running': 'في انتظار إجابة النظام الخارجي…',
  'bridge.webhooks.test.delivered': 'قبِل النظام الخارجي الحدث التجريبي ({status}).',
  'bridge.webhooks.test.failed': 'لم يصل الحدث التجريبي:',
  'bridge.signing': 'التوقيع',
  'bridge.signing.value': 'ينتهي مفتاح التوقيع بـ {ending}',
  'bridge.signing.hint': 'يحمل كل تحديث الترويسة {header}. يستطيع النظام الخارجي التحقق منها بهذا المفتاح.',
  'bridge.signing.copy': 'نسخ مفتاح التوقيع',
  'bridge.signing.renew': 'مفتاح توقيع جديد…',
  'bridge.signing.renew.title': 'إنشاء مفتاح توقيع جديد؟',
  'bridge.signing.renew.out': 'النظام الخارجي الذي يتحقق من التوقيع يرفض التحديثات إلى أن يحصل على المفتاح الجديد.',
  'bridge.webhooks.dropped':
    '{count, plural, zero {لم يُحذف أي تحديث} one {تحديث واحد لن يُرسل} two {تحديثان لن يُرسلا} few {# تحديثات لن تُرسل} many {# تحديثًا لن يُرسل} other {# تحديث لن يُرسل}}',
};
