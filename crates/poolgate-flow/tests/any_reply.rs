//! No sequence of replies makes the machine panic or go on for ever.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeMap;

use getrandom::SysRng;
use poolgate_flow::{
    Challenge, ErrorCode, Parameters, Reply, Response, ServiceError, Step, Waiting,
};
use proptest::prelude::*;
use rand_core::UnwrapErr;

const NAMES: [&str; 7] = [
    "PASSWORD_VERIFIER",
    "NEW_PASSWORD_REQUIRED",
    "SMS_MFA",
    "SOFTWARE_TOKEN_MFA",
    "SELECT_CHALLENGE",
    "DEVICE_SRP_AUTH",
    "RIDDLE",
];
const PARAMETERS: [&str; 7] = [
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
        Just("[\"a\"]".to_owned())
    ];
    let parameters =
        prop::collection::btree_map(prop::sample::select(&PARAMETERS[..]), value, 0..7);
    let challenge = (
        prop::option::of(prop::sample::select(&NAMES[..])),
        parameters,
    )
        .prop_map(|(name, parameters)| {
            let empty = Response {
                challenge_name: name.map(Into::into),
                ..Response::default()
            };
            Ok(parameters
                .iter()
                .fold(empty, |reply, (name, value)| reply.parameter(name, value)))
        });
    let error = prop_oneof![
        Just("CodeMismatchException"),
        Just("NotAuthorizedException")
    ]
    .prop_map(|code| Err(ServiceError::new(ErrorCode::from(code), "no")));
    let tokens = any::<Option<i32>>().prop_map(|expires_in| {
        let mut tokens = support::tokens();
        tokens.expires_in = expires_in;
        Ok(Response::signed_in(tokens))
    });
    prop_oneof![4 => challenge, 1 => error, 1 => tokens]
}

fn answer(challenge: Challenge) -> Waiting {
    let answered = match challenge {
        Challenge::NewPasswordRequired(challenge) => {
            let names = challenge.required_attributes().to_vec();
            let values: BTreeMap<_, _> = names.into_iter().map(|n| (n, "v".to_owned())).collect();
            challenge.answer(&support::password(), &values)
        }
        Challenge::SmsMfa(challenge) | Challenge::SoftwareTokenMfa(challenge) => {
            challenge.answer("123456")
        }
        Challenge::Other(challenge) => Ok(challenge.answer(Parameters::new())),
        other => panic!("{other:?}"),
    };
    answered.unwrap().0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_replies_end_in_tokens_an_error_or_a_question(
        srp in any::<bool>(),
        replies in prop::collection::vec(any_reply(), 1..8),
    ) {
        let sign_in = support::sign_in(support::public_client());
        let mut waiting = if srp {
            sign_in.with_srp(support::password(), &mut UnwrapErr(SysRng)).0
        } else {
            sign_in.with_password(&support::password()).0
        };
        let mut sent_without_a_question = 0;
        for reply in replies {
            waiting = match waiting.receive(reply, support::now()) {
                Ok(Step::Send(waiting, _)) => {
                    sent_without_a_question += 1;
                    waiting
                }
                Ok(Step::Challenge(challenge)) => answer(challenge),
                Ok(_) => return Ok(()),
                Err(failure) => match failure.challenge {
                    Some(challenge) => answer(*challenge),
                    None => return Ok(()),
                },
            };
        }
        prop_assert!(sent_without_a_question <= 1, "only the proof is sent unasked");
    }
}
