//! Every text of the pages, in every language: each line of the table has English, German, Spanish,
//! French and Japanese, in this order. `{}` stands for what is put in.

use super::language::Language;

macro_rules! texts {
    ($($name:ident: $en:literal, $de:literal, $es:literal, $fr:literal, $ja:literal;)*) => {
        /// The texts in one language. A text that a language lacks does not compile.
        #[derive(Debug)]
        pub(crate) struct Texts { $(pub(crate) $name: &'static str,)* }

        static ENGLISH: Texts = Texts { $($name: $en,)* };
        static GERMAN: Texts = Texts { $($name: $de,)* };
        static SPANISH: Texts = Texts { $($name: $es,)* };
        static FRENCH: Texts = Texts { $($name: $fr,)* };
        static JAPANESE: Texts = Texts { $($name: $ja,)* };

        #[cfg(test)]
        const TABLE: &[[&str; Language::ALL.len()]] = &[$([$en, $de, $es, $fr, $ja]),*];
    };
}

impl Texts {
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::Spanish => &SPANISH,
            Language::French => &FRENCH,
            Language::Japanese => &JAPANESE,
        }
    }
}

/// What the service says in its own English words (protocol.md 7.2), in the page's language; nothing
/// if it is none of the sentences below.
pub(crate) fn translated(language: Language, sentence: &str) -> Option<&'static str> {
    let known = SENTENCES.iter().find(|known| known[0] == sentence)?;
    Language::ALL
        .iter()
        .zip(known)
        .find_map(|(candidate, text)| (*candidate == language).then_some(*text))
}

texts! {
    account_title: "You are signed in", "Sie sind angemeldet", "Has iniciado sesión", "Vous êtes connecté", "サインインしています";
    another_account: "Use another account", "Anderes Konto verwenden", "Usar otra cuenta", "Utiliser un autre compte", "別のアカウントを使用";
    back_to_sign_in: "Back to sign-in", "Zurück zur Anmeldung", "Volver al inicio de sesión", "Retour à la connexion", "サインインに戻る";
    choose_one: "Choose one of them.", "Wählen Sie eine Möglichkeit.", "Elige una opción.", "Choisissez une option.", "いずれかを選択してください。";
    code: "Code", "Code", "Código", "Code", "コード";
    code_again: "It was sent again.", "Die Nachricht wurde erneut gesendet.", "Se ha vuelto a enviar.", "Le message a été renvoyé.", "再送信しました。";
    code_sent_to: "We sent a code to {}. Enter it here.", "Wir haben einen Code an {} gesendet. Geben Sie ihn hier ein.", "Hemos enviado un código a {}. Introdúcelo aquí.", "Nous avons envoyé un code à {}. Saisissez-le ici.", "{} にコードを送信しました。ここに入力してください。";
    code_sent: "Enter the code that was sent to you.", "Geben Sie den Code ein, der Ihnen gesendet wurde.", "Introduce el código que se te ha enviado.", "Saisissez le code qui vous a été envoyé.", "送信されたコードを入力してください。";
    codes_and_messages: "Codes and messages", "Codes und Nachrichten", "Códigos y mensajes", "Codes et messages", "コードとメッセージ";
    confirm: "Confirm", "Bestätigen", "Confirmar", "Confirmer", "確認";
    confirmation_title: "Confirm your account", "Konto bestätigen", "Confirma tu cuenta", "Confirmez votre compte", "アカウントの確認";
    confirmation_refused: "This link does not work", "Dieser Link funktioniert nicht", "Este enlace no funciona", "Ce lien ne fonctionne pas", "このリンクは使用できません";
    confirmed_close: "You can close this page and sign in.", "Sie können diese Seite schließen und sich anmelden.", "Puedes cerrar esta página e iniciar sesión.", "Vous pouvez fermer cette page et vous connecter.", "このページを閉じてサインインできます。";
    confirmed_notice: "Your account is confirmed. You can sign in now.", "Ihr Konto ist bestätigt. Sie können sich jetzt anmelden.", "Tu cuenta está confirmada. Ya puedes iniciar sesión.", "Votre compte est confirmé. Vous pouvez vous connecter.", "アカウントが確認されました。サインインできます。";
    confirmed_title: "Your registration has been confirmed!", "Ihre Registrierung wurde bestätigt!", "¡Tu registro se ha confirmado!", "Votre inscription a été confirmée !", "登録が確認されました";
    continue_as: "Continue as {}", "Weiter als {}", "Continuar como {}", "Continuer en tant que {}", "{} として続行";
    continue_with: "Continue with {}", "Weiter mit {}", "Continuar con {}", "Continuer avec {}", "{} で続行";
    create_account: "Create an account", "Konto erstellen", "Crear una cuenta", "Créer un compte", "アカウントを作成";
    email_setup_button: "Send a code", "Code senden", "Enviar un código", "Envoyer un code", "コードを送信";
    email_setup_lead: "From now on, a code goes to this address each time you sign in.", "Ab jetzt geht bei jeder Anmeldung ein Code an diese Adresse.", "A partir de ahora, cada vez que inicies sesión se enviará un código a esta dirección.", "Désormais, un code sera envoyé à cette adresse à chaque connexion.", "今後サインインのたびに、このアドレスにコードが送信されます。";
    email_setup_title: "Set up codes by email", "Codes per E-Mail einrichten", "Configurar códigos por correo", "Configurer les codes par e-mail", "メールコードの設定";
    emulator: "Local emulator by Poolgate", "Lokaler Emulator von Poolgate", "Emulador local de Poolgate", "Émulateur local de Poolgate", "Poolgate のローカルエミュレーター";
    error_advice: "Go back to the application and try again. If it happens again, its developers need to know what is written here.", "Gehen Sie zur Anwendung zurück und versuchen Sie es erneut. Tritt der Fehler wieder auf, brauchen die Entwickler die folgende Angabe.", "Vuelve a la aplicación e inténtalo de nuevo. Si se repite, sus desarrolladores necesitan saber lo que aparece aquí.", "Retournez dans l’application et réessayez. Si cela se reproduit, ses développeurs ont besoin de l’indication suivante.", "アプリケーションに戻ってやり直してください。再発する場合は、以下の内容を開発者に伝えてください。";
    error_title: "This did not work", "Das hat nicht funktioniert", "No ha funcionado", "Cela n’a pas fonctionné", "エラーが発生しました";
    expired_text: "The sign-in took too long, was finished elsewhere, or was begun in another browser. Nothing was changed by what you just sent.", "Die Anmeldung hat zu lange gedauert, wurde an anderer Stelle beendet oder in einem anderen Browser begonnen. Ihre letzte Eingabe hat nichts geändert.", "El inicio de sesión tardó demasiado, terminó en otro lugar o empezó en otro navegador. Lo que acabas de enviar no ha cambiado nada.", "La connexion a pris trop de temps, s’est terminée ailleurs ou a commencé dans un autre navigateur. Votre dernier envoi n’a rien modifié.", "時間がかかりすぎたか、別の場所で完了したか、別のブラウザで開始されました。今送信した内容による変更はありません。";
    expired_title: "This page is out of date", "Diese Seite ist nicht mehr aktuell", "Esta página ya no es válida", "Cette page n’est plus valable", "このページは有効期限が切れています";
    factor_email: "Code by email", "Code per E-Mail", "Código por correo electrónico", "Code par e-mail", "メールのコード";
    factor_sms: "Code by text message", "Code per SMS", "Código por SMS", "Code par SMS", "SMS のコード";
    factor_totp: "Authenticator app", "Authentifizierungs-App", "Aplicación de autenticación", "Application d’authentification", "認証アプリ";
    field_missing: "{} is missing.", "{} fehlt.", "Falta: {}.", "Il manque : {}.", "{}を入力してください。";
    field_refused: "{}: this value is not allowed.", "{}: Dieser Wert ist nicht erlaubt.", "{}: este valor no está permitido.", "{} : cette valeur n’est pas autorisée.", "{}：この値は使用できません。";
    forgot_button: "Send a code", "Code senden", "Enviar un código", "Envoyer un code", "コードを送信";
    forgot_lead: "Tell us who you are, and we send you a code with which you set a new password.", "Sagen Sie uns, wer Sie sind, und wir senden Ihnen einen Code, mit dem Sie ein neues Passwort festlegen.", "Dinos quién eres y te enviaremos un código para definir una nueva contraseña.", "Dites-nous qui vous êtes : nous vous enverrons un code pour définir un nouveau mot de passe.", "ユーザー情報を入力してください。新しいパスワードを設定するためのコードを送信します。";
    forgot_password: "Forgot your password?", "Passwort vergessen?", "¿Has olvidado tu contraseña?", "Mot de passe oublié ?", "パスワードをお忘れですか？";
    go_on: "Continue", "Weiter", "Continuar", "Continuer", "続行";
    have_account: "Have an account already?", "Haben Sie schon ein Konto?", "¿Ya tienes una cuenta?", "Vous avez déjà un compte ?", "アカウントをお持ちですか？";
    index_clients: "Sign-in pages", "Anmeldeseiten", "Páginas de inicio de sesión", "Pages de connexion", "サインインページ";
    index_empty: "No app client here has the code flow and a callback URL.", "Kein App-Client hat hier den Code-Ablauf und eine Callback-URL.", "Ningún cliente de aplicación tiene aquí el flujo de código y una URL de devolución.", "Aucun client d’application n’a ici le flux par code et une URL de rappel.", "コードフローとコールバック URL を持つアプリクライアントがありません。";
    index_more: "Only {} are shown here; the API lists them all.", "Hier sind nur {} zu sehen; die API nennt alle.", "Aquí solo se muestran {}; la API los enumera todos.", "Seuls {} sont affichés ici ; l’API les énumère tous.", "ここには {} 件だけ表示されています。すべては API で取得できます。";
    index_no_pools: "There is no user pool yet: CreateUserPool makes one.", "Es gibt noch keinen Benutzerpool: CreateUserPool legt einen an.", "Todavía no hay ningún grupo de usuarios: CreateUserPool crea uno.", "Il n’y a pas encore de groupe d’utilisateurs : CreateUserPool en crée un.", "ユーザープールがまだありません。CreateUserPool で作成できます。";
    index_pools: "User pools", "Benutzerpools", "Grupos de usuarios", "Groupes d’utilisateurs", "ユーザープール";
    language: "Language", "Sprache", "Idioma", "Langue", "言語";
    link_sent_to: "We sent a link to {}. Open it to confirm your account.", "Wir haben einen Link an {} gesendet. Öffnen Sie ihn, um Ihr Konto zu bestätigen.", "Hemos enviado un enlace a {}. Ábrelo para confirmar tu cuenta.", "Nous avons envoyé un lien à {}. Ouvrez-le pour confirmer votre compte.", "{} にリンクを送信しました。開いてアカウントを確認してください。";
    mfa_app: "Enter the code that your authenticator app shows.", "Geben Sie den Code ein, den Ihre Authentifizierungs-App anzeigt.", "Introduce el código que muestra tu aplicación de autenticación.", "Saisissez le code affiché par votre application d’authentification.", "認証アプリに表示されているコードを入力してください。";
    mfa_app_named: "Enter the code that your authenticator app “{}” shows.", "Geben Sie den Code ein, den Ihre Authentifizierungs-App „{}“ anzeigt.", "Introduce el código que muestra tu aplicación de autenticación «{}».", "Saisissez le code affiché par votre application d’authentification « {} ».", "認証アプリ「{}」に表示されているコードを入力してください。";
    mfa_choice_question: "How do you want to get the code?", "Wie möchten Sie den Code erhalten?", "¿Cómo quieres recibir el código?", "Comment souhaitez-vous obtenir le code ?", "コードの取得方法を選択してください。";
    mfa_code_title: "Enter your code", "Code eingeben", "Introduce tu código", "Saisissez votre code", "コードの入力";
    mfa_setup_question: "Signing in here takes a second step. Which one shall it be?", "Die Anmeldung erfordert hier einen zweiten Schritt. Welcher soll es sein?", "Para iniciar sesión aquí se necesita un segundo paso. ¿Cuál prefieres?", "La connexion nécessite ici une seconde étape. Laquelle choisissez-vous ?", "ここでのサインインには 2 段階目の確認が必要です。方法を選択してください。";
    mfa_setup_title: "Protect your account", "Schützen Sie Ihr Konto", "Protege tu cuenta", "Protégez votre compte", "アカウントの保護";
    mfa_title: "One more step", "Noch ein Schritt", "Un paso más", "Encore une étape", "もう 1 つの確認";
    new_password: "New password", "Neues Passwort", "Nueva contraseña", "Nouveau mot de passe", "新しいパスワード";
    new_password_again: "New password again", "Neues Passwort wiederholen", "Repite la nueva contraseña", "Répétez le nouveau mot de passe", "新しいパスワード（確認）";
    new_password_lead: "The password that you used is temporary. Choose one of your own.", "Das verwendete Passwort ist vorläufig. Wählen Sie ein eigenes.", "La contraseña que has usado es temporal. Elige una propia.", "Le mot de passe utilisé est temporaire. Choisissez le vôtre.", "使用したパスワードは一時的なものです。新しいパスワードを設定してください。";
    new_password_title: "Choose a new password", "Neues Passwort wählen", "Elige una nueva contraseña", "Choisissez un nouveau mot de passe", "新しいパスワードの設定";
    no_account: "New here?", "Neu hier?", "¿Es tu primera vez?", "Nouveau ici ?", "初めてご利用ですか？";
    not_received: "Nothing received?", "Nichts erhalten?", "¿No has recibido nada?", "Rien reçu ?", "届きませんか？";
    optional: "(optional)", "(freiwillig)", "(opcional)", "(facultatif)", "（任意）";
    or: "or", "oder", "o", "ou", "または";
    password: "Password", "Passwort", "Contraseña", "Mot de passe", "パスワード";
    password_again: "Password again", "Passwort wiederholen", "Repite la contraseña", "Répétez le mot de passe", "パスワード（確認）";
    password_again_missing: "Enter the password a second time.", "Geben Sie das Passwort ein zweites Mal ein.", "Introduce la contraseña por segunda vez.", "Saisissez le mot de passe une seconde fois.", "パスワードをもう一度入力してください。";
    passwords_differ: "The two passwords are not the same.", "Die beiden Passwörter stimmen nicht überein.", "Las dos contraseñas no coinciden.", "Les deux mots de passe sont différents.", "2 つのパスワードが一致しません。";
    phone_hint: "With the country code and without blanks, as in +12065550100", "Mit Landesvorwahl und ohne Leerzeichen, wie +12065550100", "Con el prefijo del país y sin espacios, como +12065550100", "Avec l’indicatif du pays et sans espaces, comme +12065550100", "国番号から空白なしで入力（例: +12065550100）";
    policy: "It needs:", "Es braucht:", "Necesita:", "Il faut :", "必要な条件：";
    policy_length: "at least {} characters", "mindestens {} Zeichen", "al menos {} caracteres", "au moins {} caractères", "{} 文字以上";
    policy_lowercase: "a lower-case letter", "einen Kleinbuchstaben", "una letra minúscula", "une lettre minuscule", "小文字";
    policy_number: "a digit", "eine Ziffer", "un número", "un chiffre", "数字";
    policy_symbol: "a symbol, such as ! or -", "ein Sonderzeichen, etwa ! oder -", "un símbolo, como ! o -", "un symbole, comme ! ou -", "記号（! や - など）";
    policy_uppercase: "an upper-case letter", "einen Großbuchstaben", "una letra mayúscula", "une lettre majuscule", "大文字";
    problem: "Error", "Fehler", "Error", "Erreur", "エラー";
    qr_code: "QR code for the authenticator app", "QR-Code für die Authentifizierungs-App", "Código QR para la aplicación de autenticación", "Code QR pour l’application d’authentification", "認証アプリ用の QR コード";
    reset_button: "Change the password", "Passwort ändern", "Cambiar la contraseña", "Changer le mot de passe", "パスワードを変更";
    reset_done: "Your password was changed. Sign in with the new one.", "Ihr Passwort wurde geändert. Melden Sie sich mit dem neuen an.", "Tu contraseña se ha cambiado. Inicia sesión con la nueva.", "Votre mot de passe a été changé. Connectez-vous avec le nouveau.", "パスワードが変更されました。新しいパスワードでサインインしてください。";
    reset_title: "Set a new password", "Neues Passwort festlegen", "Define una nueva contraseña", "Définissez un nouveau mot de passe", "新しいパスワードの設定";
    send_again: "Send it again", "Erneut senden", "Volver a enviar", "Envoyer à nouveau", "再送信";
    sign_in: "Sign in", "Anmelden", "Iniciar sesión", "Se connecter", "サインイン";
    sign_up: "Sign up", "Registrieren", "Registrarse", "S’inscrire", "登録";
    sign_up_waits: "Your account was created, and waits for an administrator to confirm it.", "Ihr Konto wurde erstellt und wartet darauf, dass die Administration es bestätigt.", "Tu cuenta se ha creado y espera a que un administrador la confirme.", "Votre compte a été créé et attend la confirmation d’un administrateur.", "アカウントが作成されました。管理者による確認をお待ちください。";
    signed_out_text: "You can close this page.", "Sie können diese Seite schließen.", "Puedes cerrar esta página.", "Vous pouvez fermer cette page.", "このページを閉じてかまいません。";
    signed_out_title: "You are signed out", "Sie sind abgemeldet", "Has cerrado la sesión", "Vous êtes déconnecté", "サインアウトしました";
    start_again: "Start again", "Neu beginnen", "Empezar de nuevo", "Recommencer", "最初からやり直す";
    totp_by_hand: "Can you not scan it? Give the app this key:", "Scannen geht nicht? Geben Sie der App diesen Schlüssel:", "¿No puedes escanearlo? Introduce esta clave en la aplicación:", "Impossible de le scanner ? Donnez cette clé à l’application :", "スキャンできない場合は、このキーをアプリに入力してください：";
    totp_enter: "Enter the code of six digits that the app then shows.", "Geben Sie den sechsstelligen Code ein, den die App dann anzeigt.", "Introduce el código de seis dígitos que muestra la aplicación.", "Saisissez le code à six chiffres que l’application affiche.", "アプリに表示された 6 桁のコードを入力してください。";
    totp_open: "Open in an app on this device", "In einer App auf diesem Gerät öffnen", "Abrir en una aplicación de este dispositivo", "Ouvrir dans une application de cet appareil", "このデバイスのアプリで開く";
    totp_scan: "Scan this with an authenticator app.", "Scannen Sie dies mit einer Authentifizierungs-App.", "Escanea esto con una aplicación de autenticación.", "Scannez ceci avec une application d’authentification.", "認証アプリでこれをスキャンしてください。";
    totp_title: "Set up an authenticator app", "Authentifizierungs-App einrichten", "Configura una aplicación de autenticación", "Configurez une application d’authentification", "認証アプリの設定";
    user_pool: "User pool", "Benutzerpool", "Grupo de usuarios", "Groupe d’utilisateurs", "ユーザープール";

    name_address: "Address", "Anschrift", "Dirección", "Adresse", "住所";
    name_birthdate: "Date of birth", "Geburtsdatum", "Fecha de nacimiento", "Date de naissance", "生年月日";
    name_email: "Email address", "E-Mail-Adresse", "Correo electrónico", "Adresse e-mail", "メールアドレス";
    name_family_name: "Last name", "Nachname", "Apellidos", "Nom de famille", "姓";
    name_gender: "Gender", "Geschlecht", "Género", "Genre", "性別";
    name_given_name: "First name", "Vorname", "Nombre de pila", "Prénom", "名";
    name_locale: "Locale", "Gebietsschema", "Configuración regional", "Paramètres régionaux", "ロケール";
    name_middle_name: "Middle name", "Zweiter Vorname", "Segundo nombre", "Deuxième prénom", "ミドルネーム";
    name_name: "Name", "Name", "Nombre", "Nom", "氏名";
    name_nickname: "Nickname", "Spitzname", "Apodo", "Surnom", "ニックネーム";
    name_phone_number: "Phone number", "Telefonnummer", "Número de teléfono", "Numéro de téléphone", "電話番号";
    name_picture: "Address of a picture", "Adresse eines Bildes", "Dirección de una imagen", "Adresse d’une image", "画像の URL";
    name_preferred_username: "Preferred username", "Bevorzugter Benutzername", "Nombre de usuario preferido", "Nom d’utilisateur préféré", "希望するユーザー名";
    name_profile: "Address of a profile page", "Adresse einer Profilseite", "Dirección de una página de perfil", "Adresse d’une page de profil", "プロフィールの URL";
    name_updated_at: "Time of the last change", "Zeit der letzten Änderung", "Hora del último cambio", "Date de la dernière modification", "最終更新時刻";
    name_username: "Username", "Benutzername", "Nombre de usuario", "Nom d’utilisateur", "ユーザー名";
    name_website: "Website", "Website", "Sitio web", "Site web", "ウェブサイト";
    name_zoneinfo: "Time zone", "Zeitzone", "Zona horaria", "Fuseau horaire", "タイムゾーン";
}

/// The service's own sentences first.
const SENTENCES: &[[&str; Language::ALL.len()]] = &[
    [
        "An account with the email already exists.",
        "Ein Konto mit dieser E-Mail-Adresse existiert bereits.",
        "Ya existe una cuenta con este correo electrónico.",
        "Un compte avec cette adresse e-mail existe déjà.",
        "このメールアドレスのアカウントは既に存在します。",
    ],
    [
        "An account with the given email already exists.",
        "Ein Konto mit dieser E-Mail-Adresse existiert bereits.",
        "Ya existe una cuenta con este correo electrónico.",
        "Un compte avec cette adresse e-mail existe déjà.",
        "このメールアドレスのアカウントは既に存在します。",
    ],
    [
        "An account with the given phone_number already exists.",
        "Ein Konto mit dieser Telefonnummer existiert bereits.",
        "Ya existe una cuenta con este número de teléfono.",
        "Un compte avec ce numéro de téléphone existe déjà.",
        "この電話番号のアカウントは既に存在します。",
    ],
    [
        "Attempt limit exceeded, please try after some time.",
        "Zu viele Versuche. Bitte versuchen Sie es später erneut.",
        "Demasiados intentos. Inténtalo más tarde.",
        "Trop de tentatives. Veuillez réessayer plus tard.",
        "試行回数の上限を超えました。しばらくしてからもう一度お試しください。",
    ],
    [
        "Cannot reset password for the user as there is no registered/verified email or phone_number",
        "Das Passwort kann nicht zurückgesetzt werden, da keine bestätigte E-Mail-Adresse oder Telefonnummer vorliegt.",
        "No se puede restablecer la contraseña porque no hay un correo o teléfono verificado.",
        "Le mot de passe ne peut pas être réinitialisé : aucune adresse e-mail ni aucun téléphone vérifié.",
        "確認済みのメールアドレスまたは電話番号がないため、パスワードをリセットできません。",
    ],
    [
        "Code mismatch",
        "Der Code ist falsch.",
        "El código no es correcto.",
        "Le code est incorrect.",
        "コードが正しくありません。",
    ],
    [
        "Contact administrator to reset password.",
        "Bitte wenden Sie sich an die Administration, um das Passwort zurückzusetzen.",
        "Ponte en contacto con el administrador para restablecer la contraseña.",
        "Contactez l’administrateur pour réinitialiser le mot de passe.",
        "パスワードのリセットは管理者に連絡してください。",
    ],
    [
        "Incorrect username or password.",
        "Benutzername oder Passwort ist falsch.",
        "Nombre de usuario o contraseña incorrectos.",
        "Nom d’utilisateur ou mot de passe incorrect.",
        "ユーザー名またはパスワードが正しくありません。",
    ],
    [
        "Invalid code provided, please request a code again.",
        "Der Code ist ungültig. Bitte fordern Sie einen neuen an.",
        "El código no es válido. Solicita uno nuevo.",
        "Le code n’est pas valable. Demandez-en un nouveau.",
        "コードが無効です。もう一度リクエストしてください。",
    ],
    [
        "Invalid code received for user",
        "Der Code ist falsch.",
        "El código no es correcto.",
        "Le code est incorrect.",
        "コードが正しくありません。",
    ],
    [
        "Invalid email address format.",
        "Das ist keine gültige E-Mail-Adresse.",
        "El formato del correo electrónico no es válido.",
        "Le format de l’adresse e-mail n’est pas valable.",
        "メールアドレスの形式が正しくありません。",
    ],
    [
        "Invalid phone number format.",
        "Das ist keine gültige Telefonnummer.",
        "El formato del número de teléfono no es válido.",
        "Le format du numéro de téléphone n’est pas valable.",
        "電話番号の形式が正しくありません。",
    ],
    [
        "Invalid verification code provided, please try again.",
        "Der Code ist falsch. Bitte versuchen Sie es erneut.",
        "El código no es correcto. Inténtalo de nuevo.",
        "Le code est incorrect. Veuillez réessayer.",
        "コードが正しくありません。もう一度お試しください。",
    ],
    [
        "Password attempts exceeded",
        "Zu viele falsche Versuche. Bitte warten Sie einen Moment.",
        "Demasiados intentos fallidos. Espera un momento.",
        "Trop de tentatives erronées. Veuillez patienter.",
        "試行回数の上限を超えました。しばらくお待ちください。",
    ],
    [
        "Password did not conform with policy: Password must have lowercase characters",
        "Das Passwort braucht einen Kleinbuchstaben.",
        "La contraseña necesita una letra minúscula.",
        "Le mot de passe doit contenir une lettre minuscule.",
        "パスワードには小文字が必要です。",
    ],
    [
        "Password did not conform with policy: Password must have numeric characters",
        "Das Passwort braucht eine Ziffer.",
        "La contraseña necesita un número.",
        "Le mot de passe doit contenir un chiffre.",
        "パスワードには数字が必要です。",
    ],
    [
        "Password did not conform with policy: Password must have symbol characters",
        "Das Passwort braucht ein Sonderzeichen.",
        "La contraseña necesita un símbolo.",
        "Le mot de passe doit contenir un symbole.",
        "パスワードには記号が必要です。",
    ],
    [
        "Password did not conform with policy: Password must have uppercase characters",
        "Das Passwort braucht einen Großbuchstaben.",
        "La contraseña necesita una letra mayúscula.",
        "Le mot de passe doit contenir une lettre majuscule.",
        "パスワードには大文字が必要です。",
    ],
    [
        "Password did not conform with policy: Password not long enough",
        "Das Passwort ist zu kurz.",
        "La contraseña es demasiado corta.",
        "Le mot de passe est trop court.",
        "パスワードが短すぎます。",
    ],
    [
        "Password reset required for the user",
        "Das Passwort muss neu festgelegt werden.",
        "Es necesario restablecer la contraseña.",
        "Le mot de passe doit être réinitialisé.",
        "パスワードのリセットが必要です。",
    ],
    [
        "SignUp is not permitted for this user pool",
        "Hier kann sich niemand selbst registrieren.",
        "Aquí no se permite el registro.",
        "L’inscription n’est pas autorisée ici.",
        "ここではサインアップできません。",
    ],
    [
        "Temporary password has expired and must be reset by an administrator.",
        "Das vorläufige Passwort ist abgelaufen und muss von der Administration erneuert werden.",
        "La contraseña temporal ha caducado y un administrador debe restablecerla.",
        "Le mot de passe temporaire a expiré et doit être réinitialisé par un administrateur.",
        "一時パスワードの有効期限が切れています。管理者によるリセットが必要です。",
    ],
    [
        "User already exists",
        "Diesen Benutzernamen gibt es schon.",
        "Ya existe este nombre de usuario.",
        "Ce nom d’utilisateur existe déjà.",
        "このユーザー名は既に存在します。",
    ],
    [
        "User does not exist.",
        "Diesen Benutzer gibt es nicht.",
        "El usuario no existe.",
        "Cet utilisateur n’existe pas.",
        "ユーザーが存在しません。",
    ],
    [
        "User is already confirmed.",
        "Das Konto ist bereits bestätigt.",
        "La cuenta ya está confirmada.",
        "Le compte est déjà confirmé.",
        "アカウントは既に確認されています。",
    ],
    [
        "User is disabled.",
        "Dieses Konto ist gesperrt.",
        "Esta cuenta está desactivada.",
        "Ce compte est désactivé.",
        "このアカウントは無効です。",
    ],
    [
        "User is not confirmed.",
        "Das Konto ist noch nicht bestätigt.",
        "La cuenta aún no está confirmada.",
        "Le compte n’est pas encore confirmé.",
        "アカウントが確認されていません。",
    ],
    [
        "User password cannot be reset in the current state.",
        "Das Passwort kann derzeit nicht zurückgesetzt werden.",
        "La contraseña no se puede restablecer en este momento.",
        "Le mot de passe ne peut pas être réinitialisé pour le moment.",
        "現在の状態ではパスワードをリセットできません。",
    ],
    [
        "Username should be an email.",
        "Der Benutzername muss eine E-Mail-Adresse sein.",
        "El nombre de usuario debe ser un correo electrónico.",
        "Le nom d’utilisateur doit être une adresse e-mail.",
        "ユーザー名にはメールアドレスを入力してください。",
    ],
    [
        "Username should be a phone number.",
        "Der Benutzername muss eine Telefonnummer sein.",
        "El nombre de usuario debe ser un número de teléfono.",
        "Le nom d’utilisateur doit être un numéro de téléphone.",
        "ユーザー名には電話番号を入力してください。",
    ],
    [
        "Username should be either an email or a phone number.",
        "Der Benutzername muss eine E-Mail-Adresse oder eine Telefonnummer sein.",
        "El nombre de usuario debe ser un correo electrónico o un teléfono.",
        "Le nom d’utilisateur doit être une adresse e-mail ou un numéro de téléphone.",
        "ユーザー名にはメールアドレスまたは電話番号を入力してください。",
    ],
    [
        "Username/client id combination not found.",
        "Diesen Benutzer gibt es nicht.",
        "El usuario no existe.",
        "Cet utilisateur n’existe pas.",
        "ユーザーが存在しません。",
    ],
    [
        "Your software token has already been used once.",
        "Dieser Code wurde schon verwendet. Warten Sie auf den nächsten.",
        "Este código ya se ha usado. Espera al siguiente.",
        "Ce code a déjà été utilisé. Attendez le suivant.",
        "このコードは既に使用されています。次のコードをお待ちください。",
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_text_with_its_placeholder() {
        for row in TABLE.iter().chain(SENTENCES) {
            for text in row {
                assert!(
                    !text.trim().is_empty(),
                    "a translation of {:?} is empty",
                    row[0]
                );
                let placeholders = |text: &str| text.matches("{}").count();
                assert_eq!(placeholders(text), placeholders(row[0]), "{text}");
            }
        }
    }

    #[test]
    fn the_service_is_quoted_in_its_own_words() {
        let incorrect = crate::error::incorrect_username_or_password().message;
        assert_eq!(
            translated(Language::English, &incorrect),
            Some(incorrect.as_str())
        );
        let german = translated(Language::German, &incorrect);
        assert_eq!(german, Some("Benutzername oder Passwort ist falsch."));
        assert_eq!(translated(Language::German, "nothing known"), None);
    }
}
