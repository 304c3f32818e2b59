import type { passkeyTexts as en } from '../en/passkey.ts';

export const passkeyTexts: Readonly<Record<keyof typeof en, string>> = {
  'passkey.title': 'التأكيد بمفتاح المرور',
  'passkey.lead':
    'يريد واتساب التأكد من أن صاحب الحساب هنا. اضغط على «متابعة» فيطلب هذا الحاسوب مفتاح المرور الخاص بحساب واتساب هذا.',
  'passkey.computer.win32': 'يعرض Windows استخدام الهاتف نفسه أو Windows Hello أو مفتاح أمان.',
  'passkey.computer.darwin':
    'في Mac لا يستطيع الإجابة إلا مفتاح أمان: مفاتيح المرور المحفوظة في Mac نفسه مغلقة أمام البرامج الأخرى. إذا لم يتوفر فاستخدم حاسوب Windows.',
  'passkey.computer.linux':
    'في Linux لا يستطيع الإجابة إلا مفتاح أمان: وصِّله والمسه عندما يومض. إذا لم يتوفر فاستخدم حاسوب Windows.',
  'passkey.computer.practice': 'هذا تدريب: يجيب مفتاح مرور وهمي في نافذة ثانية.',
  'passkey.left': 'الوقت المتبقي',
  'passkey.continue': 'متابعة',
  'passkey.running': 'بانتظار مفتاح المرور',
  'passkey.again': 'ما دام هناك وقت، يمكنك المحاولة من جديد من دون رمز QR جديد.',
  'passkey.code.title': 'مقارنة الرمزين',
  'passkey.code.lead': 'يعرض الهاتف رمزًا أيضًا. تابع فقط إذا كان مطابقًا لهذا الرمز تمامًا.',
  'passkey.code.match': 'الرمزان متطابقان',
  'passkey.code.differ': 'مختلفان',
  'passkey.code.differ.detail': 'إذا اختلفا فلا يُربط شيء ويظهر رمز QR جديد.',

  'ceremony.title': 'التأكيد بمفتاح المرور',
  'ceremony.lead': 'اتبع النافذة التي يفتحها هذا الحاسوب. إذا لم تظهر فوصِّل مفتاح الأمان والمسه.',
  'ceremony.waiting': 'بانتظار مفتاح المرور. لم يُربط شيء بعد.',
  'ceremony.cancel': 'إلغاء',
  'ceremony.practice': 'تدريب. عند ربط حقيقي تُفتح الآن نافذة هذا الحاسوب. هنا يجيب مفتاح مرور وهمي.',
  'ceremony.stand-in': 'استخدام المفتاح الوهمي',

  'error.passkey-cancelled': 'أُلغي طلب مفتاح المرور. اضغط على «متابعة» عندما يكون المفتاح في متناول اليد.',
  'error.passkey-timed-out': 'لم يصل تأكيد في الوقت المحدد. جهّز مفتاح المرور ثم اضغط على «متابعة».',
  'error.passkey-no-authenticator':
    'لا يوجد في هذا الحاسوب ما يحمل مفتاح المرور هذا. وصِّل مفتاح الأمان، أو اربط على حاسوب Windows والهاتف بجانبه.',
  'error.passkey-not-allowed':
    'لم يُعطِ الحاسوب مفتاح مرور: أُغلقت نافذته، أو ليس لديه مفتاح لهذا الحساب. أعد المحاولة بالجهاز الذي يحمله.',
  'error.passkey-unsupported':
    'لا يستطيع هذا الحاسوب طلب مفاتيح المرور. أعد تشغيل البرنامج؛ إذا لم ينفع ذلك فاربط على حاسوب آخر.',
};
