//! Whoever sits in front of the client: right answers, wrong ones, and what the server says to
//! them.

use std::collections::BTreeMap;

use getrandom::SysRng;
use poolgate_flow::{Challenge, FirstFactor, Password, Request, Waiting};
use rand_core::UnwrapErr;

use super::super::mfa::App;
use super::scene::{Mfa, Scene, User, password, with};

const NEW_PASSWORD: &str = "Another-Horse-2";

/// The right answer.
pub(super) fn answer(scene: &Scene<'_>, challenge: Challenge) -> (Waiting, Request) {
    let rng = &mut UnwrapErr(SysRng);
    let answered = match challenge {
        Challenge::NewPasswordRequired(challenge) => {
            let password = Password::new(NEW_PASSWORD.to_owned()).unwrap();
            challenge.answer(&password, &BTreeMap::new())
        }
        Challenge::SmsMfa(challenge)
        | Challenge::SmsOtp(challenge)
        | Challenge::EmailOtp(challenge) => challenge.answer(&sent_code(scene)),
        Challenge::SoftwareTokenMfa(challenge) => challenge.answer(&app_code(scene)),
        Challenge::SelectMfaType(challenge) => match scene.path.mfa {
            Mfa::Choose(factor) => challenge.choose(&factor.into()),
            other => panic!("{other:?}"),
        },
        Challenge::SelectChallenge(challenge) => challenge.choose(choice(scene), rng),
        Challenge::MfaSetup(challenge) if scene.path.mfa == Mfa::SetUpEmail => {
            Ok(challenge.set_up_email("ana@example.org"))
        }
        Challenge::MfaSetup(challenge) => Ok(challenge.set_up_software_token()),
        Challenge::SoftwareTokenSetup(challenge) => {
            let app = App::new(&challenge.secret().expose().into());
            scene.app.replace(Some(app));
            challenge.answer(&app_code(scene), Some("My phone"))
        }
        Challenge::Custom(challenge) => Ok(challenge.answer("blue")),
        Challenge::Password(challenge) => Ok(challenge.answer(password(), rng)),
        other => panic!("{other:?}"),
    };
    answered.unwrap()
}

fn sent_code(scene: &Scene<'_>) -> String {
    scene
        .cognito()
        .newest_message(&scene.username)
        .unwrap()
        .secret
}

/// What the app shows, a minute after it was last looked at: a code works once.
fn app_code(scene: &Scene<'_>) -> String {
    scene.cognito().pass(60);
    scene.app.borrow().as_ref().unwrap().code(scene.cognito())
}

fn choice(scene: &Scene<'_>) -> FirstFactor {
    match scene.path.user {
        User::Choosing("PASSWORD") => FirstFactor::Password(password()),
        User::Choosing("PASSWORD_SRP") => FirstFactor::PasswordSrp(password()),
        User::Choosing("EMAIL_OTP") => FirstFactor::EmailOtp,
        User::Choosing("SMS_OTP") => FirstFactor::SmsOtp,
        other => panic!("{other:?}"),
    }
}

/// The same call with what proves or chooses something turned into something wrong.
pub(super) fn falsified(request: Request) -> Request {
    match request {
        Request::RespondToAuthChallenge(mut call) => {
            let wrong = [
                ("PASSWORD_CLAIM_SIGNATURE", "d3Jvbmc="),
                ("NEW_PASSWORD", "short"),
                ("SMS_MFA_CODE", "code"),
                ("SMS_OTP_CODE", "code"),
                ("EMAIL_OTP_CODE", "code"),
                ("SOFTWARE_TOKEN_MFA_CODE", "code"),
                ("PASSWORD", "Not-The-Password-1"),
                ("SRP_A", "0"),
                ("ANSWER", "red"),
            ];
            let named = wrong
                .iter()
                .find(|(name, _)| call.responses.value(name).is_some());
            call.responses = match named {
                Some((name, "code")) => {
                    let right = call.responses.value(name).unwrap_or_default().to_owned();
                    with(&call.responses, name, &other_code(&right))
                }
                Some((name, wrong)) => with(&call.responses, name, wrong),
                // Nothing in it proves anything: it is the session that counts.
                None => {
                    call.session =
                        Some("an invented session of more than twenty characters".into());
                    call.responses
                }
            };
            Request::RespondToAuthChallenge(call)
        }
        Request::AssociateSoftwareToken(mut call) => {
            call.session = "an invented session of more than twenty characters".into();
            Request::AssociateSoftwareToken(call)
        }
        Request::VerifySoftwareToken(mut call) => {
            call.user_code = other_code(&call.user_code);
            Request::VerifySoftwareToken(call)
        }
        other => panic!("{other:?}"),
    }
}

/// Digits that are not these; of an app they are not those of its neighbouring steps either, in
/// all but one case of some hundred thousand.
fn other_code(right: &str) -> String {
    right
        .chars()
        .map(|digit| {
            if digit == '9' {
                '0'
            } else {
                char::from(digit as u8 + 1)
            }
        })
        .collect()
}

/// What the server says to a call that is wrong, late, or made twice.
pub(super) struct Refusals {
    pub(super) wrong: &'static str,
    /// Whether the client may then answer again.
    pub(super) stays_open: bool,
    /// Whether it is no error but the next question.
    pub(super) asks_again: bool,
    pub(super) expired: &'static str,
    pub(super) repeated: &'static str,
}

const INCORRECT: &str = "NotAuthorizedException: Incorrect username or password.";
const SESSION_EXPIRED: &str =
    "NotAuthorizedException: Invalid session for the user, session is expired.";
const SESSION_USED: &str =
    "NotAuthorizedException: Invalid session for the user, session can only be used once.";
const SESSION_INVALID: &str = "NotAuthorizedException: Invalid session for the user.";
const CODE_MISMATCH: &str = "CodeMismatchException: Invalid code received for user";

pub(super) fn refusals(scene: &Scene<'_>, request: &Request) -> Refusals {
    let in_session = Refusals {
        wrong: CODE_MISMATCH,
        stays_open: true,
        asks_again: false,
        expired: SESSION_EXPIRED,
        repeated: SESSION_USED,
    };
    let Request::RespondToAuthChallenge(call) = request else {
        return match request {
            Request::VerifySoftwareToken(_) => Refusals {
                wrong: "EnableSoftwareTokenMFAException: Code mismatch",
                ..in_session
            },
            _ => Refusals {
                wrong: SESSION_INVALID,
                stays_open: false,
                ..in_session
            },
        };
    };
    match call.challenge_name.as_str() {
        // Without a session it is the block that expires, and that is spent.
        "PASSWORD_VERIFIER" if call.session.is_none() => Refusals {
            wrong: INCORRECT,
            stays_open: false,
            expired: INCORRECT,
            repeated: INCORRECT,
            ..in_session
        },
        "PASSWORD_VERIFIER" | "DEVICE_PASSWORD_VERIFIER" => Refusals {
            wrong: INCORRECT,
            stays_open: false,
            ..in_session
        },
        "NEW_PASSWORD_REQUIRED" => Refusals {
            wrong: "InvalidPasswordException: Password did not conform with policy: Password not long enough",
            ..in_session
        },
        "MFA_SETUP" => Refusals {
            wrong: SESSION_INVALID,
            stays_open: false,
            ..in_session
        },
        // As first factors, codes have a text of their own.
        "EMAIL_OTP" | "SMS_OTP" if scene.path.mfa == Mfa::Off => Refusals {
            wrong: "CodeMismatchException: Invalid code or auth state for the user.",
            ..in_session
        },
        "SELECT_CHALLENGE" if call.responses.value("PASSWORD").is_some() => Refusals {
            wrong: INCORRECT,
            stays_open: false,
            ..in_session
        },
        "SELECT_CHALLENGE" | "DEVICE_SRP_AUTH" if call.responses.value("SRP_A").is_some() => {
            Refusals {
                wrong: "InvalidParameterException: SRP_A: the public value is 0 modulo N",
                stays_open: false,
                ..in_session
            }
        }
        "SELECT_CHALLENGE" => Refusals {
            wrong: "InvalidParameterException: The ANSWER is none of the challenges.",
            ..in_session
        },
        "SELECT_MFA_TYPE" => Refusals {
            wrong: "MFAMethodNotFoundException: The user has not registered the MFA type of the ANSWER.",
            ..in_session
        },
        "CUSTOM_CHALLENGE" => Refusals {
            wrong: "",
            asks_again: true,
            ..in_session
        },
        _ => in_session,
    }
}
