import type { exercisesTexts as en } from '../en/exercises.ts';

export const exercisesTexts: Readonly<Record<keyof typeof en, string>> = {
  'exercise.title': 'Упражнения',
  'exercise.progress': '{done, number} из {total, number}',
  'exercise.done': '(выполнено)',
  'exercise.all': 'Все шесть выполнены. Вы готовы.',
  'exercise.reset': 'Начать заново',
  'exercise.link': 'Привязать телефон',
  'exercise.link.how': 'Добавьте клиента, отсканируйте его код телефоном и дождитесь подтверждения.',
  'exercise.refuse': 'Телефон отказывает',
  'exercise.refuse.how':
    'Нажмите «Отклонить следующее сканирование», отсканируйте код и прочитайте, что говорит программа.',
  'exercise.wrong-number': 'Не тот телефон',
  'exercise.wrong-number.how': 'Задайте клиенту другой ожидаемый номер, отсканируйте его код и примите решение.',
  'exercise.expired': 'Просроченный код',
  'exercise.expired.how': 'Нажмите «Сканировать просроченный код», затем отсканируйте код с экрана.',
  'exercise.passkey': 'Аккаунт с ключом доступа',
  'exercise.passkey.how': 'Включите «Аккаунт требует ключ доступа», отсканируйте код и следуйте указаниям.',
  'exercise.unlink': 'Клиент отвязал телефон',
  'exercise.unlink.how': 'Ниже, в «Связанных устройствах», нажмите «Выйти» и посмотрите на клиента.',
  'practice.scan-expired': 'Сканировать просроченный код',
};
