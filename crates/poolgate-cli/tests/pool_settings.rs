//! What administrators do with app clients, identity providers, resource servers and domains.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use serde_json::{Value, json};
use support::terminal::Terminal;
use support::{Cognito, Home, Outcome};

/// A pool, and who administers it.
struct Administrator {
    home: Home,
    cognito: Cognito,
}

impl Administrator {
    fn new() -> Self {
        let home = Home::new();
        let cognito = Cognito::start(&home);
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
        let told = self.run(&[arguments, &["--json"]].concat()).success();
        serde_json::from_str(&told).unwrap()
    }

    /// Deletes, but not before it is asked to, at a terminal or by a flag.
    fn delete(&self, arguments: &[&str], what: &str) {
        let error = self.run(arguments).failure(4);
        assert!(error.contains("; or give --yes"), "{error}");
        let refusing = self.cognito.administration(&self.home, arguments);
        let mut terminal = Terminal::run(&refusing);
        terminal.answer(&format!("Leave to delete the {what}"), "no");
        let error = terminal.finish().0.failure(1);
        assert!(error.contains("nothing was changed"), "{error}");
        let deleted = self.json(&[arguments, &["--yes"]].concat());
        assert_eq!(deleted["deleted"], true);
    }
}

#[test]
fn an_update_of_an_app_client_keeps_what_was_not_named() {
    let admin = Administrator::new();
    let created = admin.json(&[
        "clients",
        "create",
        "web",
        "--flow",
        "user-srp",
        "--flow",
        "refresh-token",
        "--access-token-validity",
        "45m",
        "--refresh-token-validity",
        "10d",
        "--oauth-flow",
        "code",
        "--scope",
        "openid",
        "--scope",
        "email",
        "--callback-url",
        "https://example.com/a",
        "--callback-url",
        "https://example.com/b",
        "--identity-provider",
        "COGNITO",
        "--hide-unknown-users",
        "true",
        "--read-attribute",
        "email",
    ]);
    assert_eq!(created["has_secret"], false);
    assert_eq!(
        created["flows"],
        json!(["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])
    );
    assert_eq!(created["access_token_validity_seconds"], 2700);
    assert_eq!(created["refresh_token_validity_seconds"], 864_000);
    assert_eq!(created["hides_unknown_users"], true);
    assert_eq!(created["oauth_flows"], json!(["code"]));
    let id = created["id"].as_str().unwrap();

    let update = [
        "clients",
        "update",
        id,
        "--name",
        "site",
        "--callback-url",
        "https://e.org/",
    ];
    let updated = admin.json(&update);
    assert_eq!(updated["name"], "site");
    assert_eq!(
        updated["callback_urls"],
        json!(["https://e.org/"]),
        "replaced"
    );
    let kept = [
        "flows",
        "access_token_validity_seconds",
        "refresh_token_validity_seconds",
        "scopes",
        "oauth_flows",
        "identity_providers",
        "hides_unknown_users",
        "read_attributes",
    ];
    for member in kept {
        assert_eq!(updated[member], created[member], "{member}");
    }
    assert_eq!(admin.json(&["clients", "show", id])["name"], "site");
}

#[test]
fn an_app_client_is_stripped_of_its_settings_and_deleted() {
    let admin = Administrator::new();
    let created = admin.json(&[
        "clients",
        "create",
        "web",
        "--oauth-flow",
        "code",
        "--scope",
        "openid",
        "--callback-url",
        "https://example.com/a",
        "--identity-provider",
        "COGNITO",
    ]);
    let id = created["id"].as_str().unwrap();
    let update = ["clients", "update", id, "--no-oauth", "--callback-url", ""];
    let updated = admin.json(&update);
    assert_eq!(updated["oauth_flows"], json!([]));
    assert_eq!(
        updated["callback_urls"],
        json!([]),
        "an empty text stands for none"
    );
    let update = [
        "clients",
        "update",
        id,
        "--flow",
        "user-srp",
        "--rotation",
        "30",
    ];
    assert_eq!(admin.json(&update)["rotation_grace_seconds"], 30);
    let off = ["clients", "update", id, "--rotation", "off"];
    assert_eq!(admin.json(&off)["rotation_grace_seconds"], Value::Null);
    for wrong in [
        ["--access-token-validity", "45"],
        ["--rotation", "61"],
        ["--flow", "srp"],
    ] {
        let outcome = admin.run(&[&["clients", "update", id], &wrong[..]].concat());
        assert_eq!(outcome.code, Some(2), "{outcome:?}");
    }

    let list = admin.run(&["clients", "list"]).success();
    assert!(list.contains(&format!("{id}  web\n")), "{list}");
    admin.delete(&["clients", "delete", id], "app client");
    let error = admin.run(&["clients", "show", id]).failure(1);
    assert!(error.contains("ResourceNotFoundException"), "{error}");
}

#[test]
fn a_secret_is_shown_when_it_is_made_and_when_it_is_asked_for() {
    let admin = Administrator::new();
    let created = admin.json(&["clients", "create", "site", "--secret"]);
    let (id, secret) = (
        created["id"].as_str().unwrap(),
        created["secret"].as_str().unwrap(),
    );
    for silent in [
        &["clients", "show", id][..],
        &["clients", "update", id, "--name", "page"],
    ] {
        let told = admin.run(silent).success();
        assert!(told.contains("secret              yes"), "{told}");
        assert!(!told.contains(secret), "{told}");
        let told = admin.json(silent).to_string();
        assert!(!told.contains(secret), "{told}");
    }
    let shown = admin
        .run(&["clients", "show", id, "--show-secret"])
        .success();
    assert!(shown.contains(secret), "{shown}");

    let added = admin.json(&["clients", "secrets", "add", id]);
    let (second, value) = (
        added["id"].as_str().unwrap(),
        added["secret"].as_str().unwrap(),
    );
    assert_ne!(value, secret);
    let listed = admin.json(&["clients", "secrets", "list", id]);
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert!(!listed.to_string().contains(value), "{listed}");
    admin.delete(&["clients", "secrets", "delete", id, second], "secret");

    let own = "a_secret_of_ones_own_0123456789";
    let add = ["clients", "secrets", "add", id, "--secret-stdin"];
    let told = admin
        .run_with_input(&add, format!("{own}\n").as_bytes())
        .success();
    assert!(
        told.starts_with("✓ Added the secret ") && !told.contains(own),
        "{told}"
    );
}

#[test]
fn a_providers_secret_comes_by_standard_input_and_stays_hidden() {
    let admin = Administrator::new();
    let create = [
        "providers",
        "create",
        "corp",
        "--type",
        "OIDC",
        "--detail",
        "oidc_issuer=https://login.example.com",
        "--detail",
        "client_id=poolgate",
        "--detail",
        "attributes_request_method=GET",
        "--detail",
        "authorize_scopes=openid email",
        "--detail-stdin",
        "client_secret",
        "--map",
        "email=email",
        "--map",
        "name=display",
        "--identifier",
        "example.com",
        "--json",
    ];
    let created = admin
        .run_with_input(&create, b"hunter2-hunter2\n")
        .success();
    assert!(!created.contains("hunter2"), "{created}");
    let created: Value = serde_json::from_str(&created).unwrap();
    assert_eq!(created["details"]["client_secret"], "[redacted]");

    let update = [
        "providers",
        "update",
        "corp",
        "--map",
        "name=full_name",
        "--unmap",
        "email",
    ];
    let updated = admin.json(&update);
    assert_eq!(updated["attribute_mapping"]["name"], "full_name");
    assert_eq!(updated["attribute_mapping"]["email"], Value::Null);
    assert_eq!(updated["identifiers"], json!(["example.com"]), "kept");
    let shown = admin.run(&["providers", "show", "corp"]).success();
    assert!(shown.contains("  client_secret: [redacted]\n"), "{shown}");
    let secrets = admin.json(&["providers", "show", "corp", "--show-secrets"]);
    assert_eq!(
        secrets["details"]["client_secret"], "hunter2-hunter2",
        "kept by the update"
    );

    let refused = [
        &create[..3],
        &["--type", "OIDC", "--detail", "client_secret=hunter3"],
    ]
    .concat();
    let outcome = admin.run(&refused);
    assert_eq!(outcome.code, Some(3));
    assert!(
        outcome.stderr.contains("--detail-stdin client_secret"),
        "{outcome:?}"
    );
    assert!(!outcome.stderr.contains("hunter3"), "{outcome:?}");
    // A private key has lines.
    let update = [
        "providers",
        "update",
        "corp",
        "--detail-stdin",
        "client_secret",
    ];
    admin.run_with_input(&update, b"one\ntwo\n").success();
    let secrets = admin.json(&["providers", "show", "corp", "--show-secrets"]);
    assert_eq!(secrets["details"]["client_secret"], "one\ntwo");
    let list = admin.json(&["providers", "list"]);
    assert_eq!(
        (&list[0]["name"], &list[0]["type"]),
        (&json!("corp"), &json!("OIDC"))
    );
    admin.delete(&["providers", "delete", "corp"], "identity provider");
    let none = admin.run(&["providers", "list"]).success();
    assert_eq!(none, "The pool has no identity provider.\n");
}

#[test]
fn a_resource_server_gains_and_loses_scopes() {
    let admin = Administrator::new();
    let api = "https://api.example.com";
    let create = [
        "resource-servers",
        "create",
        api,
        "--name",
        "API",
        "--scope",
        "read=Read all",
    ];
    let created = admin.json(&[&create[..], &["--scope", "write=Write all"]].concat());
    assert_eq!(created["name"], "API");
    let update = [
        "resource-servers",
        "update",
        api,
        "--scope",
        "admin=Do all",
        "--remove-scope",
        "write",
    ];
    let updated = admin.json(&update);
    assert_eq!(updated["name"], "API", "kept");
    assert_eq!(
        updated["scopes"],
        json!({ "admin": "Do all", "read": "Read all" })
    );
    let shown = admin.run(&["resource-servers", "show", api]).success();
    let expected = format!("{api} (API)\n  {api}/admin: Do all\n  {api}/read: Read all\n");
    assert_eq!(shown, expected);
    let list = admin.run(&["resource-servers", "list"]).success();
    assert!(
        list.contains(&format!("{api}  API   admin, read\n")),
        "{list}"
    );
    admin.delete(&["resource-servers", "delete", api], "resource server");
    assert_eq!(admin.json(&["resource-servers", "list"]), json!([]));
}

#[test]
fn a_domain_is_given_to_the_pool_and_taken_away() {
    let admin = Administrator::new();
    let error = admin.run(&["domains", "show", "example"]).failure(1);
    assert!(
        error.contains("no user pool of the account has the domain"),
        "{error}"
    );
    admin.run(&["domains", "create", "example"]).success();
    let shown = admin.json(&["domains", "show", "example"]);
    assert_eq!(shown["pool_id"], admin.cognito.pool_id);
    assert_eq!(shown["certificate_arn"], Value::Null);
    let text = admin.run(&["domains", "show", "example"]).success();
    assert!(
        text.starts_with("example\n  pool                   us-east-1_"),
        "{text}"
    );
    let update = [
        "domains",
        "update",
        "example",
        "--managed-login-version",
        "2",
    ];
    assert_eq!(
        admin.json(&update),
        json!({ "name": "example", "updated": true })
    );
    assert_eq!(
        admin.json(&["domains", "show", "example"])["managed_login_version"],
        2
    );
    admin.delete(&["domains", "delete", "example"], "domain");
    admin.run(&["domains", "show", "example"]).failure(1);
}
