import type { codeTexts as en } from '../en/code.ts';

export const codeTexts: Readonly<Record<keyof typeof en, string>> = {
  'code.use': 'الربط برمز بدلًا من المسح',
  'code.title': 'الربط برمز',
  'code.lead': 'يُصدر واتساب الرمز لرقم واحد: رقم الهاتف الذي تربطه.',
  'code.ask': 'الحصول على رمز',
  'code.not-yet': 'جارٍ الاتصال. يمكنك طلب رمز بعد لحظات.',
  'code.label': 'الرمز الذي يُكتب في الهاتف',
  'code.wrong': 'كتبته خطأً؟ اكتبه من جديد أو اطلب رمزًا جديدًا.',
  'code.mistyped': 'لم ينتج شيء عن الرمز المكتوب. قارن كل حرف واكتبه من جديد.',
  'code.typed':
    'كُتب الرمز في الهاتف. بانتظار واتساب: {seconds, plural, zero {انتهى الوقت} one {بقيت ثانية واحدة} two {بقيت ثانيتان} few {بقيت # ثوانٍ} many {بقيت # ثانية} other {بقيت # ثانية}}.',
  'code.refreshed': 'استبدل واتساب الرمز.',
  'code.refreshed.detail': 'الرمز السابق لم يعد صالحًا: اكتب هذا الرمز.',
  'code.new': 'رمز جديد',
  'code.other-number': 'رقم آخر',
  'code.back': 'العودة إلى رمز QR',

  'phone.country': 'البلد',
  'phone.number': 'رقم الهاتف',
  'phone.hint': 'كما يُكتب في ذلك البلد، أو مع + ورمز البلد.',
  'phone.reads': 'الرقم الكامل: {number}.',
  'phone.doubtful': 'لا يبدو هذا رقمًا مستخدَمًا. تحقق من البلد ومن الأرقام.',
  'phone.problem.empty': 'أدخِل الرقم.',
  'phone.problem.characters': 'استخدم الأرقام فقط.',
  'phone.problem.too-short': 'الرقم قصير جدًا لهذا البلد.',
  'phone.problem.too-long': 'الرقم طويل جدًا لهذا البلد.',
  'phone.problem.no-country-code': 'لا يبدأ الرقم برمز بلد. اختر البلد، أو ابدأ بـ + ورمز البلد.',
};
