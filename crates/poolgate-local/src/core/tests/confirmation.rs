//! `SignUp` and `ConfirmSignUp`.

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{PASSWORD, incorrect, refusal, text};

struct Registration {
    cognito: Cognito,
    pool_id: String,
    client_id: String,
}

impl Registration {
    fn new(pool: &Value, client: &Value) -> Self {
        let cognito = Cognito::new();
        let pool_id = cognito.pool(pool);
        let client_id = cognito.client(&pool_id, client);
        Self {
            cognito,
            pool_id,
            client_id,
        }
    }

    fn verifying_email() -> Self {
        Self::new(&json!({ "AutoVerifiedAttributes": ["email"] }), &json!({}))
    }

    fn sign_up(&self, username: &str, email: &str) -> Result<Value, super::harness::Refusal> {
        self.cognito
            .call("SignUp", &self.input(username, email, PASSWORD))
    }

    fn input(&self, username: &str, email: &str, password: &str) -> Value {
        json!({
            "ClientId": self.client_id, "Username": username, "Password": password,
            "UserAttributes": [{ "Name": "email", "Value": email }],
        })
    }

    fn confirm(&self, username: &str, code: &str) -> Result<Value, super::harness::Refusal> {
        let input = json!({
            "ClientId": self.client_id, "Username": username, "ConfirmationCode": code,
        });
        self.cognito.call("ConfirmSignUp", &input)
    }

    fn code(&self, username: &str) -> String {
        self.cognito.newest_message(username).unwrap().secret
    }

    fn get(&self, username: &str) -> Value {
        let input = json!({ "UserPoolId": self.pool_id, "Username": username });
        self.cognito.expect("AdminGetUser", &input)
    }
}

#[test]
fn a_person_registers_and_confirms() {
    let site = Registration::verifying_email();
    let answer = site.sign_up("anna", "anna@example.com").unwrap();
    assert_eq!(answer["UserConfirmed"], false);
    assert_eq!(text(&answer["UserSub"]).len(), 36);
    let details = json!({
        "Destination": "a***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email",
    });
    assert_eq!(answer["CodeDeliveryDetails"], details);
    assert_eq!(site.get("anna")["UserStatus"], "UNCONFIRMED");

    let code = site.code("anna");
    assert_eq!(code.len(), 6);
    assert_eq!(site.confirm("anna", &code), Ok(json!({})));
    let user = site.get("anna");
    assert_eq!(user["UserStatus"], "CONFIRMED");
    let verified = json!({ "Name": "email_verified", "Value": "true" });
    assert!(
        user["UserAttributes"]
            .as_array()
            .unwrap()
            .contains(&verified)
    );
    let again = "User cannot be confirmed. Current status is CONFIRMED";
    assert_eq!(
        site.confirm("anna", &code),
        Err(refusal("NotAuthorized", again))
    );
}

#[test]
fn an_unconfirmed_user_may_not_sign_in() {
    let site = Registration::verifying_email();
    site.sign_up("anna", "anna@example.com").unwrap();
    let demo = super::harness::Demo {
        cognito: &site.cognito,
        pool_id: site.pool_id.clone(),
        client_id: site.client_id.clone(),
    };
    let expected = refusal("UserNotConfirmed", "User is not confirmed.");
    assert_eq!(
        demo.password_sign_in("anna", PASSWORD),
        Err(expected.clone())
    );
    assert_eq!(demo.srp_sign_in("anna", PASSWORD), Err(expected));
    // Who does not know the password learns nothing of the state.
    assert_eq!(
        demo.password_sign_in("anna", "Wrong-Horse-1"),
        Err(incorrect())
    );
}

#[test]
fn without_a_verified_attribute_nothing_is_sent() {
    let site = Registration::new(&json!({}), &json!({}));
    let answer = site.sign_up("anna", "anna@example.com").unwrap();
    assert_eq!(answer.get("CodeDeliveryDetails"), None);
    assert!(site.cognito.newest_message("anna").is_none());
    let expected = refusal(
        "ExpiredCode",
        "Invalid code provided, please request a code again.",
    );
    assert_eq!(site.confirm("anna", "123456"), Err(expected));
}

#[test]
fn codes_are_counted_and_end() {
    let site = Registration::verifying_email();
    site.sign_up("anna", "anna@example.com").unwrap();
    let code = site.code("anna");
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let mismatch = refusal(
        "CodeMismatch",
        "Invalid verification code provided, please try again.",
    );
    for _ in 0..15 {
        assert_eq!(site.confirm("anna", wrong), Err(mismatch.clone()));
    }
    let limit = "Attempt limit exceeded, please try after some time.";
    assert_eq!(
        site.confirm("anna", &code),
        Err(refusal("LimitExceeded", limit))
    );

    site.sign_up("bert", "bert@example.com").unwrap();
    let code = site.code("bert");
    site.cognito.pass(24 * 3600);
    let expired = "Invalid code provided, please request a code again.";
    assert_eq!(
        site.confirm("bert", &code),
        Err(refusal("ExpiredCode", expired))
    );
}

#[test]
fn a_duplicate_alias_fails_at_confirmation_and_can_be_forced() {
    let pool = json!({ "AutoVerifiedAttributes": ["email"], "AliasAttributes": ["email"] });
    let site = Registration::new(&pool, &json!({}));
    for name in ["anna", "bert"] {
        site.sign_up(name, "shared@example.com").unwrap();
    }
    assert_eq!(site.confirm("anna", &site.code("anna")), Ok(json!({})));
    let expected = refusal("AliasExists", "An account with the email already exists.");
    assert_eq!(site.confirm("bert", &site.code("bert")), Err(expected));
    assert_eq!(site.get("shared@example.com")["Username"], "anna");
    let forced = json!({
        "ClientId": site.client_id, "Username": "bert", "ConfirmationCode": site.code("bert"),
        "ForceAliasCreation": true,
    });
    assert_eq!(site.cognito.call("ConfirmSignUp", &forced), Ok(json!({})));
    assert_eq!(site.get("shared@example.com")["Username"], "bert");
}

#[test]
fn refusals_of_sign_up() {
    let site = Registration::verifying_email();
    site.sign_up("anna", "anna@example.com").unwrap();
    let mut with_flag = site.input("x", "x@example.com", PASSWORD);
    with_flag["UserAttributes"] = json!([{ "Name": "email_verified", "Value": "true" }]);
    let policy = "Password did not conform with policy: Password not long enough";
    let unauthorized = "A client attempted to write unauthorized attribute";
    let cases = [
        (
            site.input("anna", "b@example.com", PASSWORD),
            refusal("UsernameExists", "User already exists"),
        ),
        (
            site.input("x", "x@example.com", "Short1!"),
            refusal("InvalidPassword", policy),
        ),
        (with_flag, refusal("NotAuthorized", unauthorized)),
    ];
    for (input, expected) in cases {
        assert_eq!(
            site.cognito.call("SignUp", &input),
            Err(expected),
            "{input}"
        );
    }

    let closed = Registration::new(
        &json!({ "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": true } }),
        &json!({}),
    );
    let expected = refusal(
        "NotAuthorized",
        "SignUp is not permitted for this user pool",
    );
    assert_eq!(closed.sign_up("anna", "anna@example.com"), Err(expected));
}

#[test]
fn an_unknown_user_is_hidden_when_the_client_says_so() {
    let open = Registration::verifying_email();
    let message = "Username/client id combination not found.";
    assert_eq!(
        open.confirm("nobody", "1"),
        Err(refusal("UserNotFound", message))
    );
    let hiding = Registration::new(
        &json!({}),
        &json!({ "PreventUserExistenceErrors": "ENABLED" }),
    );
    let message = "Invalid code provided, please request a code again.";
    assert_eq!(
        hiding.confirm("nobody", "1"),
        Err(refusal("ExpiredCode", message))
    );
}

#[test]
fn secret_hashes() {
    let site = Registration::new(&json!({}), &json!({ "GenerateSecret": true }));
    let id = &site.client_id;
    let described = json!({ "UserPoolId": site.pool_id, "ClientId": id });
    let client = site.cognito.expect("DescribeUserPoolClient", &described);
    let secret = text(&client["UserPoolClient"]["ClientSecret"]);
    let mut input = site.input("anna", "anna@example.com", PASSWORD);
    let missing = format!("Client {id} is configured with secret but SECRET_HASH was not received");
    assert_eq!(
        site.cognito.call("SignUp", &input),
        Err(refusal("NotAuthorized", &missing))
    );
    let wrong = format!("Unable to verify secret hash for client {id}");
    input["SecretHash"] = poolgate_srp::secret_hash("bert", id, &secret).into();
    assert_eq!(
        site.cognito.call("SignUp", &input),
        Err(refusal("NotAuthorized", &wrong))
    );
    input["SecretHash"] = poolgate_srp::secret_hash("anna", id, &secret).into();
    site.cognito.expect("SignUp", &input);

    let public = Registration::new(&json!({}), &json!({}));
    let mut input = public.input("anna", "anna@example.com", PASSWORD);
    input["SecretHash"] = "eA==".into();
    let id = &public.client_id;
    let message = format!("Client {id} is configured without secret but SECRET_HASH was received");
    assert_eq!(
        public.cognito.call("SignUp", &input),
        Err(refusal("NotAuthorized", &message))
    );
}

#[test]
fn a_code_is_sent_again_and_ends_the_one_before() {
    let site = Registration::verifying_email();
    site.sign_up("anna", "anna@example.com").unwrap();
    let first = site.code("anna");
    let input = json!({ "ClientId": site.client_id, "Username": "anna" });
    let resend = || site.cognito.call("ResendConfirmationCode", &input);
    let expected = json!({ "CodeDeliveryDetails": {
        "Destination": "a***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email",
    } });
    assert_eq!(resend(), Ok(expected));
    let second = site.code("anna");
    if first != second {
        let message = "Invalid verification code provided, please try again.";
        let wrong = Err(refusal("CodeMismatch", message));
        assert_eq!(site.confirm("anna", &first), wrong);
    }
    // The first code counts among the five of an hour (protocol.md 7.5).
    for _ in 0..3 {
        resend().unwrap();
    }
    let message = "Attempt limit exceeded, please try after some time.";
    assert_eq!(resend(), Err(refusal("LimitExceeded", message)));
    site.confirm("anna", &site.code("anna")).unwrap();
    let message = "User is already confirmed.";
    assert_eq!(resend(), Err(refusal("InvalidParameter", message)));
}

#[test]
fn a_code_for_nobody_is_announced_all_the_same_to_a_client_that_must_not_know() {
    let resend = |site: &Registration, name: &str| {
        let input = json!({ "ClientId": site.client_id, "Username": name });
        site.cognito.call("ResendConfirmationCode", &input)
    };
    let hiding = Registration::new(
        &json!({ "AutoVerifiedAttributes": ["email"] }),
        &json!({ "PreventUserExistenceErrors": "ENABLED" }),
    );
    let told = resend(&hiding, "nobody").unwrap();
    assert_eq!(told["CodeDeliveryDetails"]["AttributeName"], "email");
    let message = "Invalid verification code provided, please try again.";
    let wrong = Err(refusal("CodeMismatch", message));
    assert_eq!(hiding.confirm("nobody", "123456"), wrong);

    let open = Registration::new(&json!({}), &json!({}));
    let message = "Username/client id combination not found.";
    assert_eq!(
        resend(&open, "nobody"),
        Err(refusal("UserNotFound", message))
    );
    open.sign_up("anna", "anna@example.com").unwrap();
    let message = "Cannot resend codes. Auto verification not turned on.";
    assert_eq!(
        resend(&open, "anna"),
        Err(refusal("InvalidParameter", message))
    );
}
