//! What administrators do with users and groups.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use serde_json::{Value, json};
use support::terminal::Terminal;
use support::{Cognito, Home, Outcome, PASSWORD};

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// A pool, and who administers it.
struct Administrator {
    home: Home,
    cognito: Cognito,
}

impl Administrator {
    fn new() -> Self {
        let home = Home::new();
        let pool = json!({ "AutoVerifiedAttributes": ["email"] });
        let flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"];
        let cognito = Cognito::start_with(&home, &[], pool, &flows);
        Self { home, cognito }
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_with_input(arguments, b"")
    }

    fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Outcome {
        let command = self.cognito.administration(&self.home, arguments);
        support::run_with_input(command, input)
    }

    /// The outcome as JSON, which must be a success.
    fn json(&self, arguments: &[&str]) -> Value {
        value(&self.run(&[arguments, &["--json"]].concat()).success())
    }

    fn terminal(&self, arguments: &[&str]) -> Terminal {
        Terminal::run(&self.cognito.administration(&self.home, arguments))
    }
}

#[test]
fn a_user_lives_from_creation_to_deletion() {
    let admin = Administrator::new();
    let bea = [
        "--attribute",
        "email=bea@example.com",
        "--attribute",
        "email_verified=true",
    ];
    let created = admin.json(&[&["users", "create", "bea"], &bea[..]].concat());
    assert_eq!(created["username"], "bea");
    assert_eq!(created["status"], "FORCE_CHANGE_PASSWORD");
    assert_eq!(created["attributes"]["email_verified"], true);
    // The address says how the invitation travels; the service alone would have taken SMS.
    assert!(admin.cognito.newest_code_of("bea").len() >= 8);

    let set = admin.json(&["users", "set", "bea", "name=Bea B", "nickname=b"]);
    assert_eq!(
        set,
        json!({ "username": "bea", "set": ["name", "nickname"] })
    );
    let unset = admin.json(&["users", "unset", "bea", "nickname"]);
    assert_eq!(unset, json!({ "username": "bea", "unset": ["nickname"] }));
    let shown = admin.json(&["users", "show", "bea"]);
    assert_eq!(shown["attributes"]["name"], "Bea B");
    assert_eq!(shown["attributes"]["nickname"], Value::Null);
    assert_eq!(shown["mfa"], json!({ "enabled": [], "preferred": null }));
    let text = admin.run(&["users", "show", "bea"]).success();
    assert!(text.starts_with("bea (FORCE_CHANGE_PASSWORD)\n"), "{text}");
    assert!(text.contains("\n  name            Bea B\n"), "{text}");

    let set = ["users", "set-password", "bea", "--password-stdin"];
    let line = format!("{PASSWORD}\n");
    let told = admin.run_with_input(&set, line.as_bytes()).success();
    assert_eq!(told, "✓ Set the password of bea.\n");
    let login = ["login", "--username", "bea", "--password-stdin"];
    let login = || admin.cognito.run(&admin.home, &login, line.as_bytes());
    login().success();

    assert_eq!(admin.json(&["users", "disable", "bea"])["enabled"], false);
    assert!(login().failure(4).contains("User is disabled"));
    assert_eq!(admin.json(&["users", "enable", "bea"])["enabled"], true);
    login().success();
    assert_eq!(
        admin.json(&["users", "sign-out", "bea"])["signed_out"],
        true
    );
    let account = admin.cognito.run(&admin.home, &["account", "show"], b"");
    assert!(account.failure(4).contains("Access Token has been revoked"));

    let deleted = admin.json(&["users", "delete", "bea", "--yes"]);
    assert_eq!(deleted, json!({ "username": "bea", "deleted": true }));
    let error = admin.run(&["users", "show", "bea"]).failure(1);
    assert!(
        error.contains("AdminGetUser: UserNotFoundException"),
        "{error}"
    );
}

#[test]
fn an_invitation_is_sent_again_or_not_at_all() {
    let admin = Administrator::new();
    let process = format!("echo {PASSWORD}");
    let create = [
        "users",
        "create",
        "bea",
        "--no-message",
        "--password-process",
        &process,
        "--attribute",
        "email=bea@example.com",
    ];
    let told = admin.run(&create).success();
    assert_eq!(told, "✓ Created bea (FORCE_CHANGE_PASSWORD).\n");
    let silent = admin.cognito.messages_of("bea");
    assert!(silent.is_empty(), "{silent:?}");
    let resend = [
        "users",
        "create",
        "bea",
        "--resend",
        "--deliver-by",
        "email",
    ];
    let told = admin.run(&resend).success();
    assert_eq!(told, "✓ Sent the invitation of bea once more.\n");
    assert_ne!(admin.cognito.newest_code_of("bea"), PASSWORD);
    let error = admin.run(&["users", "create", "bea"]).failure(1);
    assert!(error.contains("UsernameExistsException"), "{error}");
    assert_eq!(admin.run(&["users", "create", "a b"]).code, Some(2));
}

#[test]
fn a_sign_up_is_confirmed_and_a_password_taken_away() {
    let admin = Administrator::new();
    let sign_up = [
        "signup",
        "--username",
        "bea",
        "--attribute",
        "email=bea@example.com",
        "--password-stdin",
    ];
    let line = format!("{PASSWORD}\n");
    admin
        .cognito
        .run(&admin.home, &sign_up, line.as_bytes())
        .success();
    let told = admin.run(&["users", "confirm", "bea"]).success();
    assert_eq!(told, "✓ Confirmed bea.\n");
    let error = admin.run(&["users", "confirm", "bea", "--json"]).failure(1);
    assert_eq!(
        value(&error)["error"]["code"],
        "error",
        "not about who asks: {error}"
    );

    admin
        .run(&["users", "set", "bea", "email_verified=true"])
        .success();
    let reset = ["users", "reset-password", "bea"];
    let error = admin.run(&reset).failure(4);
    assert!(
        error.contains("poolgate users reset-password bea --pool-id"),
        "{error}"
    );
    let mut terminal = admin.terminal(&reset);
    terminal.answer(
        "Leave to take bea's password away and send a code for another [y/N]: ",
        "y",
    );
    let told = terminal.finish().0.success();
    assert_eq!(
        told,
        "✓ bea chooses a new password with the code that was sent.\n"
    );
    let code = admin.cognito.newest_code_of("bea");
    let reset = [
        "password",
        "reset",
        "--username",
        "bea",
        "--code",
        &code,
        "--new-password-stdin",
    ];
    admin
        .cognito
        .run(&admin.home, &reset, line.as_bytes())
        .success();
}

#[test]
fn a_temporary_password_is_typed_twice_and_asks_for_another() {
    let admin = Administrator::new();
    let mut terminal = admin.terminal(&["users", "set-password", "ana", "--temporary", "--json"]);
    terminal.answer("New password: ", "Other-horse-1");
    terminal.answer("The same again: ", "Other-horse-1");
    let (outcome, shown) = terminal.finish();
    let set = value(&outcome.success());
    assert_eq!(set, json!({ "username": "ana", "temporary": true }));
    assert!(!shown.contains("Other-horse-1"), "{shown}");
    assert_eq!(
        admin.json(&["users", "show", "ana"])["status"],
        "FORCE_CHANGE_PASSWORD"
    );
    let error = admin.run(&["users", "set-password", "ana"]).failure(4);
    assert!(
        error.contains("give --password-stdin or --password-process"),
        "{error}"
    );
}

#[test]
fn a_deletion_asks_and_without_a_terminal_wants_to_be_told() {
    let admin = Administrator::new();
    let error = admin.run(&["users", "delete", "ana"]).failure(4);
    assert!(error.contains("; or give --yes"), "{error}");
    let question = format!(
        "Leave to delete ana from {} for good [y/N]: ",
        admin.cognito.pool_id
    );
    let mut terminal = admin.terminal(&["users", "delete", "ana"]);
    terminal.answer(&question, "");
    assert!(
        terminal
            .finish()
            .0
            .failure(1)
            .contains("nothing was changed")
    );
    admin.run(&["users", "show", "ana"]).success();
    let mut terminal = admin.terminal(&["users", "delete", "ana"]);
    terminal.answer(&question, "yes");
    assert_eq!(terminal.finish().0.success(), "✓ Deleted ana.\n");
    admin.run(&["users", "show", "ana"]).failure(1);
}

#[test]
fn a_list_has_every_page_and_what_is_searched_for() {
    let admin = Administrator::new();
    for number in 0..130 {
        let email = json!({ "Name": "email", "Value": format!("user-{number}@example.com") });
        let input = json!({
            "Username": format!("user-{number:03}"), "MessageAction": "SUPPRESS",
            "UserAttributes": [email],
        });
        admin.cognito.call("AdminCreateUser", input);
    }
    let all = admin.run(&["users", "list", "--json"]).success();
    assert_eq!(all.lines().count(), 131, "an object a line");
    let mut names: Vec<String> = value(&all)
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["username"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 131);

    let table = admin.run(&["users", "list"]).success();
    assert_eq!(table.lines().count(), 132);
    let head = "USERNAME  STATUS                 ENABLED  EMAIL                 CREATED";
    assert_eq!(table.lines().next(), Some(head));
    let few = admin.json(&["users", "list", "--limit", "3"]);
    assert_eq!(few.as_array().unwrap().len(), 3);
    assert_eq!(
        admin
            .run(&["users", "list", "--limit", "0", "--json"])
            .success(),
        "[]\n"
    );

    let found = admin.json(&["users", "list", "--where", "email^=user-12"]);
    assert_eq!(found.as_array().unwrap().len(), 11, "12 and 120 to 129");
    let equal = [
        "users",
        "list",
        "--where",
        "email=user-7@example.com",
        "--attributes",
        "sub",
    ];
    let found = admin.json(&equal);
    assert_eq!(found[0]["username"], "user-007");
    let attributes: Vec<&String> = found[0]["attributes"].as_object().unwrap().keys().collect();
    assert_eq!(attributes, ["sub"]);
    let none = admin
        .run(&["users", "list", "--where", "status=Disabled"])
        .success();
    assert_eq!(none, "The pool has no such user.\n");
    assert_eq!(
        admin.json(&["users", "list", "--where", "status=Disabled"]),
        json!([])
    );
    let outcome = admin.run(&["users", "list", "--where", "custom:tier=gold"]);
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.stderr.contains("it must be one of"), "{outcome:?}");
}

#[test]
fn a_group_lives_from_creation_to_deletion() {
    let admin = Administrator::new();
    let create = [
        "groups",
        "create",
        "editors",
        "--description",
        "May publish",
    ];
    let created = admin.json(&[&create[..], &["--precedence", "10"]].concat());
    assert_eq!(created["name"], "editors");
    assert_eq!(created["precedence"], 10);
    let role = "arn:aws:iam::123456789012:role/editors";
    let updated = admin.json(&["groups", "update", "editors", "--role-arn", role]);
    let kept = (
        &updated["description"],
        &updated["precedence"],
        &updated["role_arn"],
    );
    assert_eq!(
        kept,
        (&json!("May publish"), &json!(10), &json!(role)),
        "what was not named"
    );
    let shown = admin.run(&["groups", "show", "editors"]).success();
    assert!(
        shown.starts_with("editors\n  description  May publish\n"),
        "{shown}"
    );

    admin
        .run(&["users", "create", "bea", "--no-message"])
        .success();
    let added = admin.json(&["groups", "add", "editors", "ana", "bea"]);
    assert_eq!(
        added,
        json!({ "group": "editors", "added": ["ana", "bea"] })
    );
    let members = admin.json(&["groups", "members", "editors"]);
    assert_eq!(members.as_array().unwrap().len(), 2);
    let groups = admin.run(&["users", "groups", "ana"]).success();
    let expected = format!(
        "GROUP    PRECEDENCE  DESCRIPTION  ROLE\neditors  10          May publish  {role}\n"
    );
    assert_eq!(groups, expected);
    let removed = admin.run(&["groups", "remove", "editors", "ana"]).success();
    assert_eq!(removed, "✓ Took ana out of editors.\n");
    let none = admin.run(&["users", "groups", "ana"]).success();
    assert_eq!(none, "ana is in no group.\n");
    let error = admin
        .run(&["groups", "add", "editors", "bea", "nobody"])
        .failure(1);
    assert!(
        error.contains("AdminAddUserToGroup: UserNotFoundException"),
        "{error}"
    );
    assert!(
        error.contains("; it was done for bea, and not for nobody. "),
        "{error}"
    );
    let error = admin
        .run(&["groups", "remove", "editors", "bea", "nobody", "ana"])
        .failure(1);
    assert!(
        error.contains("; it was done for bea, and not for nobody, ana. "),
        "{error}"
    );
    let error = admin
        .run(&["groups", "add", "editors", "nobody", "ana"])
        .failure(1);
    assert!(!error.contains("it was done"), "{error}");

    let list = admin.json(&["groups", "list"]);
    assert_eq!(list.as_array().unwrap().len(), 1);
    let error = admin.run(&["groups", "delete", "editors"]).failure(4);
    assert!(error.contains("; or give --yes"), "{error}");
    admin
        .run(&["groups", "delete", "editors", "--yes"])
        .success();
    assert_eq!(
        admin.run(&["groups", "list"]).success(),
        "The pool has no groups.\n"
    );
    let error = admin.run(&["groups", "show", "editors"]).failure(1);
    assert!(error.contains("ResourceNotFoundException"), "{error}");
}

#[test]
fn pools_are_listed_and_shown() {
    let admin = Administrator::new();
    let listed = admin.json(&["pools", "list"]);
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(
        (&listed[0]["id"], &listed[0]["name"]),
        (&json!(admin.cognito.pool_id), &json!("test"))
    );
    let shown = admin.json(&["pools", "show"]);
    assert_eq!(shown["estimated_number_of_users"], 1);
    assert_eq!(shown["auto_verified_attributes"], json!(["email"]));
    let text = admin.run(&["pools", "show"]).success();
    assert!(
        text.starts_with(&format!("{} (test)\n", admin.cognito.pool_id)),
        "{text}"
    );
}

#[test]
fn without_aws_credentials_it_says_which() {
    let admin = Administrator::new();
    let mut command = admin
        .cognito
        .administration(&admin.home, &["users", "list"]);
    command
        .env_remove("AWS_ACCESS_KEY_ID")
        .env_remove("AWS_SECRET_ACCESS_KEY");
    let error = support::run_with_input(command, b"").failure(4);
    assert!(error.contains("there are no AWS credentials"), "{error}");
    assert!(
        error.contains("Set up AWS credentials as for the AWS tools"),
        "{error}"
    );
}

#[test]
fn names_that_name_no_pool() {
    let home = Home::new();
    let error = home.run(&["users", "list"]).failure(3);
    assert!(error.contains("no Region is named"), "{error}");
    let error = home
        .run(&["users", "list", "--region", "eu-west-1"])
        .failure(3);
    assert!(error.contains("no user pool is named"), "{error}");
    let error = home
        .run(&["users", "list", "--profile", "absent"])
        .failure(3);
    assert!(error.contains("there is no profile \"absent\""), "{error}");
}

#[test]
fn the_profile_local_needs_nothing_of_aws() {
    let home = Home::new();
    let local = |arguments: &[&str]| home.run(&[arguments, &["--profile", "local"]].concat());
    let users = value(&local(&["users", "list", "--json"]).success());
    assert_eq!(users[0]["username"], "demo");
    local(&["groups", "create", "editors"]).success();
    local(&["groups", "add", "editors", "demo"]).success();
    let pools = value(&local(&["pools", "list", "--json"]).success());
    let id = pools[0]["id"].as_str().unwrap();
    let shown = value(&local(&["pools", "show", "--pool-id", id, "--json"]).success());
    assert_eq!(shown["id"], id);
}
