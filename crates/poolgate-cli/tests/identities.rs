//! Identities: as administrators see them, as a backend vouches for them, and one's own.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use serde_json::{Value, json};
use support::terminal::Terminal;
use support::{Cognito, Home, Outcome};

const ROLE: &str = "arn:aws:iam::123456789012:role/user";
const TOKENS: &str = "cognito-identity.amazonaws.com";

/// An identity pool for visitors, users of the user pool, and users of one's own.
struct World {
    home: Home,
    cognito: Cognito,
    pool: String,
}

impl World {
    fn new() -> Self {
        let home = Home::new();
        let cognito = Cognito::start(&home);
        let mut world = Self {
            home,
            cognito,
            pool: String::new(),
        };
        let user_pool = format!("{}:{}", world.provider(), world.cognito.client_id);
        let create = [
            "identity-pools",
            "create",
            "photos",
            "--region",
            "us-east-1",
            "--allow-unauthenticated",
            "true",
            "--allow-classic-flow",
            "true",
            "--developer-provider",
            "login.example",
            "--user-pool",
            &user_pool,
        ];
        let created = world.json(&create);
        created["id"].as_str().unwrap().clone_into(&mut world.pool);
        let roles = ["--authenticated", ROLE, "--unauthenticated", ROLE];
        let roles = [&["identity-pools", "set-roles"], &roles[..]].concat();
        world.run(&roles).success();
        world
    }

    fn provider(&self) -> String {
        let pool_id = &self.cognito.pool_id;
        format!("cognito-idp.us-east-1.amazonaws.com/{pool_id}")
    }

    fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = self.cognito.administration(&self.home, arguments);
        if !self.pool.is_empty() {
            command.env("POOLGATE_IDENTITY_POOL_ID", &self.pool);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        support::run_with_input(self.command(arguments), b"")
    }

    fn identities(&self, arguments: &[&str]) -> Outcome {
        self.run(&[&["identities"], arguments].concat())
    }

    /// Without AWS credentials, and with this on standard input.
    fn own(&self, arguments: &[&str], input: &str) -> Outcome {
        let mut command = self.command(&[&["identities"], arguments].concat());
        command
            .env_remove("AWS_ACCESS_KEY_ID")
            .env_remove("AWS_SECRET_ACCESS_KEY");
        support::run_with_input(command, input.as_bytes())
    }

    /// The id of a new visitor's identity.
    fn visitor(&self) -> String {
        let id = self.own(&["id", "--unauthenticated"], "").success();
        id.trim().to_owned()
    }

    /// The outcome as JSON, which must be a success.
    fn json(&self, arguments: &[&str]) -> Value {
        value(&self.run(&[arguments, &["--json"]].concat()).success())
    }
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_user_who_is_signed_in_has_an_identity() {
    let world = World::new();
    let error = world.own(&["id"], "").failure(4);
    assert!(error.contains("Run: poolgate login --pool-id"), "{error}");
    world.cognito.login(&world.home, &[]).success();

    let id = world.own(&["id"], "").success();
    let told = value(&world.own(&["id", "--json"], "").success());
    let expected = json!({ "identity_pool_id": world.pool, "identity_id": id.trim() });
    assert_eq!(told, expected);
    let shown = world.json(&["identities", "show", id.trim()]);
    let logins = shown["providers"].as_array().unwrap();
    assert_eq!(logins.len(), 1);
    let provider = logins[0].as_str().unwrap();
    assert!(provider.ends_with(&world.cognito.pool_id), "{provider}");

    let token = world.own(&["open-id-token"], "").success();
    assert_eq!(token.trim().split('.').count(), 3, "a JWT and nothing else");
    let credentials = value(&world.own(&["credentials"], "").success());
    assert_eq!(credentials["Version"], 1);
    assert!(credentials["SecretAccessKey"].is_string());
    let other = "arn:aws:iam::123456789012:role/other";
    let error = world
        .own(&["credentials", "--role-arn", other], "")
        .failure(4);
    assert!(error.contains("NotAuthorizedException"), "{error}");

    let unlink = ["unlink", provider];
    let error = world.own(&unlink, "").failure(4);
    assert!(error.contains("; or give --yes"), "{error}");
    let mut command = world
        .cognito
        .poolgate(&world.home, &["identities", "unlink", provider]);
    command.env("POOLGATE_IDENTITY_POOL_ID", &world.pool);
    let mut terminal = Terminal::run(&command);
    terminal.answer("from your identity [y/N]: ", "yes");
    let told = terminal.finish().0.success();
    let expected = format!("from the identity {}.\n", id.trim());
    assert!(told.ends_with(&expected), "{told}");
    let next = world.own(&["id"], "").success();
    assert_ne!(next, id, "the identity is lost");
}

#[test]
fn a_lost_identity_is_not_cached() {
    let world = World::new();
    world.cognito.login(&world.home, &[]).success();
    let key = || {
        let outcome = world.run(&["credential-process"]).success();
        value(&outcome)["AccessKeyId"].clone()
    };
    let first = key();
    assert_eq!(key(), first, "from the cache");
    let id = world.own(&["id"], "").success();
    let shown = world.json(&["identities", "show", id.trim()]);
    let provider = shown["providers"][0].as_str().unwrap();
    let told = world
        .own(&["unlink", provider, "--yes", "--json"], "")
        .success();
    let expected = json!({ "identity_id": id.trim(), "unlinked": [provider] });
    assert_eq!(value(&told), expected);
    assert_ne!(key(), first);
}

#[test]
fn a_visitor_needs_nothing_but_the_identity_pool() {
    let world = World::new();
    let id = world.visitor();
    assert_ne!(world.visitor(), id, "another one each time");
    let visit = |command: &str| {
        let known = [command, "--unauthenticated", "--identity-id", &id];
        world.own(&known, "")
    };
    assert_eq!(visit("id").success().trim(), id);
    let token = visit("open-id-token").success();
    assert_eq!(token.trim().split('.').count(), 3, "a JWT and nothing else");
    let credentials = value(&visit("credentials").success());
    assert!(credentials["SessionToken"].is_string());

    world
        .run(&[
            "identity-pools",
            "update",
            "--allow-unauthenticated",
            "false",
        ])
        .success();
    let error = world.own(&["id", "--unauthenticated"], "").failure(4);
    assert!(
        error.contains("Unauthenticated access is not supported"),
        "{error}"
    );
    let both = ["id", "--unauthenticated", "--login-stdin", "a.example"];
    assert_eq!(world.own(&both, "").code, Some(2));
    let unlink = world.own(&["unlink", "a.example", "--unauthenticated"], "");
    assert_eq!(unlink.code, Some(2), "a visitor has no login");
}

#[test]
fn a_backend_vouches_for_a_user_of_its_own() {
    let world = World::new();
    let token = ["developer-token", "--user", "ben"];
    let bare = world.identities(&token).success();
    assert_eq!(bare.trim().split('.').count(), 3, "a JWT and nothing else");
    let told = world.json(&[&["identities"], &token[..], &["--duration", "1h"]].concat());
    let (id, token) = (&told["identity_id"], &told["token"]);
    let (id, token) = (id.as_str().unwrap(), token.as_str().unwrap());

    let own = ["--login-stdin", TOKENS, "--identity-id", id];
    let own = [&["credentials"], &own[..]].concat();
    let credentials = world.own(&own, &format!("{token}\n")).success();
    assert_eq!(value(&credentials)["Version"], 1);
    let error = world.own(&own, "hunter2\n").failure(4);
    assert!(error.contains("NotAuthorizedException"), "{error}");
    assert!(!error.contains("hunter2"), "{error}");
    let error = world.own(&own, "").failure(4);
    assert!(error.contains("no line with the login's token"), "{error}");

    let found = world.identities(&["lookup", "--user", "ben"]).success();
    assert_eq!(found.trim(), id);
    let found = world.json(&["identities", "lookup", id]);
    assert_eq!(found, json!([{ "user": "ben" }]));
    for usage in [
        &["lookup"][..],
        &["lookup", id, "--user", "ben"],
        &["lookup", "x"],
    ] {
        assert_eq!(world.identities(usage).code, Some(2), "{usage:?}");
    }
    let error = world.identities(&["lookup", "--user", "nobody"]).failure(1);
    assert!(error.contains("ResourceNotFoundException"), "{error}");
}

#[test]
fn a_user_of_your_own_takes_over_a_visitors_identity() {
    let world = World::new();
    let (first, second) = (world.visitor(), world.visitor());
    let token = ["identities", "developer-token", "--user", "ben"];
    let known = |id| [&token[..], &["--identity-id", id]].concat();
    let tagged = [&known(&first)[..], &["--principal-tag", "team=blue"]].concat();
    assert_eq!(world.json(&tagged)["identity_id"], first);
    let shown = world.json(&["identities", "show", &first]);
    assert_eq!(shown["providers"], json!(["login.example"]));
    let error = world.run(&known(&second)).failure(1);
    let expected = "DeveloperUserAlreadyRegisteredException";
    assert!(error.contains(expected), "{error}");

    let linking = [&token[..], &["--login-stdin", "accounts.google.com"]].concat();
    let error = support::run_with_input(world.command(&linking), b"hunter2\n").failure(1);
    assert!(!error.contains("hunter2"), "{error}");
    let error = support::run_with_input(world.command(&linking), b"caf\xe9\n").failure(3);
    assert!(error.contains("the login's token is not UTF-8"), "{error}");
    let long = [&token[..], &["--duration", "25h"]].concat();
    let error = world.run(&long).failure(1);
    assert!(error.contains("tokenDuration"), "{error}");
}

#[test]
fn users_of_your_own_are_merged_and_taken_apart() {
    let world = World::new();
    let identity = |user: &str| {
        let told = world.json(&["identities", "developer-token", "--user", user]);
        told["identity_id"].as_str().unwrap().to_owned()
    };
    let (ben, bob) = (identity("ben"), identity("bob"));
    let merge = ["identities", "merge", "--from", "ben", "--to", "bob"];
    let merged = world.json(&merge);
    assert_eq!(
        merged,
        json!({ "from": "ben", "to": "bob", "identity_id": bob })
    );
    let listed = |arguments: &[&str]| {
        let listed = world.json(&[&["identities", "list"], arguments].concat());
        let ids = listed.as_array().unwrap().iter();
        ids.map(|identity| identity["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(listed(&[]).contains(&ben));
    assert_eq!(listed(&["--hide-merged"]), std::slice::from_ref(&bob));

    let unlink = [
        "unlink-developer",
        "--user",
        "ben",
        "--provider",
        "login.example",
    ];
    let told = world.identities(&unlink).success();
    assert_eq!(told, format!("✓ Took ben from the identity {bob}.\n"));
    let error = world.identities(&unlink).failure(1);
    assert!(error.contains("LookupDeveloperIdentity"), "{error}");
    let known = ["unlink-developer", "--user", "bob", "--identity-id", &bob];
    world.identities(&known).success();

    let created = world.json(&["identity-pools", "create", "plain", "--region", "us-east-1"]);
    let plain = created["id"].as_str().unwrap();
    let error = world
        .identities(&[
            "developer-token",
            "--user",
            "a",
            "--identity-pool-id",
            plain,
        ])
        .failure(3);
    assert!(error.contains("has no developer provider"), "{error}");
}

#[test]
fn identities_are_listed_shown_and_deleted() {
    let world = World::new();
    let none = world.identities(&["list"]).success();
    assert_eq!(none, "The identity pool has no identities.\n");
    let ids = [world.visitor(), world.visitor(), world.visitor()];
    let table = world.identities(&["list", "--limit", "2"]).success();
    assert_eq!(table.lines().count(), 3, "{table}");
    assert!(table.starts_with("IDENTITY "), "{table}");
    let shown = world.identities(&["show", &ids[0]]).success();
    assert!(
        shown.starts_with(&format!("{}\n  logins at  none\n", ids[0])),
        "{shown}"
    );

    let delete = ["delete", &ids[0], &ids[1]];
    let error = world.identities(&delete).failure(4);
    assert!(error.contains("; or give --yes"), "{error}");
    let mut terminal = Terminal::run(&world.command(&[&["identities"], &delete[..]].concat()));
    terminal.answer("Leave to delete 2 identities for good [y/N]: ", "");
    terminal.finish().0.failure(1);
    let deleted = world
        .identities(&[&delete[..], &["--yes"]].concat())
        .success();
    assert_eq!(deleted, "✓ Deleted 2 of 2.\n");

    let rest = ["delete", &ids[0], &ids[2], "--yes", "--json"];
    let partly = world.identities(&rest);
    assert_eq!(partly.code, Some(1));
    let left = json!({ "id": ids[0], "reason": "AccessDenied" });
    let expected = json!({ "deleted": [ids[2]], "undeleted": [left] });
    assert_eq!(value(&partly.stdout), expected);
    let message = value(&partly.stderr)["error"]["message"].clone();
    assert_eq!(message, format!("not deleted: {} (AccessDenied)", ids[0]));
    let error = world.identities(&["show", &ids[2]]).failure(1);
    assert!(error.contains("ResourceNotFoundException"), "{error}");

    let elsewhere = ["delete", &ids[0], "eu-west-1:0a1b", "--yes"];
    let error = world.identities(&elsewhere).failure(3);
    assert!(error.contains("are of different Regions"), "{error}");
    assert_eq!(world.identities(&["show", "nonsense"]).code, Some(2));
}

#[test]
fn the_profile_local_has_an_identity_for_its_user() {
    let home = Home::new();
    let local = |arguments: &[&str]| {
        let local = ["--profile", "local"];
        home.run(&[arguments, &local].concat())
    };
    let error = local(&["identities", "id"]).failure(4);
    assert!(
        error.contains("Run: poolgate login --profile local"),
        "{error}"
    );
    local(&["login"]).success();
    let id = local(&["identities", "id"]).success();
    let listed = value(&local(&["identities", "list", "--json"]).success());
    assert_eq!(listed[0]["id"], id.trim());
    local(&["identities", "show", id.trim()]).success();
    let credentials = value(&local(&["identities", "credentials"]).success());
    assert_eq!(credentials["Version"], 1);
    let roles = value(&local(&["identity-pools", "roles", "--json"]).success());
    let role = roles["roles"]["authenticated"].as_str().unwrap();
    let classic = ["--credential-flow", "classic", "--role-arn", role];
    let classic = [&["identities", "credentials"], &classic[..]].concat();
    assert_eq!(value(&local(&classic).success())["Version"], 1);
    let token = local(&["identities", "open-id-token"]).success();
    assert_eq!(token.trim().split('.').count(), 3, "a JWT");
}
