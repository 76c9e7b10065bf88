//! `ChangePassword`, and passwords that must not come back (protocol.md 9.2).

use serde_json::{Value, json};

use super::Cognito;
use super::account_states::reachable;
use super::harness::{Demo, PASSWORD, Refusal, incorrect, refusal, text};

const NEW: &str = "Another-Horse-2";

fn change(demo: &Demo<'_>, token: &Value, previous: &str, next: &str) -> Result<Value, Refusal> {
    let input = json!({
        "AccessToken": token, "PreviousPassword": previous, "ProposedPassword": next,
    });
    demo.cognito.call("ChangePassword", &input)
}

fn remembered() -> Refusal {
    let message = "Password has previously been used and cannot be reused.";
    refusal("PasswordHistoryPolicyViolation", message)
}

/// A pool that remembers this many passwords; the password of `demo` is [`PASSWORD`].
fn with_history(cognito: &Cognito, size: u32) -> Demo<'_> {
    let policy = json!({ "PasswordPolicy": { "MinimumLength": 8, "PasswordHistorySize": size } });
    cognito.demo_with(&json!({ "Policies": policy }), &json!({}))
}

#[test]
fn a_new_password_replaces_the_old_one_and_leaves_the_tokens() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let tokens = demo.tokens();
    let access = &tokens["AccessToken"];
    assert_eq!(change(&demo, access, PASSWORD, NEW), Ok(json!({})));
    assert_eq!(demo.password_sign_in("demo", PASSWORD), Err(incorrect()));
    demo.srp_sign_in("demo", NEW).unwrap();
    demo.refresh(&tokens["RefreshToken"]).unwrap();
    demo.get_user(access).unwrap();
}

#[test]
fn the_previous_password_must_be_right() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let access = &demo.tokens()["AccessToken"];
    for _ in 0..5 {
        let refused = change(&demo, access, "Wrong-Horse-1", NEW);
        assert_eq!(refused, Err(incorrect()));
    }
    // Guessing is counted here as it is at a sign-in.
    let locked = Err(refusal("NotAuthorized", "Password attempts exceeded"));
    assert_eq!(change(&demo, access, PASSWORD, NEW), locked);
    assert_eq!(demo.password_sign_in("demo", PASSWORD), locked);
    cognito.pass(1);
    change(&demo, access, PASSWORD, NEW).unwrap();
    let input = json!({ "AccessToken": access, "ProposedPassword": NEW });
    let message = "Missing required parameter PreviousPassword";
    let expected = Err(refusal("InvalidParameter", message));
    assert_eq!(cognito.call("ChangePassword", &input), expected);
}

#[test]
fn the_policy_holds() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let access = &demo.tokens()["AccessToken"];
    for (password, reason) in [
        ("Short1!", "Password not long enough"),
        ("lower-case-1", "Password must have uppercase characters"),
        ("UPPER-CASE-1", "Password must have lowercase characters"),
        ("No-Digits-Here", "Password must have numeric characters"),
        ("NoSymbolsHere1", "Password must have symbol characters"),
    ] {
        let message = format!("Password did not conform with policy: {reason}");
        let refused = change(&demo, access, PASSWORD, password);
        assert_eq!(refused, Err(refusal("InvalidPassword", &message)));
    }
}

#[test]
fn without_a_history_the_same_password_may_stay() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let access = &demo.tokens()["AccessToken"];
    change(&demo, access, PASSWORD, PASSWORD).unwrap();
}

#[test]
fn the_last_passwords_must_not_come_back() {
    let cognito = Cognito::new();
    let demo = with_history(&cognito, 2);
    let access = &demo.tokens()["AccessToken"];
    assert_eq!(change(&demo, access, PASSWORD, PASSWORD), Err(remembered()));
    change(&demo, access, PASSWORD, NEW).unwrap();
    assert_eq!(change(&demo, access, NEW, PASSWORD), Err(remembered()));
    assert_eq!(change(&demo, access, NEW, NEW), Err(remembered()));
    change(&demo, access, NEW, "A-Third-Horse-3").unwrap();
    assert_eq!(
        change(&demo, access, "A-Third-Horse-3", NEW),
        Err(remembered())
    );
    change(&demo, access, "A-Third-Horse-3", PASSWORD).unwrap();
}

#[test]
fn the_history_holds_wherever_a_password_is_set() {
    let cognito = Cognito::new();
    let demo = with_history(&cognito, 3);
    let administrator = |permanent: bool| {
        let input = json!({
            "UserPoolId": demo.pool_id, "Username": "demo", "Password": PASSWORD,
            "Permanent": permanent,
        });
        cognito.call("AdminSetUserPassword", &input)
    };
    assert_eq!(administrator(true), Err(remembered()));
    assert_eq!(administrator(false), Err(remembered()));

    cognito.set_password(&demo.pool_id, "demo", "Temporary-1", false);
    let challenge = demo.password_sign_in("demo", "Temporary-1").unwrap();
    let session = text(&challenge["Session"]);
    let answer = |password: &str| {
        let responses = json!({ "USERNAME": "demo", "NEW_PASSWORD": password });
        demo.respond("NEW_PASSWORD_REQUIRED", Some(&session), &responses)
    };
    assert_eq!(answer(PASSWORD), Err(remembered()));
    // The temporary password was never the user's own, and may become it.
    answer("Temporary-1").unwrap();
}

#[test]
fn the_history_holds_for_a_forgotten_password() {
    let cognito = Cognito::new();
    let pool = json!({ "Policies": { "PasswordPolicy": { "PasswordHistorySize": 1 } } });
    let demo = cognito.demo_with(&pool, &json!({}));
    let email = json!([
        { "Name": "email", "Value": "a@example.com" }, { "Name": "email_verified", "Value": "true" },
    ]);
    cognito.user(&demo.pool_id, "anna", &email);
    let named = json!({ "ClientId": demo.client_id, "Username": "anna" });
    cognito.expect("ForgotPassword", &named);
    let code = cognito.newest_message("anna").unwrap().secret;
    let confirm = |code: &str, password: &str| {
        let mut input = named.clone();
        input["ConfirmationCode"] = code.into();
        input["Password"] = password.into();
        cognito.call("ConfirmForgotPassword", &input)
    };
    // Only whoever has the code learns what the password was.
    let wrong = if code == "123456" { "654321" } else { "123456" };
    let (refusal, _) = confirm(wrong, PASSWORD).unwrap_err();
    assert_eq!(refusal, "CodeMismatchException");
    assert_eq!(confirm(&code, PASSWORD), Err(remembered()));
    assert_eq!(confirm(&code, NEW), Ok(json!({})));
}

#[test]
fn a_history_has_at_most_twenty_four_passwords() {
    let cognito = Cognito::new();
    let input = |size: u32| json!({ "PoolName": "p", "Policies": { "PasswordPolicy": { "PasswordHistorySize": size } } });
    cognito.expect("CreateUserPool", &input(24));
    let (code, _) = cognito.call("CreateUserPool", &input(25)).unwrap_err();
    assert_eq!(code, "InvalidParameterException");
}

#[test]
fn a_revoked_or_foreign_token_changes_nothing() {
    let cognito = Cognito::new();
    let demo = reachable(&cognito);
    let tokens = demo.tokens();
    demo.admin("AdminUserGlobalSignOut").unwrap();
    let revoked = Err(refusal("NotAuthorized", "Access Token has been revoked"));
    let access = &tokens["AccessToken"];
    assert_eq!(change(&demo, access, PASSWORD, NEW), revoked);
    let invalid = Err(refusal("NotAuthorized", "Invalid Access Token"));
    assert_eq!(change(&demo, &tokens["IdToken"], PASSWORD, NEW), invalid);
    demo.password_sign_in("demo", PASSWORD).unwrap();
}
