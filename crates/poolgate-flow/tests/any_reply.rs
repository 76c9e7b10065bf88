//! No sequence of replies makes the machine panic or go on for ever.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeMap;

use poolgate_flow::{
    Challenge, ChallengeName, ErrorCode, FirstFactor, Parameters, Reply, Response, SealingKey,
    ServiceError, Step, Waiting,
};
use proptest::prelude::*;

const NAMES: [&str; 15] = [
    "PASSWORD_VERIFIER",
    "NEW_PASSWORD_REQUIRED",
    "CUSTOM_CHALLENGE",
    "SMS_MFA",
    "SOFTWARE_TOKEN_MFA",
    "EMAIL_OTP",
    "SELECT_MFA_TYPE",
    "MFA_SETUP",
    "SELECT_CHALLENGE",
    "PASSWORD",
    "PASSWORD_SRP",
    "WEB_AUTHN",
    "DEVICE_SRP_AUTH",
    "DEVICE_PASSWORD_VERIFIER",
    "RIDDLE",
];
const PARAMETERS: [&str; 10] = [
    "CREDENTIAL_REQUEST_OPTIONS",
    "MFAS_CAN_CHOOSE",
    "MFAS_CAN_SETUP",
    "SALT",
    "SRP_B",
    "SECRET_BLOCK",
    "USER_ID_FOR_SRP",
    "USERNAME",
    "requiredAttributes",
    "userAttributes",
];

fn any_reply() -> impl Strategy<Value = Reply> {
    let value = prop_oneof![
        "-?[0-9a-fA-F]{0,800}",
        ".{0,40}",
        Just("[\"a\"]".to_owned()),
        Just("{}".to_owned()),
    ];
    let parameters =
        prop::collection::btree_map(prop::sample::select(&PARAMETERS[..]), value, 0..7);
    let challenge = (
        prop::option::of(prop::sample::select(&NAMES[..])),
        parameters,
        any::<[bool; 3]>(),
    )
        .prop_map(|(name, parameters, [session, secret, success])| {
            let empty = Response {
                challenge_name: name.map(Into::into),
                session: session.then(|| "session".into()),
                secret_code: secret.then(|| "JBSWY3DPEHPK3PXP".into()),
                status: success.then(|| "SUCCESS".to_owned()),
                ..Response::default()
            };
            Ok(parameters
                .iter()
                .fold(empty, |reply, (name, value)| reply.parameter(name, value)))
        });
    let error = prop_oneof![
        Just(("CodeMismatchException", "no")),
        Just(("NotAuthorizedException", "no")),
        Just(("ResourceNotFoundException", "Device does not exist.")),
    ]
    .prop_map(|(code, message)| Err(ServiceError::new(ErrorCode::from(code), message)));
    let tokens = any::<Option<i32>>().prop_map(|expires_in| {
        let mut tokens = support::tokens();
        tokens.expires_in = expires_in;
        Ok(Response::signed_in(tokens))
    });
    prop_oneof![4 => challenge, 1 => error, 1 => tokens]
}

/// Answers in a way that the machine itself takes.
fn answer(challenge: Challenge) -> Waiting {
    let rng = &mut support::rng();
    let answered = match challenge {
        Challenge::NewPasswordRequired(challenge) => {
            let names = challenge.required_attributes().to_vec();
            let values: BTreeMap<_, _> = names.into_iter().map(|n| (n, "v".to_owned())).collect();
            challenge.answer(&support::password(), &values)
        }
        Challenge::EmailOtp(challenge)
        | Challenge::SmsMfa(challenge)
        | Challenge::SmsOtp(challenge)
        | Challenge::SoftwareTokenMfa(challenge) => challenge.answer("123456"),
        Challenge::Custom(challenge) => Ok(challenge.answer("answer")),
        Challenge::MfaSetup(challenge) => Ok(challenge.set_up_software_token()),
        Challenge::SoftwareTokenSetup(challenge) => challenge.answer("123456", None),
        Challenge::Password(challenge) => Ok(challenge.answer(support::password(), rng)),
        Challenge::SelectChallenge(challenge) => {
            challenge.choose(FirstFactor::PasswordSrp(support::password()), rng)
        }
        Challenge::SelectMfaType(challenge) => {
            let factor = challenge.options().first().cloned();
            challenge.choose(&factor.unwrap_or(ChallengeName::SmsMfa))
        }
        Challenge::WebAuthn(challenge) => {
            challenge.answer(r#"{"id":"a","response":{"clientDataJSON":"b","signature":"c"}}"#)
        }
        Challenge::Other(challenge) => Ok(challenge.answer(Parameters::new())),
        other => panic!("{other:?}"),
    };
    answered.unwrap().0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_replies_end_in_tokens_an_error_or_a_question(
        srp in any::<bool>(),
        device in any::<bool>(),
        replies in prop::collection::vec(any_reply(), 1..8),
    ) {
        let sign_in = support::sign_in(support::public_client())
            .device(device.then(support::device));
        let mut waiting = if srp {
            sign_in.with_srp(support::password(), &mut support::rng()).0
        } else {
            sign_in.with_password(&support::password()).0
        };
        let mut sent_without_a_question = 0;
        for reply in replies {
            waiting = match waiting.receive(reply, support::now(), &mut support::rng()) {
                Ok(Step::Send(waiting, _)) => {
                    sent_without_a_question += 1;
                    waiting
                }
                Ok(Step::Challenge(challenge)) => {
                    sent_without_a_question = 0;
                    answer(challenge)
                }
                Ok(_) => return Ok(()),
                Err(failure) => match failure.challenge {
                    Some(challenge) => answer(*challenge),
                    None => return Ok(()),
                },
            };
            // The proofs of the password and of the device, and one request sent again.
            prop_assert!(sent_without_a_question <= 4);
        }
    }

    #[test]
    fn any_text_is_refused_as_a_sealed_challenge(text in "[A-Za-z0-9_-]{0,200}|.{0,40}") {
        let key = SealingKey::new([7; 32]);
        prop_assert!(Challenge::open(&text, support::public_client(), &key).is_err());
    }
}
