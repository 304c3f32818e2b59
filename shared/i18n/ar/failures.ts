import type { failuresTexts as en } from '../en/failures.ts';

export const failuresTexts: Readonly<Record<keyof typeof en, string>> = {
  'failure.last': 'فشلت المحاولة الأخيرة',
  'failure.past': 'فشلت محاولة',
  'failure.next': 'الخطوة التالية:',
  'failure.code': 'الرمز {code}',
  'failure.folder': 'المجلد',
  'failure.detail': 'نص الخطأ',
  'said.title': 'بكلمات واتساب',
  'said.open': 'فتح صفحة واتساب',
  'failure.blocked-until': 'يرفض واتساب حتى {time}.',
  'failure.confidence.certain': 'هذا هو السبب بالتأكيد.',
  'failure.confidence.likely': 'هذا هو التفسير الأرجح.',
  'failure.confidence.unclear': 'قد يكون السبب غير ذلك.',
  'failure.credentials.none': 'لم تُحفظ أي بيانات ربط.',
  'failure.credentials.kept': 'بقيت بيانات الربط المحفوظة في مكانها.',
  'failure.credentials.quarantined': 'نُقلت بيانات الربط المحفوظة جانبًا لمدة 7 أيام.',
  'failure.credentials.recovered': 'استُعيدت بيانات الربط من آخر نسخة سليمة.',
  'failure.retry.fresh-qr': 'يظهر رمز جديد تلقائيًا.',
  'failure.retry.reconnect': 'يعيد البرنامج المحاولة تلقائيًا.',
  'failure.retry.operator': 'البرنامج بانتظارك.',
  'failure.before': 'المحاولة السابقة:',
};
