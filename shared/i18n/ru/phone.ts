import type { phoneTexts as en } from '../en/phone.ts';

export const phoneTexts: Readonly<Record<keyof typeof en, string>> = {
  'claim.scanned': 'Я отсканировал код',
  'claim.waiting':
    'Ожидание ответа WhatsApp: {seconds, plural, one {осталась # секунда} few {осталось # секунды} many {осталось # секунд} other {осталось # секунды}}',

  'phone.ask': 'Что показывает телефон?',
  'phone.title': 'Что показывает телефон?',
  'phone.lead': 'Выберите, что на его экране или что там было последним.',
  'phone.submit': 'Показать, что это значит',
  'phone.result': 'Что это значит',
  'phone.causes': 'Вероятные причины, самая вероятная первой',
  'phone.said': 'На телефоне',
  'phone.again': 'Выбрать другое',
  'phone.confidence.certain': 'Первая причина точная.',
  'phone.confidence.likely': 'Первая причина самая вероятная.',
  'phone.confidence.unclear': 'Ни одна причина не выделяется.',
  'phone.kept': 'Ваш ответ сохранён с этой попыткой в журнале сбоев.',

  'phone.screen.try-later': '«Не удалось связать устройство. Повторите попытку позже.»',
  'phone.screen.check-connection': '«Не удалось связать устройство. Проверьте подключение телефона.»',
  'phone.screen.update-app': 'Просит обновить WhatsApp.',
  'phone.screen.invalid-code': 'Говорит, что QR-код недействителен.',
  'phone.screen.passkey': 'Просит отпечаток пальца, лицо или ключ доступа.',
  'phone.screen.logging-in': '«Выполняется вход…», и это не кончается.',
  'phone.screen.linked': 'Новое устройство есть в списке, но здесь ничего не происходит.',
  'phone.screen.device-limit': 'Говорит, что связано слишком много устройств.',
  'phone.screen.nothing': 'Ничего. Камера всё ищет.',

  'suspect.secret-retired.title': 'WhatsApp заменил этот код во время сканирования',
  'suspect.secret-retired.step': 'На экране уже новый код. Отсканируйте его ещё раз.',
  'suspect.passkey-wanted.title': 'Аккаунт запрашивает ключ доступа',
  'suspect.passkey-wanted.step':
    'Подтвердите на телефоне пальцем, лицом или блокировкой экрана и не закрывайте на нём WhatsApp.',
  'suspect.phone-outdated.title': 'WhatsApp на телефоне слишком старый',
  'suspect.phone-outdated.step': 'Обновите WhatsApp в магазине приложений телефона и отсканируйте снова.',
  'suspect.device-limit.title': 'Для ещё одного устройства нет места',
  'suspect.device-limit.step':
    'На телефоне в разделе «Связанные устройства» выйдите из ненужного устройства. Затем отсканируйте снова.',
  'suspect.account-restricted.title': 'WhatsApp сейчас не разрешает этому аккаунту связывать устройства',
  'suspect.account-restricted.step':
    'Откройте WhatsApp на телефоне и прочитайте, что он пишет. Если ничего, подождите час.',
  'suspect.wrong-code.title': 'Телефон считал другой код',
  'suspect.wrong-code.step':
    'Отсканируйте этот код, с этого экрана, камерой WhatsApp. При необходимости покажите его на весь экран.',
  'suspect.phone-offline.title': 'Телефон не может связаться с WhatsApp',
  'suspect.phone-offline.step':
    'Откройте любую страницу на телефоне. Переключитесь между Wi-Fi и мобильным интернетом и отсканируйте снова.',
  'suspect.scan-not-taken.title': 'WhatsApp не засчитал сканирование',
  'suspect.scan-not-taken.step':
    'В WhatsApp откройте «Связанные устройства», нажмите «Привязка устройства» и держите телефон неподвижно.',
  'suspect.reply-lost.title': 'Последний шаг привязки потерялся',
  'suspect.reply-lost.step':
    'Минуту не закрывайте WhatsApp на телефоне. Затем удалите там новое устройство и отсканируйте снова.',
  'suspect.linked-elsewhere.title': 'Телефон привязался к другому экрану',
  'suspect.linked-elsewhere.step':
    'Найдите новое устройство в разделе «Связанные устройства». Выйдите из него и отсканируйте этот код.',
  'suspect.link-taken-back.title': 'Привязку отменили',
  'suspect.link-taken-back.step':
    'Посмотрите в «Связанных устройствах»: если этого устройства нет, отсканируйте снова и оставьте его там.',
  'suspect.version-pinned.title': 'WhatsApp не принимает закреплённую версию',
  'suspect.version-pinned.step': 'В настройках верните автоматическую версию WhatsApp Web. Затем повторите.',
  'suspect.client-outdated.title': 'WhatsApp больше не принимает версию этой программы',
  'suspect.client-outdated.step':
    'Подключите этот компьютер на минуту к интернету и повторите или обновите Pairing Console.',
  'suspect.other-program.title': 'Эта привязка у другой программы',
  'suspect.other-program.step': 'Закройте её или перенесите привязку сюда.',
  'suspect.workstation-network.title': 'Этот компьютер потерял путь к WhatsApp',
  'suspect.workstation-network.step': 'Проверьте сеть этого компьютера. Программа повторит попытку автоматически.',
  'suspect.this-computer.title': 'Дело в этом компьютере',
  'suspect.this-computer.step': 'Исправьте то, что указано в сбое. Телефон ни при чём.',
};
