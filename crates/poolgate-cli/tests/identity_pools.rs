//! What administrators do with identity pools.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use serde_json::{Value, json};
use support::terminal::Terminal;
use support::{Cognito, Home, Outcome};

const USER: &str = "arn:aws:iam::123456789012:role/user";
const VISITOR: &str = "arn:aws:iam::123456789012:role/visitor";
const ACCOUNT: &str = "000000000000";

/// A Region, and who administers its identity pools.
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

    fn command(&self, arguments: &[&str]) -> std::process::Command {
        let arguments = [&["identity-pools"], arguments].concat();
        let mut command = self.cognito.administration(&self.home, &arguments);
        command.env("AWS_REGION", "us-east-1");
        command
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        support::run_with_input(self.command(arguments), b"")
    }

    /// The outcome as JSON, which must be a success.
    fn json(&self, arguments: &[&str]) -> Value {
        let told = self.run(&[arguments, &["--json"]].concat()).success();
        serde_json::from_str(&told).unwrap()
    }

    /// The service's own name for the user pool.
    fn provider(&self) -> String {
        let pool_id = &self.cognito.pool_id;
        format!("cognito-idp.us-east-1.amazonaws.com/{pool_id}")
    }

    /// The id of a new identity pool that users of the user pool are let into.
    fn create(&self) -> String {
        let user_pool = format!("{}:{}", self.provider(), self.cognito.client_id);
        let created = self.json(&["create", "photos", "--user-pool", &user_pool]);
        created["id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn an_update_of_an_identity_pool_keeps_what_was_not_named() {
    let admin = Administrator::new();
    let user_pool = format!("{}:{}", admin.provider(), admin.cognito.client_id);
    let created = admin.json(&[
        "create",
        "photos",
        "--allow-unauthenticated",
        "true",
        "--user-pool",
        &user_pool,
        "--server-side-token-check",
        "true",
        "--login-provider",
        "accounts.google.com=app.apps.googleusercontent.com",
        "--login-provider",
        "graph.facebook.com=7346241598935552",
        "--saml-provider",
        "arn:aws:iam::123456789012:saml-provider/corp",
        "--developer-provider",
        "login.example",
        "--tag",
        "stage=test",
    ]);
    let expected = json!({
        "provider": admin.provider(),
        "client_id": admin.cognito.client_id,
        "server_side_token_check": true,
    });
    assert_eq!(created["user_pools"], json!([expected]));
    assert_eq!(created["developer_provider"], "login.example");
    assert_eq!(created["tags"], json!({ "stage": "test" }));
    let id = created["id"].as_str().unwrap();

    let update = [
        "update",
        "--identity-pool-id",
        id,
        "--name",
        "pictures",
        "--allow-classic-flow",
        "true",
        "--remove-login-provider",
        "graph.facebook.com",
        "--saml-provider",
        "",
    ];
    let updated = admin.json(&update);
    assert_eq!(updated["name"], "pictures");
    assert_eq!(updated["allow_classic_flow"], true);
    let apps = json!({ "accounts.google.com": "app.apps.googleusercontent.com" });
    assert_eq!(updated["login_providers"], apps);
    assert_eq!(
        updated["saml_provider_arns"],
        json!([]),
        "an empty text stands for none"
    );
    for kept in [
        "allow_unauthenticated",
        "user_pools",
        "developer_provider",
        "tags",
    ] {
        assert_eq!(updated[kept], created[kept], "{kept}");
    }
    let again = admin.json(&[
        "update",
        "--identity-pool-id",
        id,
        "--user-pool",
        &user_pool,
    ]);
    assert_eq!(
        again["user_pools"], created["user_pools"],
        "its check stays"
    );
    let shown = admin.run(&["show", "--identity-pool-id", id]).success();
    assert!(shown.starts_with(&format!("{id} (pictures)\n")), "{shown}");
    let expected = format!("User pools\n  {user_pool}, revoked tokens are refused\n");
    assert!(shown.contains(&expected), "{shown}");
    assert!(shown.ends_with("\nTags\n  stage: test\n"), "{shown}");
    let none = ["update", "--identity-pool-id", id, "--user-pool", ""];
    assert_eq!(admin.json(&none)["user_pools"], json!([]));
}

#[test]
fn identity_pools_are_listed_and_deleted_after_a_question() {
    let admin = Administrator::new();
    let none = admin.run(&["list"]).success();
    assert_eq!(none, "The account has no identity pool in this Region.\n");
    let id = admin.create();
    for number in 0..3 {
        admin.run(&["create", &format!("pool {number}")]).success();
    }
    let listed = admin.json(&["list"]);
    assert_eq!(listed.as_array().unwrap().len(), 4);
    let few = admin.run(&["list", "--limit", "2"]).success();
    assert_eq!(few.lines().count(), 3, "a head and two: {few}");
    let photos = json!({ "id": id, "name": "photos" });
    assert!(listed.as_array().unwrap().contains(&photos), "{listed}");

    let delete = ["delete", "--identity-pool-id", &id];
    let error = admin.run(&delete).failure(4);
    let expected = format!("poolgate identity-pools delete --identity-pool-id {id}; or give --yes");
    assert!(error.contains(&expected), "{error}");
    let question = format!("Leave to delete the identity pool {id} and all its identities");
    let mut terminal = Terminal::run(&admin.command(&delete));
    terminal.answer(&question, "no");
    let error = terminal.finish().0.failure(1);
    assert!(error.contains("nothing was changed"), "{error}");
    let mut terminal = Terminal::run(&admin.command(&delete));
    terminal.answer(&question, "yes");
    let told = terminal.finish().0.success();
    assert_eq!(told, format!("✓ Deleted the identity pool {id}.\n"));
    let error = admin.run(&["show", "--identity-pool-id", &id]).failure(1);
    assert!(error.contains("ResourceNotFoundException"), "{error}");
}

#[test]
fn roles_are_changed_one_at_a_time() {
    let admin = Administrator::new();
    let id = admin.create();
    let pool = ["--identity-pool-id", &id];
    let set = |arguments: &[&str]| admin.json(&[&["set-roles"], &pool[..], arguments].concat());
    set(&["--authenticated", USER, "--unauthenticated", VISITOR]);
    let by_token = format!("{}:{}", admin.provider(), admin.cognito.client_id);
    set(&["--by-token", &format!("{by_token}=deny")]);

    let rules = json!({ "accounts.google.com": {
        "Type": "Rules", "AmbiguousRoleResolution": "AuthenticatedRole",
        "RulesConfiguration": { "Rules": [{
            "Claim": "hd", "MatchType": "Equals", "Value": "example.com", "RoleARN": VISITOR,
        }] },
    } });
    let file = admin.home.state().with_file_name("mappings.json");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, rules.to_string()).unwrap();
    let path = file.to_str().unwrap();
    let updated = set(&["--mappings-json", path, "--unauthenticated", ""]);
    assert_eq!(updated["roles"], json!({ "authenticated": USER }));
    let mut expected = rules;
    expected[&by_token] = json!({ "Type": "Token", "AmbiguousRoleResolution": "Deny" });
    assert_eq!(updated["mappings"], expected);
    let read = admin.json(&[&["roles"], &pool[..]].concat());
    assert_eq!(read, updated);
    let text = admin.run(&[&["roles"], &pool[..]].concat()).success();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines,
        [
            &format!("authenticated    {USER}"),
            "unauthenticated  -",
            "accounts.google.com: by rules, otherwise the authenticated role",
            &format!("  hd Equals \"example.com\": {VISITOR}"),
            &format!("{by_token}: by token, otherwise denied"),
        ]
    );
    let left = set(&["--unmap", "accounts.google.com"]);
    assert_eq!(left["mappings"].as_object().unwrap().len(), 1);
    assert_eq!(left["roles"], updated["roles"], "kept");

    std::fs::write(&file, "{\"a.example\": {\"Type\": \"Magic\"}}").unwrap();
    let bad = [&["set-roles"], &pool[..], &["--mappings-json", path]].concat();
    let error = admin.run(&bad).failure(3);
    assert!(
        error.contains("mappings.json: a.example: Type \"Magic\""),
        "{error}"
    );
    std::fs::remove_file(&file).unwrap();
    let error = admin.run(&bad).failure(3);
    assert!(error.contains("No such file"), "{error}");
    let bad = [&["set-roles"], &pool[..], &["--by-token", "a=allow"]].concat();
    assert_eq!(admin.run(&bad).code, Some(2));
}

#[test]
fn claims_become_tags_of_sessions() {
    let admin = Administrator::new();
    let (id, provider) = (admin.create(), admin.provider());
    let run = |command: &str, arguments: &[&str]| {
        let pool = [command, &provider, "--identity-pool-id", &id];
        admin.run(&[&pool, arguments].concat()).success()
    };
    let shown = run("principal-tags", &[]);
    assert_eq!(shown, format!("{provider}: no claim becomes a tag\n"));
    let told = run(
        "set-principal-tags",
        &["team=custom:team", "tier=custom:tier"],
    );
    assert_eq!(
        told,
        format!("✓ Set the session tags of users of {provider}.\n")
    );
    let shown: Value = serde_json::from_str(&run("principal-tags", &["--json"])).unwrap();
    let claims = json!({ "team": "custom:team", "tier": "custom:tier" });
    let expected = json!({ "provider": provider, "defaults": false, "claims": claims });
    assert_eq!(shown, expected);
    run("set-principal-tags", &["--defaults"]);
    let shown = run("principal-tags", &[]);
    assert!(
        shown.contains("by the service's defaults\n  client: aud\n  username: sub\n"),
        "{shown}"
    );
    run("set-principal-tags", &[]);
    assert!(run("principal-tags", &[]).contains("no claim becomes a tag"));

    let other = [
        "set-principal-tags",
        "a.example",
        "x=y",
        "--identity-pool-id",
        &id,
    ];
    let error = admin.run(&other).failure(1);
    assert!(error.contains("InvalidParameterException"), "{error}");
}

#[test]
fn an_identity_pool_is_tagged_by_its_arn() {
    let admin = Administrator::new();
    let id = admin.create();
    let tag = [
        "tag",
        "stage=test",
        "cost=photos",
        "--identity-pool-id",
        &id,
    ];
    let error = admin.run(&tag).failure(3);
    assert!(error.contains("Give --account-id or --arn"), "{error}");
    let arn = format!("arn:aws:cognito-identity:us-east-1:{ACCOUNT}:identitypool/{id}");
    let tagged = admin.json(&[&tag[..], &["--account-id", ACCOUNT]].concat());
    let tags = json!({ "cost": "photos", "stage": "test" });
    assert_eq!(tagged, json!({ "arn": arn, "set": tags }));
    let untag = admin.run(&["untag", "cost", "--arn", &arn]).success();
    assert_eq!(untag, "✓ Removed cost.\n");
    let listed = admin.run(&["tags", "--arn", &arn]).success();
    assert_eq!(listed, "stage: test\n");
    let shown = admin.json(&["show", "--identity-pool-id", &id]);
    assert_eq!(shown["tags"], json!({ "stage": "test" }));
    admin.run(&["untag", "stage", "--arn", &arn]).success();
    let none = admin.run(&["tags", "--arn", &arn]).success();
    assert_eq!(none, "The identity pool has no tags.\n");
    for bad in [
        &["--arn", "arn:aws:s3:::photos"][..],
        &["--account-id", "12"],
    ] {
        assert_eq!(
            admin.run(&[&["tags"], bad].concat()).code,
            Some(2),
            "{bad:?}"
        );
    }
}

#[test]
fn names_that_name_no_identity_pool() {
    let home = Home::new();
    home.configure("[profiles.dev]\nidentity_pool_id = 'nonsense'\n");
    let cases: [(&[&str], &str); 5] = [
        (&["list"], "no Region is named. Give --region or --profile"),
        (
            &["show"],
            "no identity pool is named. Give --identity-pool-id",
        ),
        (&["show", "--profile", "dev"], "expected `<region>:<uuid>`"),
        (
            &["show", "--profile", "absent"],
            "there is no profile \"absent\"",
        ),
        (&["list", "--region", "EU"], "is not a Region"),
    ];
    for (arguments, expected) in cases {
        let error = home
            .run(&[&["identity-pools"], arguments].concat())
            .failure(3);
        assert!(error.contains(expected), "{arguments:?}: {error}");
    }
    let admin = Administrator::new();
    let mut command = admin.command(&["list"]);
    command
        .env_remove("AWS_ACCESS_KEY_ID")
        .env_remove("AWS_SECRET_ACCESS_KEY");
    let error = support::run_with_input(command, b"").failure(4);
    assert!(
        error.contains("Set up AWS credentials as for the AWS tools"),
        "{error}"
    );
}

#[test]
fn a_profile_names_the_identity_pool_and_where_it_is() {
    let admin = Administrator::new();
    let id = admin.create();
    admin.home.configure(&format!(
        "default_profile = 'dev'\n[profiles.dev]\nidentity_pool_id = '{id}'\n\
         region = 'us-east-1'\nidentity_endpoint_url = '{}'\n",
        admin.cognito.url
    ));
    let run = |arguments: &[&str]| {
        let mut command = admin
            .home
            .poolgate(&[&["identity-pools"], arguments].concat());
        command
            .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "secret");
        support::run_with_input(command, b"")
    };
    assert!(run(&["show"]).success().starts_with(&id));
    assert!(run(&["list"]).success().contains(&id));
    let error = run(&["delete"]).failure(4);
    assert!(
        error.contains("identity-pools delete --profile dev"),
        "{error}"
    );
}

#[test]
fn the_profile_local_has_an_identity_pool_of_its_own() {
    let home = Home::new();
    let local = |arguments: &[&str]| {
        let local = ["--profile", "local"];
        home.run(&[&["identity-pools"], arguments, &local].concat())
    };
    let shown: Value = serde_json::from_str(&local(&["show", "--json"]).success()).unwrap();
    assert_eq!(shown["name"], "local");
    local(&["tag", "stage=test"]).success();
    assert_eq!(local(&["tags"]).success(), "stage: test\n");
    assert!(
        local(&["roles"])
            .success()
            .contains("role/poolgate-local-authenticated")
    );
    let created: Value =
        serde_json::from_str(&local(&["create", "other", "--json"]).success()).unwrap();
    let other = created["id"].as_str().unwrap();
    let text = local(&["show", "--identity-pool-id", other]).success();
    assert!(text.starts_with(&format!("{other} (other)\n")), "{text}");
    local(&["delete", "--identity-pool-id", other, "--yes"]).success();
}
