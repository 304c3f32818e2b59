import type { importTexts as en } from '../en/import.ts';

export const importTexts: Readonly<Record<keyof typeof en, string>> = {
  'import.open': 'استيراد قائمة',
  'import.title': 'استيراد قائمة عملاء',
  'import.source': 'القائمة',
  'import.hint':
    'عميل في كل سطر: المعرّف والاسم، وإن أردت الرقم المتوقع. ويمكن لعمود بعنوان proxy أن يحدد خادمًا وكيلًا. ألصِق القائمة أو اختر ملف CSV.',
  'import.choose-file': 'اختيار ملف…',
  'import.summary':
    '{good, plural, =0 {لا يوجد عملاء للإضافة} zero {لا يوجد عملاء للإضافة} one {عميل واحد للإضافة} two {عميلان للإضافة} few {# عملاء للإضافة} many {# عميلًا للإضافة} other {# عميل للإضافة}}{bad, plural, =0 {.} zero {.} one {، وسطر واحد لن يُستورد.} two {، وسطران لن يُستوردا.} few {، و# أسطر لن تُستورد.} many {، و# سطرًا لن يُستورد.} other {، و# سطر لن يُستورد.}}',
  'import.doubtful':
    '{count, plural, zero {لا أرقام خارج} one {رقم واحد خارج} two {رقمان خارج} few {# أرقام خارج} many {# رقمًا خارج} other {# رقم خارج}} النطاقات المعروفة قيد الاستخدام. تحقق من السطر {lines}.',
  'import.first': 'الأول:',
  'import.bad': 'أسطر لن تُستورد',
  'import.line': 'السطر',
  'import.reason': 'السبب',
  'import.problem.torn': 'علامة اقتباس ناقصة أو في غير مكانها.',
  'import.problem.exists': 'هذا العميل موجود.',
  'import.problem.repeated': 'هذا المعرّف موجود في السطر {line, number}.',
  'import.problem.proxy': 'الخادم الوكيل ليس عنوانًا مثل {example}.',
  'import.problem.beyond-limit': 'يمكن استيراد {limit, number} عميل على الأكثر في المرة الواحدة.',
  'import.submit':
    '{count, plural, =0 {إضافة العملاء} zero {إضافة العملاء} one {إضافة عميل واحد} two {إضافة عميلين} few {إضافة # عملاء} many {إضافة # عميلًا} other {إضافة # عميل}}',
  'import.added':
    '{count, plural, =0 {لم يُضف أي عميل.} zero {لم يُضف أي عميل.} one {أُضيف عميل واحد.} two {أُضيف عميلان.} few {أُضيف # عملاء.} many {أُضيف # عميلًا.} other {أُضيف # عميل.}}',
  'import.refused':
    '{count, plural, zero {لم يُرفض أي عميل:} one {رُفض عميل واحد:} two {رُفض عميلان:} few {رُفض # عملاء:} many {رُفض # عميلًا:} other {رُفض # عميل:}}',
  'import.country': 'بلد الأرقام المكتوبة بلا رمز البلد',
  'import.lines': 'عدد الأسطر: {count, number}، أولها {first}',
  'import.problem.no-country': 'اختر بلد الأرقام أعلاه، أو اكتبها مع رمز البلد.',
  'import.problem.number-shortened': 'اختصر جدول البيانات هذا الرقم. نسّق العمود كنص، وأدخل الرقم مجددًا ثم احفظ.',
  'import.adding': 'أُضيف {done, number} من {total, number}…',
  'import.left': 'لم يُضف بسبب الإلغاء: {count, number}.',
  'import.undo': 'التراجع عن الاستيراد',
  'import.undoing': 'أُزيل {done, number} من {total, number}…',
  'import.undone': 'عدد العملاء الذين أُزيلوا مجددًا: {count, number}.',
};
