//! Users who are disabled, deleted, or have to reset their password (protocol.md 1.4, 5.6, 9.2).

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, PASSWORD, Refusal, incorrect, refusal};

impl Demo<'_> {
    /// Calls an administrator's operation on the user `demo`.
    pub(super) fn admin(&self, operation: &str) -> Result<Value, Refusal> {
        let input = json!({ "UserPoolId": self.pool_id, "Username": "demo" });
        self.cognito.call(operation, &input)
    }
}

/// A user with a verified e-mail address, who can be sent a code.
pub(super) fn reachable(cognito: &Cognito) -> Demo<'_> {
    let demo = cognito.demo();
    demo.admin("AdminDeleteUser").unwrap();
    let attributes = json!([
        { "Name": "email", "Value": "demo@example.com" },
        { "Name": "email_verified", "Value": "true" },
    ]);
    cognito.user(&demo.pool_id, "demo", &attributes);
    demo
}

fn revoked(token: &str) -> Result<Value, Refusal> {
    let message = format!("{token} Token has been revoked");
    Err(refusal("NotAuthorized", &message))
}

#[test]
fn a_disabled_user_is_told_so_with_the_right_password_only() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    assert_eq!(demo.admin("AdminDisableUser"), Ok(json!({})));
    assert_eq!(demo.admin("AdminGetUser").unwrap()["Enabled"], false);
    let disabled = Err(refusal("NotAuthorized", "User is disabled."));
    assert_eq!(demo.password_sign_in("demo", PASSWORD), disabled);
    assert_eq!(demo.srp_sign_in("demo", PASSWORD), disabled);
    let wrong = demo.password_sign_in("demo", "Wrong-Horse-1");
    assert_eq!(wrong, Err(incorrect()));
    assert_eq!(demo.admin("AdminEnableUser"), Ok(json!({})));
    demo.password_sign_in("demo", PASSWORD).unwrap();
    demo.srp_sign_in("demo", PASSWORD).unwrap();
}

#[test]
fn disabling_revokes_for_good() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let tokens = demo.tokens();
    demo.admin("AdminDisableUser").unwrap();
    for _ in 0..2 {
        assert_eq!(demo.refresh(&tokens["RefreshToken"]), revoked("Refresh"));
        assert_eq!(demo.get_user(&tokens["AccessToken"]), revoked("Access"));
        demo.admin("AdminEnableUser").unwrap();
    }
}

#[test]
fn a_user_who_is_disabled_between_two_steps_gets_no_tokens() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let proof = demo.srp_proof("demo", PASSWORD).unwrap();
    demo.admin("AdminDisableUser").unwrap();
    let disabled = Err(refusal("NotAuthorized", "User is disabled."));
    assert_eq!(demo.respond("PASSWORD_VERIFIER", None, &proof), disabled);
}

#[test]
fn a_deleted_user_is_gone_with_groups_and_tokens_and_leaves_the_name() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let group = json!({ "UserPoolId": demo.pool_id, "GroupName": "staff" });
    cognito.expect("CreateGroup", &group);
    let membership =
        json!({ "UserPoolId": demo.pool_id, "GroupName": "staff", "Username": "demo" });
    cognito.expect("AdminAddUserToGroup", &membership);
    let tokens = demo.tokens();
    assert_eq!(demo.admin("AdminDeleteUser"), Ok(Value::Null));
    let unknown = Err(refusal("UserNotFound", "User does not exist."));
    assert_eq!(demo.admin("AdminDeleteUser"), unknown);
    assert_eq!(demo.refresh(&tokens["RefreshToken"]), unknown);
    assert_eq!(demo.get_user(&tokens["AccessToken"]), unknown);
    assert_eq!(demo.password_sign_in("demo", PASSWORD), Err(incorrect()));
    // The next user of the name is somebody else.
    cognito.user(&demo.pool_id, "demo", &json!([]));
    assert_eq!(demo.refresh(&tokens["RefreshToken"]), unknown);
    assert_eq!(demo.get_user(&tokens["AccessToken"]), unknown);
    let groups = demo.admin("AdminListGroupsForUser").unwrap();
    assert_eq!(groups["Groups"], json!([]));
}

#[test]
fn users_delete_themselves() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let input = json!({ "AccessToken": demo.tokens()["AccessToken"] });
    assert_eq!(cognito.call("DeleteUser", &input), Ok(Value::Null));
    let unknown = Err(refusal("UserNotFound", "User does not exist."));
    assert_eq!(demo.admin("AdminGetUser"), unknown);
    assert_eq!(cognito.call("DeleteUser", &input), unknown);
}

#[test]
fn whoever_must_reset_the_password_does_nothing_else() {
    let cognito = Cognito::new();
    let demo = reachable(&cognito);
    let tokens = demo.tokens();
    assert_eq!(demo.admin("AdminResetUserPassword"), Ok(json!({})));
    let user = demo.admin("AdminGetUser").unwrap();
    assert_eq!(user["UserStatus"], "RESET_REQUIRED");
    let message = "Password reset required for the user";
    let required = Err(refusal("PasswordResetRequired", message));
    assert_eq!(demo.password_sign_in("demo", PASSWORD), required);
    assert_eq!(demo.srp_sign_in("demo", PASSWORD), required);
    assert_eq!(demo.refresh(&tokens["RefreshToken"]), required);
    assert_eq!(demo.get_user(&tokens["AccessToken"]), required);
    let wrong = demo.password_sign_in("demo", "Wrong-Horse-1");
    assert_eq!(wrong, Err(incorrect()));
}

#[test]
fn administrators_hear_of_users_who_do_not_exist() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    demo.admin("AdminDeleteUser").unwrap();
    let unknown = Err(refusal("UserNotFound", "User does not exist."));
    for operation in [
        "AdminDisableUser",
        "AdminEnableUser",
        "AdminResetUserPassword",
        "AdminUserGlobalSignOut",
        "AdminListGroupsForUser",
    ] {
        assert_eq!(demo.admin(operation), unknown, "{operation}");
    }
}
