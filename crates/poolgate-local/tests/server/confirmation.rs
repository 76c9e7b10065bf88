//! The link in an e-mail that confirms a sign-up.

use serde_json::json;

use super::client::{Answer, call, send};
use super::start::Running;

/// Signs `ann` up to a pool that sends links; answers the app client's id and the link.
fn sign_up(server: &Running) -> (String, String) {
    let pool = json!({
        "PoolName": "p", "AutoVerifiedAttributes": ["email"],
        "VerificationMessageTemplate": { "DefaultEmailOption": "CONFIRM_WITH_LINK" },
    });
    let pool = call(server.url(), "CreateUserPool", &pool).success();
    let client = json!({ "UserPoolId": pool["UserPool"]["Id"], "ClientName": "c" });
    let client = call(server.url(), "CreateUserPoolClient", &client).success();
    let client_id = client["UserPoolClient"]["ClientId"].as_str().unwrap();
    let input = json!({
        "ClientId": client_id, "Username": "ann", "Password": "Passw0rd!",
        "UserAttributes": [{ "Name": "email", "Value": "ann@example.com" }],
    });
    call(server.url(), "SignUp", &input).success();
    let inbox = send(server.url(), "GET /_poolgate/inbox", &[], "").success();
    let link = inbox[0]["link"].as_str().unwrap();
    (client_id.to_owned(), link.to_owned())
}

fn open(server: &Running, link: &str) -> Answer {
    let path = link.strip_prefix(server.url()).unwrap();
    send(server.url(), &format!("GET {path}"), &[], "")
}

#[test]
fn a_link_confirms_once() {
    let server = Running::in_memory();
    let (client_id, link) = sign_up(&server);
    let wrong = format!("{link}x");
    assert_eq!(open(&server, &wrong).status, 400);
    let page = open(&server, &link);
    assert_eq!(page.status, 200);
    let told = "Your registration has been confirmed!";
    assert!(page.body.contains(told), "{}", page.body);
    assert_eq!(open(&server, &link).status, 400);
    let resend = json!({ "ClientId": client_id, "Username": "ann" });
    let refused = call(server.url(), "ResendConfirmationCode", &resend);
    assert_eq!(refused.json()["message"], "User is already confirmed.");
}

#[test]
fn an_incomplete_link_confirms_nobody() {
    let server = Running::in_memory();
    let (_, link) = sign_up(&server);
    let (before, _) = link.rsplit_once('=').unwrap();
    for broken in [
        format!("{before}="),
        link.replace("user_name=ann", "user_name=eve"),
        link.replace("client_id=", "client="),
        format!("{}/confirmUser", server.url()),
    ] {
        assert_eq!(open(&server, &broken).status, 400, "{broken}");
    }
    assert_eq!(open(&server, &link).status, 200);
}
