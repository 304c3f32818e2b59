import type { CauseMessages } from '../cause-messages.ts';

export const causesTexts: CauseMessages = {
  'cause.scan-not-matching.title': 'Сканирование не совпало с этим кодом',
  'cause.scan-not-matching.meaning': 'Ответ телефона не удалось проверить по коду, который был на экране.',
  'cause.scan-not-matching.step': 'Отсканируйте новый код и уберите из поля зрения камеры другие QR-коды.',
  'cause.scan-closed.title': 'Соединение закрылось до подтверждения на телефоне',
  'cause.scan-closed.meaning':
    'Если телефон только что сканировал, сканирование не удалось. Если нет, просто оборвалась сеть.',
  'cause.scan-closed.step': 'Проверьте, что телефон в сети, и отсканируйте новый код.',
  'cause.silent-scan.title': 'Отсканировано, но ответа нет',
  'cause.silent-scan.meaning':
    'WhatsApp уже 20 секунд не сообщает о сканировании. Код действует, и поздняя привязка тоже засчитается.',
  'cause.silent-scan.step': 'Посмотрите на телефон, выберите здесь, что он показывает, и отсканируйте код ещё раз.',
  'cause.rejected-after-scan.title': 'Привязку отменили сразу после сканирования',
  'cause.rejected-after-scan.meaning': 'Телефон подтвердил сканирование, и WhatsApp тут же удалил новое устройство.',
  'cause.rejected-after-scan.step':
    'Отсканируйте новый код и не закрывайте WhatsApp на телефоне, пока устройство не станет активным.',
  'cause.first-login-refused.title': 'WhatsApp отклонил первый вход',
  'cause.first-login-refused.meaning': 'Сканирование подтверждено, но привязку затем не приняли. Ничего не привязано.',
  'cause.first-login-refused.step': 'Отсканируйте новый код. Если это повторится, подождите час до следующей попытки.',
  'cause.qr-expired.title': 'Код не отсканировали вовремя',
  'cause.qr-expired.meaning': 'Все коды этого раунда истекли. Это нормально, если телефона нет под рукой.',
  'cause.qr-expired.step':
    'Покажите новый код, когда телефон будет готов. Если код сканировали, проверьте, что телефон в сети.',
  'cause.code-expired.title': 'Код не использовали вовремя',
  'cause.code-expired.meaning': 'Код действует три минуты. Неверный код ничего не меняет.',
  'cause.code-expired.step':
    'Сначала откройте нужный экран на телефоне, затем запросите новый код и сразу введите его.',
  'cause.code-finish-refused.title': 'WhatsApp отклонил привязку после ввода кода',
  'cause.code-finish-refused.meaning':
    'Код ввели на телефоне. Затем WhatsApp отказался завершить привязку и не объяснил почему.',
  'cause.code-finish-refused.step':
    'Один раз запросите новый код. Если откажут снова, привяжите этот телефон по QR-коду.',
  'cause.code-finish-unanswered.title': 'Код ввели, и дальше ничего не произошло',
  'cause.code-finish-unanswered.meaning':
    'Телефон сообщил, что код введён, но WhatsApp не завершил привязку. Код с опечаткой выглядит отсюда так же.',
  'cause.code-finish-unanswered.step':
    'Проверьте, что телефон в сети, запросите новый код и сверьте каждый знак или отсканируйте QR-код.',
  'cause.code-mismatch.title': 'Введённый код не совпал',
  'cause.code-mismatch.meaning': 'Телефон ответил другим кодом, не тем, что на экране.',
  'cause.code-mismatch.step': 'Запросите новый код и введите в точности то, что показано.',
  'cause.offer-empty.title': 'WhatsApp не предложил код',
  'cause.offer-empty.meaning': 'WhatsApp открыл соединение, но не дал ничего, из чего можно сделать QR-код.',
  'cause.offer-empty.step': 'Подождите: программа повторит попытку автоматически. Если так и дальше, ищите обновление.',
  'cause.settling-unanswered.title': 'WhatsApp принял вход и перестал отвечать',
  'cause.settling-unanswered.meaning': 'Вход принят. Затем WhatsApp несколько минут не отвечал на следующие вопросы.',
  'cause.settling-unanswered.step': 'Подождите: программа войдёт снова автоматически. Привязка сохранена.',
  'cause.pre-keys-refused.title': 'WhatsApp отклонил ключи этого устройства',
  'cause.pre-keys-refused.meaning':
    'Вход принят, но WhatsApp отклонил ключи, которые нужны другим, чтобы писать этому устройству.',
  'cause.pre-keys-refused.step':
    'Подождите: программа снова предложит те же ключи, каждый раз после более долгой паузы.',
  'cause.pre-keys-unanswered.title': 'WhatsApp не подтвердил ключи этого устройства',
  'cause.pre-keys-unanswered.meaning':
    'Вход принят, но WhatsApp не подтвердил, что у него есть ключи, которые нужны другим, чтобы писать этому устройству.',
  'cause.pre-keys-unanswered.step':
    'Подождите: программа повторит попытку автоматически, каждый раз после более долгой паузы.',
  'cause.pre-keys-missing.title': 'У WhatsApp нет ключей этого устройства',
  'cause.pre-keys-missing.meaning':
    'Вход принят, но этому устройству никто не сможет писать, поэтому подключение не засчитано.',
  'cause.pre-keys-missing.step': 'Подождите: программа загрузит ключи снова, каждый раз после более долгой паузы.',
  'cause.dead-device.title': 'В телефоне может быть устройство, которого уже нет',
  'cause.dead-device.meaning':
    'Программа остановилась во время привязки. Телефон мог записать новое устройство раньше, чем оно сохранилось здесь.',
  'cause.dead-device.step':
    'На телефоне откройте «Связанные устройства» и удалите самую новую запись, если она неактивна. Затем отсканируйте новый код.',
  'cause.peer-silent.title': 'WhatsApp замолчал',
  'cause.peer-silent.meaning': 'Соединение казалось открытым, но по нему больше ничего не приходило.',
  'cause.peer-silent.step': 'Подождите: новое соединение откроется сразу. Если это бывает часто, проверьте сеть.',
  'cause.link-deaf.title': 'Привязка перестала принимать сообщения',
  'cause.link-deaf.meaning': 'Данные приходили, но входящие сообщения больше не обрабатывались.',
  'cause.link-deaf.step': 'Подождите: новое соединение откроется сразу. Если это повторится, паузы станут длиннее.',
  'cause.server-not-whatsapp.title': 'Сервер не доказал, что он WhatsApp',
  'cause.server-not-whatsapp.meaning':
    'Кто-то по пути отвечает вместо WhatsApp. Ему ничего не отправлено, сохранённая привязка не тронута.',
  'cause.server-not-whatsapp.step': 'Спросите администратора сети, что обрабатывает соединения с web.whatsapp.com.',
  'cause.passkey-expired.title': 'Ключ доступа не использовали вовремя',
  'cause.passkey-expired.meaning': 'Телефон распознан, но аккаунт запросил ещё и ключ доступа. Ничего не привязано.',
  'cause.passkey-expired.step': 'Держите под рукой устройство с ключом доступа и отсканируйте новый код.',
  'cause.passkey-code-differs.title': 'Два кода не совпали',
  'cause.passkey-code-differs.meaning':
    'Телефон показал другой код подтверждения, поэтому привязку остановили до отправки ключей.',
  'cause.passkey-code-differs.step':
    'Убедитесь, что это телефон клиента и что его сейчас не привязывает кто-то другой. Затем отсканируйте новый код.',
  'cause.phone-lacks-multi-device.title': 'WhatsApp на телефоне слишком старый',
  'cause.phone-lacks-multi-device.meaning': 'Эта версия WhatsApp не умеет связывать другие устройства.',
  'cause.phone-lacks-multi-device.step': 'Обновите WhatsApp на телефоне и отсканируйте новый код.',
  'cause.device-removed.title': 'Привязка удалена',
  'cause.device-removed.meaning': 'Это устройство удалили из связанных: на телефоне или со стороны WhatsApp.',
  'cause.device-removed.step': 'Отсканируйте телефоном новый код, чтобы привязать снова.',
  'cause.login-refused.title': 'WhatsApp отклонил вход',
  'cause.login-refused.meaning': 'Сохранённая привязка больше не принимается.',
  'cause.login-refused.step': 'Отсканируйте телефоном новый код, чтобы привязать снова.',
  'cause.session-invalid.title': 'Сохранённая привязка больше не действует',
  'cause.session-invalid.meaning': 'WhatsApp завершил этот сеанс.',
  'cause.session-invalid.step': 'Отсканируйте телефоном новый код, чтобы привязать снова.',
  'cause.wrong-number.title': 'Привязан не тот номер, который ожидался',
  'cause.wrong-number.meaning':
    'Он не считается подключённым, пока вы не решите: с него ничего не отправляется, а полученное не передаётся.',
  'cause.wrong-number.step': 'Выйдите из него и отсканируйте нужным телефоном или примите этот номер.',
  'cause.replaced.title': 'Этой привязкой пользуется другая программа',
  'cause.replaced.meaning':
    'Те же данные привязки используются в другом месте. Программа не борется за них: это сломало бы обе стороны.',
  'cause.replaced.step': 'Закройте другую программу или перенесите привязку сюда.',
  'cause.copied-credentials.title': 'У другого клиента здесь те же данные привязки',
  'cause.copied-credentials.meaning':
    'Вероятно, скопировали папку. Если бы вошли оба, они всё время выбивали бы друг друга, поэтому этого не впустили.',
  'cause.copied-credentials.step': 'Удалите этого клиента или привяжите его заново новым кодом.',
  'cause.account-locked.title': 'Аккаунт заблокирован или его телефона больше нет',
  'cause.account-locked.meaning': 'WhatsApp блокирует связанные устройства, пока аккаунт не заработает на телефоне.',
  'cause.account-locked.step': 'Откройте WhatsApp на телефоне и сделайте то, что он просит. Затем повторите.',
  'cause.banned.title': 'WhatsApp заблокировал этот аккаунт',
  'cause.banned.meaning': 'Отсюда блокировку не снять. Новые попытки сделают только хуже.',
  'cause.banned.step': 'Откройте WhatsApp на телефоне и запросите там проверку.',
  'cause.temporarily-banned.title': 'WhatsApp временно заблокировал этот аккаунт',
  'cause.temporarily-banned.meaning': 'Блокировка закончится сама. Ранняя попытка может её продлить.',
  'cause.temporarily-banned.step': 'Дождитесь конца блокировки и повторите.',
  'cause.client-outdated.title': 'WhatsApp больше не принимает эту версию',
  'cause.client-outdated.meaning':
    'Программа использовала версию, от которой WhatsApp отказался. Более новая не помогла.',
  'cause.client-outdated.step': 'Обновите Pairing Console и повторите.',
  'cause.pinned-version-refused.title': 'WhatsApp не принимает закреплённую версию',
  'cause.pinned-version-refused.meaning':
    'Программа использовала версию WhatsApp Web, закреплённую вручную. Автоматически она не заменяется.',
  'cause.pinned-version-refused.step':
    'Верните автоматическую версию в настройках или уберите WA_VERSION из переменных окружения и повторите.',
  'cause.client-rejected.title': 'WhatsApp отклонил эту программу',
  'cause.client-rejected.meaning': 'WhatsApp не принял то, как программа себя называет.',
  'cause.client-rejected.step': 'Обновите Pairing Console. Если она свежая, сохраните диагностику и отправьте её.',
  'cause.too-many-attempts.title': 'Слишком много попыток',
  'cause.too-many-attempts.meaning': 'WhatsApp просит сделать паузу перед следующей.',
  'cause.too-many-attempts.step': 'Дождитесь конца паузы и повторите.',
  'cause.open-without-account.title': 'Вход без подтверждённого аккаунта',
  'cause.open-without-account.meaning':
    'WhatsApp открыл соединение, но сохранённые данные не доказывают, чей это аккаунт. Это не привязка.',
  'cause.open-without-account.step': 'Отсканируйте телефоном новый код.',
  'cause.server-unavailable.title': 'Серверы WhatsApp отвечают неправильно',
  'cause.server-unavailable.meaning': 'Сбой на стороне WhatsApp. Сохранённая привязка не пострадала.',
  'cause.server-unavailable.step': 'Подождите. Программа повторит попытку автоматически.',
  'cause.no-code-offered.title': 'WhatsApp обрывает связь раньше, чем даёт код',
  'cause.no-code-offered.meaning':
    'Несколько попыток подряд закончились до появления кода. Причиной может быть устаревшая версия, ограничение или сеть.',
  'cause.no-code-offered.step': 'Подождите десять минут и повторите. Если не поможет, обновите Pairing Console.',
  'cause.connection-lost.title': 'Соединение потеряно',
  'cause.connection-lost.meaning':
    'Оборвалась сеть, или WhatsApp закрыл соединение. Сохранённая привязка не пострадала.',
  'cause.connection-lost.step': 'Если оно не вернётся само, проверьте сеть этого компьютера.',
  'cause.dns-failed.title': 'Адрес WhatsApp не найден',
  'cause.dns-failed.meaning': 'Сервер имён (DNS) этого компьютера не отвечает, или нет интернета.',
  'cause.dns-failed.step': 'Проверьте интернет и настройки DNS на этом компьютере.',
  'cause.connection-refused.title': 'В соединении отказано',
  'cause.connection-refused.meaning':
    'Что-то на пути к WhatsApp его блокирует, чаще всего брандмауэр или прокси-сервер.',
  'cause.connection-refused.step': 'Попросите администратора сети разрешить web.whatsapp.com, порт 443.',
  'cause.tls-failed.title': 'Защищённое соединение не удалось',
  'cause.tls-failed.meaning': 'Что-то на пути к WhatsApp не поддержало защищённый протокол.',
  'cause.tls-failed.step': 'Попросите администратора сети разрешить web.whatsapp.com, порт 443.',
  'cause.tls-intercepted.title': 'Что-то перехватывает соединение с WhatsApp',
  'cause.tls-intercepted.meaning':
    'Пришёл сертификат не WhatsApp. Брандмауэр, прокси-сервер или антивирус заменил его своим.',
  'cause.tls-intercepted.step': 'Попросите администратора сети исключить web.whatsapp.com из проверки.',
  'cause.clock-wrong.title': 'Часы этого компьютера неверны',
  'cause.clock-wrong.meaning': 'По дате этого компьютера сертификат WhatsApp недействителен.',
  'cause.clock-wrong.step':
    'Установите дату, время и часовой пояс на этом компьютере. Затем программа повторит попытку автоматически.',
  'cause.captive-portal.title': 'Эта сеть сначала требует входа',
  'cause.captive-portal.meaning': 'Вместо WhatsApp ответила страница сети, как в гостиницах и гостевом Wi-Fi.',
  'cause.captive-portal.step': 'Откройте любую страницу в браузере, войдите в сеть и подождите здесь.',
  'cause.proxy-unreachable.title': 'Прокси-сервер не отвечает',
  'cause.proxy-unreachable.meaning':
    'Путь к WhatsApp ведёт через прокси-сервер, а он недоступен или обрывает соединение. Программа не обходит его.',
  'cause.proxy-unreachable.step':
    'Проверьте адрес прокси-сервера или обратитесь к администратору сети. Программа повторит попытку сама.',
  'cause.proxy-sign-in.title': 'Прокси-сервер требует имя и пароль',
  'cause.proxy-sign-in.meaning':
    'Прокси-сервер на пути к WhatsApp пропускает только известных пользователей. Имя и пароль не указаны или не приняты.',
  'cause.proxy-sign-in.step':
    'Узнайте их у администратора сети и укажите в настройках, в разделе «Сеть». Служба читает PROXY_LOGINS (docs/network.md).',
  'cause.proxy-sign-in-unsupported.title': 'Прокси-сервер принимает только вход Windows',
  'cause.proxy-sign-in-unsupported.meaning':
    'Этот прокси-сервер принимает только NTLM или Kerberos, а программа их не поддерживает.',
  'cause.proxy-sign-in-unsupported.step':
    'Попросите администратора сети открыть web.whatsapp.com без входа или разрешить вход Basic.',
  'cause.proxy-refused.title': 'Прокси-сервер блокирует WhatsApp',
  'cause.proxy-refused.meaning': 'Прокси-сервер отвечает, но не пропускает соединения с WhatsApp.',
  'cause.proxy-refused.step': 'Попросите администратора сети открыть web.whatsapp.com и *.whatsapp.net, порт 443.',
  'cause.proxy-lost.title': 'Неизвестно, какой прокси-сервер у этого клиента',
  'cause.proxy-lost.meaning':
    'Его запись на диске повреждена. Возможно, у него был свой прокси-сервер, поэтому соединений с другого адреса нет.',
  'cause.proxy-lost.step': 'Снова выберите прокси-сервер клиента или укажите собственный путь этого компьютера.',
  'cause.network-unreachable.title': 'Нет сети',
  'cause.network-unreachable.meaning': 'У этого компьютера сейчас нет интернета.',
  'cause.network-unreachable.step': 'Проверьте кабель или Wi-Fi этого компьютера.',
  'cause.storage-full.title': 'Диск заполнен',
  'cause.storage-full.meaning': 'Привязку не удалось сохранить, а несохранённая не считается.',
  'cause.storage-full.step': 'Освободите место на диске с этой папкой и повторите.',
  'cause.storage-denied.title': 'В папку нельзя записать',
  'cause.storage-denied.meaning': 'Привязку не удалось прочитать или сохранить: система запрещает доступ.',
  'cause.storage-denied.step': 'Дайте этому пользователю право читать и записывать эту папку и повторите.',
  'cause.storage-busy.title': 'Файлы этой привязки открыты в другой программе',
  'cause.storage-busy.meaning':
    'Файлы открыты где-то ещё: во второй копии программы, в резервном копировании или в антивирусе.',
  'cause.storage-busy.step': 'Закройте другую программу и повторите.',
  'cause.out-of-descriptors.title': 'Открыто слишком много файлов и соединений',
  'cause.out-of-descriptors.meaning':
    'Сейчас система не даёт программе открыть новые. Сохранённая привязка не затронута.',
  'cause.out-of-descriptors.step':
    'Подождите: программа повторит попытку сама. Если это затянется, закройте другие программы.',
  'cause.storage-failed.title': 'Сбой диска',
  'cause.storage-failed.meaning': 'Привязку не удалось прочитать или сохранить.',
  'cause.storage-failed.step': 'Проверьте диск с этой папкой и повторите.',
  'cause.storage-sealed.title': 'Сохранённая привязка зашифрована другим ключом',
  'cause.storage-sealed.meaning': 'Её файлы зашифрованы другим ключом данных или для другого клиента. Они не тронуты.',
  'cause.storage-sealed.step': 'Верните программе прежний ключ или верните папку на место и повторите.',
  'cause.credentials-corrupt.title': 'Сохранённую привязку не удалось прочитать',
  'cause.credentials-corrupt.meaning': 'Файлы этой привязки повреждены.',
  'cause.credentials-corrupt.step': 'Если показан новый код, отсканируйте его телефоном.',
  'cause.credentials-half-paired.title': 'Найдена незавершённая привязка',
  'cause.credentials-half-paired.meaning': 'Прошлое сканирование закончилось до подтверждения аккаунта.',
  'cause.credentials-half-paired.step': 'Отсканируйте телефоном новый код.',
  'cause.credentials-code-pending.title': 'Код привязки не использовали',
  'cause.credentials-code-pending.meaning':
    'Программа закрылась, пока код ждал ввода. Войти с тем, что осталось, нельзя, поэтому оно отложено.',
  'cause.credentials-code-pending.step': 'Отсканируйте новый QR-код или запросите новый код привязки.',
  'cause.internal-error.title': 'В программе произошла ошибка',
  'cause.internal-error.meaning': 'Этот клиент остановлен, чтобы не пострадали другие. Это наша вина.',
  'cause.internal-error.step': 'Повторите. Если ошибка вернётся, сохраните диагностику и отправьте её.',
  'cause.unknown.title': 'Всё закончилось по неизвестной причине',
  'cause.unknown.meaning': 'Ответ WhatsApp не соответствует ни одной известной причине.',
  'cause.unknown.step': 'Повторите. Если это вернётся, сохраните диагностику и отправьте её.',
};
