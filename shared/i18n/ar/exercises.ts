import type { exercisesTexts as en } from '../en/exercises.ts';

export const exercisesTexts: Readonly<Record<keyof typeof en, string>> = {
  'exercise.title': 'تمارين',
  'exercise.progress': '{done, number} من {total, number}',
  'exercise.done': '(تم)',
  'exercise.all': 'أُنجزت التمارين الستة. أنت جاهز.',
  'exercise.reset': 'البدء من جديد',
  'exercise.link': 'ربط هاتف',
  'exercise.link.how': 'أضف عميلًا، ودع الهاتف يمسح رمزه، وانتظر الإثبات.',
  'exercise.refuse': 'الهاتف يرفض',
  'exercise.refuse.how': 'اضغط «رفض المسح التالي»، ثم امسح واقرأ ما يقوله البرنامج.',
  'exercise.wrong-number': 'الهاتف الخطأ',
  'exercise.wrong-number.how': 'حدّد للعميل رقمًا متوقعًا آخر، وامسح رمزه، ثم قرّر.',
  'exercise.expired': 'رمز منتهي الصلاحية',
  'exercise.expired.how': 'اضغط «مسح رمز منتهي الصلاحية»، ثم امسح الرمز المعروض على الشاشة.',
  'exercise.passkey': 'حساب بمفتاح مرور',
  'exercise.passkey.how': 'فعّل «الحساب يطلب مفتاح المرور»، ثم امسح واتبع البرنامج.',
  'exercise.unlink': 'العميل يلغي الربط',
  'exercise.unlink.how': 'ضمن «الأجهزة المرتبطة» أدناه اضغط «تسجيل الخروج» وانظر إلى العميل.',
  'practice.scan-expired': 'مسح رمز منتهي الصلاحية',
};
