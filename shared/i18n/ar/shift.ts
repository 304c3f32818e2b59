import type { shiftTexts as en } from '../en/shift.ts';

export const shiftTexts: Readonly<Record<keyof typeof en, string>> = {
  'shift.title': 'اليوم',
  'shift.linked': 'تم ربطهم',
  'shift.failed': 'محاولات فاشلة',
  'shift.waiting': 'بلا ربط',
  'shift.median': 'من عرض الرمز حتى الربط (الوسيط)',
  'shift.seconds': '{seconds, number} ث',
  'shift.minutes': '{minutes, number} د {seconds, number} ث',
  'shift.links': 'تم ربطهم اليوم',
  'shift.failures': 'ما فشل اليوم',
  'shift.nothing': 'لم يُربط شيء اليوم بعد.',
  'shift.print': 'طباعة',
  'shift.save': 'حفظ بصيغة CSV',
  'shift.day': 'Pairing Console، {day}',
  'shift.as-of': 'حتى {time}',

  'slip.print': 'إيصال للعميل',
  'slip.print.name': 'طباعة إيصال للعميل {name}',
  'slip.title': 'حساب واتساب الخاص بك مرتبط',
  'slip.for': 'تم الربط لصالح',
  'slip.when': 'وقت الربط',
  'slip.meaning': 'يستطيع الجهاز المرتبط قراءة الرسائل وإرسالها من حساب واتساب هذا. يمكنك إنهاء الربط في أي وقت.',
  'slip.unlink': 'كيف تُنهي الربط',
  'slip.step.device': 'اضغط على الجهاز الذي رُبط في الوقت المذكور أعلاه.',
  'slip.step.log-out': 'اضغط على تسجيل الخروج.',
};
