//! What a call costs must not tell who exists (protocol.md 7.3).
//!
//! Time is measured by what takes time: how often the answer waits for the disk, and how much chance
//! is drawn. That the arithmetic is the same follows from the code: every password is checked on a
//! `Party`, whoever that is, and every new password is hashed before its code is looked at.

use std::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};
use serde_json::{Value, json};

use crate::core::tests::Cognito;
use crate::core::tests::harness::{Demo, PASSWORD, Refusal};
use crate::time::UnixTime;
use crate::wire::Request;

/// Chance that is the same for every call, and counted.
struct Counted {
    state: u64,
    drawn: usize,
}

impl TryRng for Counted {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_be_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_be_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.drawn += bytes.len();
        for byte in bytes {
            // Xorshift: nobody has to be surprised here.
            self.state ^= self.state << 13;
            self.state ^= self.state >> 7;
            self.state ^= self.state << 17;
            *byte = self.state.to_be_bytes()[0];
        }
        Ok(())
    }
}

impl TryCryptoRng for Counted {}

/// What a call came to: its answer, and what it cost.
#[derive(Debug, PartialEq)]
struct Bill {
    answer: Value,
    writes: u64,
    drawn: usize,
}

impl Cognito {
    fn bill(&self, operation: &str, input: &Value) -> Bill {
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        let headers = [("x-amz-target", target.as_str())];
        let body = input.to_string();
        let request = Request {
            method: "POST",
            path: "/",
            query: "",
            headers: &headers,
            body: body.as_bytes(),
        };
        let mut random = Counted {
            state: 0x9E37_79B9_7F4A_7C15,
            drawn: 0,
        };
        let before = self.core.journal().ticket().unwrap();
        let now = UnixTime::from_seconds(self.now());
        let response = self.core.handle(&request, now, &mut random);
        Bill {
            answer: serde_json::from_slice(&response.body).unwrap(),
            writes: response.ticket.unwrap() - before,
            drawn: random.drawn,
        }
    }
}

/// A pool with users `known` and `fresh`, who is unconfirmed, and `demo`, who cannot be sent a code.
fn demo(cognito: &Cognito) -> Demo<'_> {
    let demo = cognito.demo_with(
        &json!({ "AutoVerifiedAttributes": ["email"] }),
        &json!({
            "PreventUserExistenceErrors": "ENABLED",
            "ExplicitAuthFlows": [
                "ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH",
            ],
        }),
    );
    let email = json!([
        { "Name": "email", "Value": "known@example.com" },
        { "Name": "email_verified", "Value": "true" },
    ]);
    cognito.user(&demo.pool_id, "known", &email);
    let sign_up = json!({
        "ClientId": demo.client_id, "Username": "fresh", "Password": PASSWORD,
        "UserAttributes": [{ "Name": "email", "Value": "fresh@example.com" }],
    });
    cognito.expect("SignUp", &sign_up);
    demo
}

#[test]
fn a_wrong_password_costs_the_same_whoever_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let cognito = Cognito::kept(directory.path());
    let demo = demo(&cognito);
    let no_password = json!({
        "UserPoolId": demo.pool_id, "Username": "invited", "MessageAction": "SUPPRESS",
    });
    cognito.expect("AdminCreateUser", &no_password);
    let flows = [
        json!({ "AuthFlow": "USER_PASSWORD_AUTH" }),
        json!({
            "AuthFlow": "USER_AUTH", "AuthParameters": { "PREFERRED_CHALLENGE": "PASSWORD" },
        }),
    ];
    for flow in flows {
        let bill = |name: &str| {
            let mut input = flow.clone();
            input["ClientId"] = demo.client_id.as_str().into();
            input["AuthParameters"]["USERNAME"] = name.into();
            input["AuthParameters"]["PASSWORD"] = "Wrong-Horse-1".into();
            cognito.bill("InitiateAuth", &input)
        };
        let nobody = bill("nobody");
        assert_eq!(nobody.answer["__type"], "NotAuthorizedException", "{flow}");
        assert_eq!(nobody.writes, 1, "the failure is counted");
        for name in ["known", "fresh", "invited"] {
            assert_eq!(bill(name), nobody, "{flow} {name}");
        }
    }
}

#[test]
fn both_steps_of_srp_cost_the_same() {
    let directory = tempfile::tempdir().unwrap();
    let cognito = Cognito::kept(directory.path());
    let demo = demo(&cognito);
    let first = |name: &str| {
        let input = json!({
            "ClientId": demo.client_id, "AuthFlow": "USER_SRP_AUTH",
            "AuthParameters": { "USERNAME": name, "SRP_A": "abcdef" },
        });
        let bill = cognito.bill("InitiateAuth", &input);
        assert_eq!(bill.answer["ChallengeName"], "PASSWORD_VERIFIER", "{name}");
        (bill.writes, bill.drawn)
    };
    assert_eq!(first("known"), first("nobody"));
    let second = |name: &str| {
        let input = json!({
            "ClientId": demo.client_id, "ChallengeName": "PASSWORD_VERIFIER",
            "ChallengeResponses": demo.srp_proof(name, "Wrong-Horse-1").unwrap(),
        });
        cognito.bill("RespondToAuthChallenge", &input)
    };
    let nobody = second("nobody");
    assert_eq!(nobody.writes, 1, "the failure is counted");
    assert_eq!(second("known"), nobody);
}

#[test]
fn a_forgotten_password_costs_the_same() {
    let directory = tempfile::tempdir().unwrap();
    let cognito = Cognito::kept(directory.path());
    let demo = demo(&cognito);
    let forgot = |name: &str| {
        let input = json!({ "ClientId": demo.client_id, "Username": name });
        let bill = cognito.bill("ForgotPassword", &input);
        assert!(bill.answer["CodeDeliveryDetails"].is_object(), "{name}");
        (bill.writes, bill.drawn)
    };
    assert_eq!(forgot("known"), forgot("nobody"));
    // A user who cannot be reached is nobody too.
    assert_eq!(forgot("demo"), forgot("nobody"));
    let confirm = |name: &str| {
        let input = json!({
            "ClientId": demo.client_id, "Username": name, "Password": "Another-Horse-2",
            "ConfirmationCode": "no-code",
        });
        cognito.bill("ConfirmForgotPassword", &input)
    };
    let nobody = confirm("nobody");
    assert_eq!(nobody.answer["__type"], "CodeMismatchException");
    for name in ["known", "demo"] {
        assert_eq!(confirm(name), nobody, "{name}");
    }
}

#[test]
fn a_code_for_a_sign_up_costs_the_same() {
    let directory = tempfile::tempdir().unwrap();
    let cognito = Cognito::kept(directory.path());
    let demo = demo(&cognito);
    let resend = |name: &str| {
        let input = json!({ "ClientId": demo.client_id, "Username": name });
        let bill = cognito.bill("ResendConfirmationCode", &input);
        assert!(bill.answer["CodeDeliveryDetails"].is_object(), "{name}");
        (bill.writes, bill.drawn)
    };
    assert_eq!(resend("fresh"), resend("nobody"));
    let confirm = |name: &str| {
        let input = json!({
            "ClientId": demo.client_id, "Username": name, "ConfirmationCode": "no-code",
        });
        cognito.bill("ConfirmSignUp", &input)
    };
    let nobody = confirm("nobody");
    assert_eq!(nobody.answer["__type"], "CodeMismatchException");
    assert_eq!(confirm("fresh"), nobody);
}

#[test]
fn no_public_operation_says_that_a_name_is_unknown() {
    let directory = tempfile::tempdir().unwrap();
    let cognito = Cognito::kept(directory.path());
    let demo = demo(&cognito);
    let id = &demo.client_id;
    let calls = [
        (
            "InitiateAuth",
            json!({ "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": { "USERNAME": "nobody", "PASSWORD": PASSWORD } }),
        ),
        (
            "InitiateAuth",
            json!({ "AuthFlow": "USER_SRP_AUTH",
            "AuthParameters": { "USERNAME": "nobody", "SRP_A": "abc" } }),
        ),
        (
            "InitiateAuth",
            json!({ "AuthFlow": "USER_AUTH",
            "AuthParameters": { "USERNAME": "nobody" } }),
        ),
        ("ForgotPassword", json!({ "Username": "nobody" })),
        (
            "ConfirmForgotPassword",
            json!({ "Username": "nobody", "ConfirmationCode": "123456",
            "Password": PASSWORD }),
        ),
        ("ResendConfirmationCode", json!({ "Username": "nobody" })),
        (
            "ConfirmSignUp",
            json!({ "Username": "nobody", "ConfirmationCode": "123456" }),
        ),
    ];
    for (operation, mut input) in calls {
        input["ClientId"] = id.as_str().into();
        let answer: Result<Value, Refusal> = cognito.call(operation, &input);
        if let Err((code, message)) = answer {
            assert_ne!(code, "UserNotFoundException", "{operation}: {message}");
        }
    }
}
