import type { ownersTexts as en } from '../en/owners.ts';

export const ownersTexts: Readonly<Record<keyof typeof en, string>> = {
  'standing.awaiting-acceptance.label': 'رقم خاطئ',
  'standing.awaiting-acceptance.title': 'رُبط رقم آخر، بانتظار قرارك',
  'standing.awaiting-acceptance.detail': 'قبله واتساب. حتى تقرر، لا يُعدّ ربطًا ولا يُرسل شيء.',

  'tenant.proxy': 'الخادم الوكيل',
  'tenant.proxy.title': 'أي خادم وكيل يستخدم هذا العميل؟',
  'tenant.proxy.none': 'يتصل بطريقة هذا الحاسوب.',
  'tenant.proxy.now': 'محدد على {proxy}.',
  'tenant.proxy.hint':
    'يحكم واتساب على الحساب من العنوان الذي يأتي منه، فاختر قبل ربط الهاتف. إذا تعطل الخادم الوكيل ينتظر العميل.',
  'tenant.proxy.clear': 'استخدام طريقة هذا الحاسوب',
  'tenant.expected.title': 'أي رقم يجب ربطه؟',
  'tenant.expected.none': 'لم يُحدَّد رقم، ولذلك يمكن ربط أي هاتف.',
  'tenant.expected.now': 'محدَّد: {number}.',
  'tenant.expected.clear': 'السماح بأي رقم',
  'tenant.expected.submit': 'حفظ',

  'wrong-number.expected': 'المتوقع',
  'wrong-number.linked': 'المرتبط',
  'wrong-number.alike': 'يبدوان متشابهين لأن بعض الأرقام مخفية. هما رقمان مختلفان.',
  'wrong-number.refuse': 'تسجيل الخروج وعرض رمز جديد',
  'wrong-number.accept': 'هذا الرقم صحيح…',
  'wrong-number.wait': 'يمكنك أن تقرر عندما يقبل واتساب هذا الربط.',
  'wrong-number.accept.title': 'استخدام {number} للعميل {name}؟',
  'wrong-number.accept.connected': 'يُبلَّغ النظام الخارجي أن العميل متصل، وتُرسل الرسائل من هذا الرقم.',
  'wrong-number.accept.expected': 'يصبح الرقمَ المتوقع لهذا العميل.',
  'wrong-number.accept.submit': 'استخدام هذا الرقم',

  'owners.title': 'أين يوجد هذا الربط أو الرقم أيضًا',
  'failure.holder': 'عميل لديه بيانات الربط نفسها',
  'owners.evicted': 'سجّل برنامج آخر الدخول ببيانات الربط نفسها: {time}. عندها أغلق واتساب الاتصال هنا.',
  'owners.elsewhere':
    'ليست بيانات الربط هذه لدى أي عميل آخر هنا. ابحث عن خدمة قديمة أو حاسوب آخر أو نسخة من مجلد البيانات.',
  'owners.same-device': 'لدى {name} ({id}) نسخة من بيانات الربط هذه. يستطيع واحد منهما فقط تسجيل الدخول.',
  'owners.same-number': '{name} ({id}) مرتبط بالرقم نفسه كجهاز منفصل. كلاهما يعمل.',
  'owners.since': 'تاريخ الربط: {time}.',
  'owners.show': 'عرض {name}',

  'take-over.title': 'نقل ربط {name} إلى هنا؟',
  'take-over.other': 'يسجّل البرنامج الدخول من هنا بالربط المحفوظ، ويقطع واتساب اتصال البرنامج الآخر فورًا.',
  'take-over.back': 'إذا عاد ذلك البرنامج وحده فسيأخذ الربط من جديد. أغلِقه أولًا.',
  'take-over.submit': 'النقل إلى هنا',

  'error.taken-over': 'هذا الربط لدى برنامج آخر، ويبقى هناك حتى تنقله إلى هنا.',
  'error.number-changed': 'في هذه الأثناء رُبط رقم آخر، أو لم يعد أي رقم مرتبطًا. تحقق من جديد ثم قرر.',
  'wrong-number.reveal': 'اضغط باستمرار لإظهار الرقمين',
  'wrong-number.reveal.hint': 'يُسجَّل في السجل أنهما أُظهرا.',
};
