import type { shiftTexts as en } from '../en/shift.ts';

export const shiftTexts: Readonly<Record<keyof typeof en, string>> = {
  'shift.title': 'היום',
  'shift.linked': 'קושרו',
  'shift.failed': 'ניסיונות שנכשלו',
  'shift.waiting': 'ללא קישור',
  'shift.median': 'מהצגת הקוד ועד הקישור (חציון)',
  'shift.seconds': '‏{seconds, number} שנ׳',
  'shift.minutes': '‏{minutes, number} דק׳ ו‑{seconds, number} שנ׳',
  'shift.links': 'קושרו היום',
  'shift.failures': 'מה נכשל היום',
  'shift.nothing': 'היום עוד לא קושר דבר.',
  'shift.print': 'הדפסה',
  'shift.save': 'שמירה כ‑CSV',
  'shift.day': 'Pairing Console, {day}',
  'shift.as-of': 'נכון ל‑{time}',

  'slip.print': 'אישור ללקוח',
  'slip.print.name': 'הדפסת אישור ללקוח: {name}',
  'slip.title': 'ה‑WhatsApp שלכם מקושר',
  'slip.for': 'קושר עבור',
  'slip.when': 'מועד הקישור',
  'slip.meaning': 'מכשיר מקושר יכול לקרוא ולשלוח הודעות בחשבון ה‑WhatsApp הזה. אפשר לבטל את הקישור בכל עת.',
  'slip.unlink': 'איך מבטלים את הקישור',
  'slip.step.device': 'הקישו על המכשיר שקושר במועד שלמעלה.',
  'slip.step.log-out': 'הקישו על התנתקות.',
};
