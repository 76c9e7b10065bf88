//! The token of an app client itself, for which no user signs in.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use serde_json::{Value, json};
use support::{Cognito, Home, Outcome, claims, only_file};

const LOGIN: [&str; 3] = ["login", "--method", "client-credentials"];
const API: &str = "https://api.example.com";
const READ: &str = "https://api.example.com/read";
const WRITE: &str = "https://api.example.com/write";

struct Place {
    home: Home,
    cognito: Cognito,
}

impl Place {
    /// A pool with an API of two scopes, both of which the app client may have.
    fn new() -> Self {
        let home = Home::new();
        let cognito = Cognito::start(&home);
        cognito.call("CreateUserPoolDomain", json!({ "Domain": "test-machine" }));
        let scope = |name: &str| json!({ "ScopeName": name, "ScopeDescription": name });
        let server = json!({
            "Identifier": "https://api.example.com", "Name": "API",
            "Scopes": [scope("read"), scope("write")],
        });
        cognito.call("CreateResourceServer", server);
        cognito.update_client(json!({
            "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthFlows": ["client_credentials"],
            "AllowedOAuthScopes": [READ, WRITE],
        }));
        Self { home, cognito }
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        self.cognito.run(&self.home, arguments, b"")
    }

    fn login(&self, arguments: &[&str]) -> Outcome {
        self.run(&[&LOGIN, arguments].concat())
    }

    /// Has the kept token end now.
    fn run_out(&self) {
        let path = only_file(&self.home.state().join("machines"));
        let mut record = json(&std::fs::read_to_string(&path).unwrap());
        record["expires_at"] = record["received_at"].clone();
        std::fs::write(path, record.to_string()).unwrap();
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_machine_signs_in_by_its_secret_and_has_fresh_tokens_from_then_on() {
    let place = Place::new();
    let told = place.login(&["--scope", READ]).success();
    assert!(told.contains("✓ Signed in as the app client"), "{told}");
    assert!(told.contains(READ) && !told.contains(WRITE), "{told}");

    let token = place.run(&["token"]).success();
    assert_eq!(place.run(&["token"]).success(), token, "it is kept");
    let header = place.run(&["token", "--header"]).success();
    assert_eq!(header, format!("Authorization: Bearer {token}"));
    place.run_out();
    let next = json(&place.run(&["token", "--json"]).success());
    assert_ne!(next["token"].as_str().unwrap(), token.trim());
    assert_eq!(next["type"], "access");

    let status = json(&place.run(&["status", "--json"]).success());
    assert_eq!(
        (&status["username"], &status["scopes"]),
        (&Value::Null, &json!([READ]))
    );
    assert_eq!(status["tokens_expire_at"], next["expires_at"]);
    let shown = place.run(&["status"]).success();
    assert!(
        shown.starts_with("the app client ") && shown.contains(READ),
        "{shown}"
    );
}

#[test]
fn without_a_scope_it_may_all_that_the_app_client_may() {
    let place = Place::new();
    let told = json(&place.login(&["--json"]).success());
    assert_eq!(told["scopes"], json!([READ, WRITE]));
}

#[test]
fn a_token_for_one_api_names_it_whenever_it_is_asked_for() {
    let place = Place::new();
    let told = json(&place.login(&["--resource", API, "--json"]).success());
    assert_eq!(told["resource"], API);
    let token = place.run(&["token"]).success();
    assert_eq!(claims(&token)["aud"], API);
    place.run_out();
    let status = json(&place.run(&["status", "--json"]).success());
    assert_eq!(status["resource"], API);
    let next = place.run(&["token"]).success();
    assert_ne!(next, token);
    assert_eq!(claims(&next)["aud"], API);

    place.login(&["--scope", READ]).success();
    let token = place.run(&["token"]).success();
    assert_eq!(claims(&token)["aud"], Value::Null, "another token");
    let error = place.login(&["--resource", "api"]).failure(3);
    assert!(error.contains("resource is not an absolute URI"), "{error}");
}

#[test]
fn signing_out_forgets_the_token_and_says_that_it_lives() {
    let place = Place::new();
    place.login(&[]).success();
    let told = place.run(&["logout"]).success();
    assert!(told.contains("It stays valid until"), "{told}");
    for command in ["token", "status"] {
        let error = place.run(&[command]).failure(4);
        assert!(error.contains("nobody is signed in"), "{error}");
    }
    let told = place.run(&["logout"]).success();
    assert_eq!(told, "There was no session here.\n");
}

#[test]
fn a_profile_of_a_machine_needs_no_sign_in_and_no_flag() {
    let place = Place::new();
    let cognito = &place.cognito;
    let secret = place.home.directory().join("secret");
    std::fs::write(&secret, format!("{}\n", cognito.client_secret)).unwrap();
    place.home.configure(&format!(
        "[profiles.job]\nmethod = 'client-credentials'\nscopes = ['{READ}']\n\
         pool_id = '{}'\nclient_id = '{}'\nclient_secret_file = '{}'\n\
         endpoint_url = '{url}'\ndomain = '{url}/{}'\n",
        cognito.pool_id,
        cognito.client_id,
        secret.display(),
        cognito.pool_id,
        url = cognito.url
    ));
    let job = |command: &str| place.home.run(&[command, "--profile", "job"]);
    let none = job("status").failure(4);
    assert!(none.contains("the app client has no token"), "{none}");
    job("token").success();
    let status = job("status").success();
    assert!(status.contains(READ) && !status.contains(WRITE), "{status}");
    job("logout").success();
    job("token").success();
    for flags in [["--scope", WRITE], ["--resource", API]] {
        let another = place.login(&[&["--profile", "job"], &flags[..]].concat());
        let error = another.failure(3);
        assert!(error.contains("scopes or a resource of its own"), "{error}");
    }
    let error = place.home.run(&["logout", "--profile", "job", "--browser"]);
    let error = error.failure(2);
    assert!(error.contains("Leave out --browser"), "{error}");
}

#[test]
fn two_machines_of_one_app_client_have_scopes_of_their_own() {
    let place = Place::new();
    place.login(&["--scope", WRITE]).success();
    let (id, pool) = (&place.cognito.client_id, &place.cognito.pool_id);
    place.home.configure(&format!(
        "[profiles.reader]\nmethod = 'client-credentials'\nscopes = ['{READ}']\n\
         pool_id = '{pool}'\nclient_id = '{id}'\n",
    ));
    let status = place.run(&["status", "--profile", "reader"]).failure(4);
    assert!(status.contains("the app client has no token"), "{status}");
}

#[test]
fn a_profile_names_the_api_that_its_tokens_are_for() {
    let place = Place::new();
    let (id, pool) = (&place.cognito.client_id, &place.cognito.pool_id);
    place.home.configure(&format!(
        "[profiles.job]\nmethod = 'client-credentials'\nresource = '{API}'\n\
         pool_id = '{pool}'\nclient_id = '{id}'\n",
    ));
    let token = place.run(&["token", "--profile", "job"]).success();
    assert_eq!(claims(&token)["aud"], API);
}

#[test]
fn a_machine_is_no_user() {
    let place = Place::new();
    place.login(&[]).success();
    for command in [
        &["exec", "--", "true"][..],
        &["credential-process"],
        &["account", "show"],
    ] {
        let error = place.run(command).failure(4);
        assert!(error.contains("a machine is signed in"), "{error}");
        assert!(error.contains("--method browser"), "{error}");
    }
    for flags in [
        &["--type", "id"][..],
        &["--type", "refresh"],
        &["--keep-fresh"],
    ] {
        let error = place.run(&[&["token"], flags].concat()).failure(2);
        assert!(error.contains("an access token only"), "{error}");
        assert!(
            error.ends_with(&format!("Leave out {}\n", flags[0])),
            "{error}"
        );
    }
}

#[test]
fn what_is_wrong_with_the_app_client_is_said() {
    let place = Place::new();
    let refused = |code: i32, words: &str, change: &dyn Fn(&mut std::process::Command)| {
        let mut command = place.cognito.poolgate(&place.home, &LOGIN);
        change(&mut command);
        let error = Outcome::of(command.output().unwrap()).failure(code);
        assert!(error.contains(words), "{error}");
    };
    refused(3, "takes its secret, and none is given", &|command| {
        command.env_remove("POOLGATE_CLIENT_SECRET");
    });
    refused(3, "invalid_client", &|command| {
        command.env("POOLGATE_CLIENT_SECRET", "another");
    });
    refused(3, "invalid_scope", &|command| {
        command.args(["--scope", "https://api.example.com/delete"]);
    });
    refused(3, "is a user", &|command| {
        command.env("POOLGATE_USERNAME", "ana");
    });
    place.run(&["status"]).failure(4);
}

#[test]
fn a_secret_that_is_not_there_is_missed_where_it_is_used() {
    let place = Place::new();
    let (id, pool) = (&place.cognito.client_id, &place.cognito.pool_id);
    place.home.configure(&format!(
        "[profiles.job]\nmethod = 'client-credentials'\npool_id = '{pool}'\nclient_id = '{id}'\n\
         client_secret_file = '/nonexistent/secret'\n"
    ));
    let job = |command: &str| place.home.run(&[command, "--profile", "job"]);
    assert!(
        job("status")
            .failure(4)
            .contains("the app client has no token")
    );
    assert_eq!(job("logout").success(), "There was no session here.\n");
    let error = job("token").failure(3);
    assert!(
        error.contains("client_secret_file /nonexistent/secret"),
        "{error}"
    );
}

#[test]
fn a_secret_that_comes_by_a_pipe_is_read_once() {
    let place = Place::new();
    let cognito = &place.cognito;
    place.home.configure(&format!(
        "[profiles.job]\nmethod = 'client-credentials'\nscopes = ['{READ}']\n\
         pool_id = '{pool}'\nclient_id = '{}'\nclient_secret_file = '/dev/stdin'\n\
         endpoint_url = '{url}'\ndomain = '{url}/{pool}'\n",
        cognito.client_id,
        pool = cognito.pool_id,
        url = cognito.url
    ));
    let secret = format!("{}\n", cognito.client_secret);
    let login = ["login", "--profile", "job"];
    let outcome = place.home.run_with_input(&login, secret.as_bytes());
    outcome.success();
}
