//! Profiles of our file, of cognitoinator's, and of its environment variables.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use serde_json::{Value, json};
use support::{Cognito, Home, Outcome, PASSWORD};

/// A server whose app client has no secret, since cognitoinator knows none.
struct Pool {
    cognito: Cognito,
    client_id: String,
}

impl Pool {
    fn start(home: &Home) -> Self {
        let cognito = Cognito::start(home);
        let client = json!({
            "ClientName": "public", "ExplicitAuthFlows": [
                "ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH",
            ],
        });
        let client = cognito.call("CreateUserPoolClient", client);
        let client_id = client["UserPoolClient"]["ClientId"].as_str().unwrap();
        Self {
            client_id: client_id.to_owned(),
            cognito,
        }
    }

    fn ini(&self, header: &str, more: &str) -> String {
        format!(
            "[{header}]\nuser_pool_id = {}\napp_id = {}\nusername = ana\npassword = {PASSWORD}\n\
             {more}\n",
            self.cognito.pool_id, self.client_id
        )
    }

    fn command(&self, home: &Home, arguments: &[&str]) -> Command {
        let mut command = home.poolgate(arguments);
        command.env(
            "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER",
            &self.cognito.url,
        );
        command
    }

    fn run(&self, home: &Home, arguments: &[&str]) -> Outcome {
        Outcome::of(self.command(home, arguments).output().unwrap())
    }

    /// With cognitoinator's variables but one.
    fn in_environment(&self, home: &Home, arguments: &[&str], without: &str) -> Outcome {
        let mut command = self.command(home, arguments);
        let variables = [
            ("COGNITO_USERNAME", "ana"),
            ("COGNITO_PASSWORD", PASSWORD),
            ("COGNITO_USER_POOL_ID", &self.cognito.pool_id),
            ("COGNITO_APP_ID", &self.client_id),
            ("COGNITO_METADATA", "{\"foo\": \"bar\"}"),
        ];
        let variables = variables.into_iter().filter(|(name, _)| *name != without);
        Outcome::of(command.envs(variables).output().unwrap())
    }
}

fn write_ini(home: &Home, text: &str) {
    let path = home.directory().join(".aws/cognito_credentials");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn cognitoinators_profiles_sign_in_by_themselves() {
    let home = Home::new();
    let pool = Pool::start(&home);
    let plain = pool.ini("dev", "auth_type = user_password");
    let prefixed = pool.ini("profile old", "metadata = {\"foo\": \"bar\"}");
    write_ini(&home, &format!("{plain}{prefixed}"));
    for name in ["dev", "old"] {
        let token = pool.run(&home, &["token", "--profile", name]).success();
        assert!(token.starts_with("eyJ"), "{token}");
        pool.run(&home, &["logout", "--profile", name]).success();
    }
    let told = pool.run(&home, &["login", "--profile", "dev"]).success();
    assert!(told.contains("Signed in as ana"), "{told}");
}

#[test]
fn the_environments_user_signs_in_by_themselves() {
    let home = Home::new();
    let pool = Pool::start(&home);
    let token = pool.in_environment(&home, &["token"], "").success();
    assert!(token.starts_with("eyJ"), "{token}");
    for missing in ["COGNITO_PASSWORD", "COGNITO_APP_ID"] {
        let error = pool.in_environment(&home, &["token"], missing).failure(3);
        assert!(error.contains(&format!("but lacks {missing}")), "{error}");
        assert!(!error.contains(PASSWORD), "{error}");
    }
    // A profile wins over it as a whole.
    write_ini(&home, "[dev]\nregion = eu-west-1\n");
    let arguments = ["token", "--profile", "dev"];
    let error = pool.in_environment(&home, &arguments, "").failure(3);
    assert!(error.contains("names no user pool"), "{error}");
}

#[test]
fn an_ended_session_begins_anew_where_nobody_has_to_be_asked() {
    let home = Home::new();
    let pool = Pool::start(&home);
    write_ini(&home, &pool.ini("dev", ""));
    let arguments = ["token", "--profile", "dev"];
    pool.run(&home, &arguments).success();
    pool.cognito
        .call("AdminUserGlobalSignOut", json!({ "Username": "ana" }));
    let session = support::only_file(&home.state().join("sessions"));
    let mut record: Value = serde_json::from_slice(&fs::read(&session).unwrap()).unwrap();
    record["expires_at"] = record["received_at"].clone();
    fs::write(&session, record.to_string()).unwrap();
    pool.run(&home, &arguments).success();
}

#[test]
fn a_profile_of_ours_hides_cognitoinators_whose_file_is_then_not_opened() {
    let home = Home::new();
    home.configure("[profiles.dev]\npool_id = 'eu-west-1_Ours'\nclient_id = 'ours'\n");
    write_ini(&home, "no INI at all");
    let shown = home.run(&["profile", "show", "dev"]).success();
    assert!(shown.contains("pool_id = \"eu-west-1_Ours\""), "{shown}");
    let error = home.run(&["profile", "show", "other"]).failure(3);
    assert!(error.contains("cognito_credentials, line 1: "), "{error}");
}

#[test]
fn roles_and_flows_are_settable_and_only_one_role_at_a_time() {
    let home = Home::new();
    let common = "pool_id = 'eu-west-1_Example'\nclient_id = 'a'\n";
    let cases = [
        (
            "role_arn = 'arn'\nrole_suffix = 'b'",
            "both role_arn and role_suffix",
        ),
        (
            "role_duration_seconds = 900",
            "counts in the classic flow only",
        ),
        (
            "credential_flow = 'classic'\nrole_duration_seconds = 10",
            "900 to 43200 seconds",
        ),
        (
            "credential_flow = 'classic'\nrole_session_name = 'a b'",
            "2 to 64 letters",
        ),
    ];
    for (keys, expected) in cases {
        home.configure(&format!("[profiles.dev]\n{common}{keys}\n"));
        let error = home.run(&["status", "--profile", "dev"]).failure(3);
        assert!(error.contains(expected), "{keys}: {error}");
    }
    home.configure(&format!("[profiles.dev]\n{common}role_arn = 'arn'\n"));
    let flags = ["--role-suffix", "b", "--credential-flow", "classic"];
    let flags = [&flags[..], &["--role-duration-seconds", "900"]].concat();
    let arguments = [&["status", "--profile", "dev"][..], &flags].concat();
    let error = home.run(&arguments).failure(4);
    assert!(error.contains("nobody is signed in"), "{error}");

    // What is typed wins: over a variable, and over what goes with the profile's flow.
    let mut command = home.poolgate(&["status", "--profile", "dev", "--role-suffix", "b"]);
    let outcome = Outcome::of(command.env("POOLGATE_ROLE_ARN", "arn").output().unwrap());
    assert_eq!(outcome.code, Some(4), "{}", outcome.stderr);
    let classic = "credential_flow = 'classic'\nrole_session_name = 'ana'";
    home.configure(&format!("[profiles.dev]\n{common}{classic}\n"));
    let flags = ["--credential-flow", "enhanced"];
    let arguments = [&["status", "--profile", "dev"][..], &flags].concat();
    home.run(&arguments).failure(4);
}

#[test]
fn profiles_are_listed_with_where_they_are_from() {
    let home = Home::new();
    home.configure("default_profile = 'ours'\n[profiles.ours]\npool_id = 'eu-west-1_Ours'\n");
    write_ini(
        &home,
        "[ours]\n[profile theirs]\napp_id = theirs\npassword = hunter2\n",
    );
    let listed = home.run(&["profile", "list", "--json"]).success();
    assert!(!listed.contains("hunter2"), "{listed}");
    let listed: Value = serde_json::from_str(&listed).unwrap();
    let names = listed.as_array().unwrap().iter();
    let names: Vec<_> = names.map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["ours", "theirs", "local"]);
    assert_eq!(listed[0]["default"], true);
    assert_eq!(listed[1]["client_id"], "theirs");
    let table = home.run(&["profile", "list"]).success();
    assert!(
        table.contains("ours (default)") && table.contains("built in"),
        "{table}"
    );
}

#[test]
fn an_import_keeps_what_is_there_and_writes_no_password() {
    let home = Home::new();
    home.configure("# ours\n[profiles.ours] # first\npool_id = 'eu-west-1_Ours'\n");
    let before = fs::read_to_string(home.configuration()).unwrap();
    write_ini(
        &home,
        "[default]\napp_id = a\npassword = hunter2\n[profile dev]\napp_id = b\nrole_arn = r\n",
    );
    let shown = home.run(&["profile", "import", "--dry-run"]).success();
    assert!(shown.starts_with(before.trim_end()), "{shown}");
    assert_eq!(fs::read_to_string(home.configuration()).unwrap(), before);

    let told = home.run(&["profile", "import"]).success();
    assert!(told.contains("default, dev"), "{told}");
    assert!(
        told.contains("the password of default") && told.contains("--password-process"),
        "{told}"
    );
    let written = fs::read_to_string(home.configuration()).unwrap();
    assert!(written.starts_with(before.trim_end()), "{written}");
    assert!(
        written.contains("[profiles.dev]\nclient_id = \"b\"\nrole_arn = \"r\"\n"),
        "{written}"
    );
    for text in [&told, &shown, &written] {
        assert!(!text.contains("hunter2"), "{text}");
    }
    let mode = fs::metadata(home.configuration())
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);

    let again = home.run(&["profile", "import", "--name", "dev"]).failure(3);
    assert!(
        again.contains("has a profile \"dev\" already") && again.contains("--replace"),
        "{again}"
    );
    home.run(&["profile", "import", "--name", "dev", "--replace"])
        .success();
}

#[test]
fn the_environment_is_imported_under_a_name() {
    let home = Home::new();
    let pool = Pool::start(&home);
    let import = ["profile", "import", "--from-environment", "job"];
    pool.in_environment(&home, &import, "").success();
    let shown = home.run(&["profile", "show", "job", "--json"]).success();
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["profile"]["client_metadata"]["foo"], "bar");
    assert_eq!(shown["has_password"], false);
    let error = home.run(&import).failure(3);
    assert!(error.contains("no COGNITO_ variables"), "{error}");
    // Nobody would find it again.
    let local = ["profile", "import", "--from-environment", "local"];
    let outcome = pool.in_environment(&home, &local, "");
    let error = outcome.failure(3);
    assert!(error.contains("is built in"), "{error}");
}

#[test]
fn what_cannot_be_imported_leaves_the_file_alone() {
    let home = Home::new();
    let error = home.run(&["profile", "import"]).failure(3);
    assert!(
        error.contains("cannot read") && error.contains("cognito_credentials"),
        "{error}"
    );
    write_ini(&home, "[a]\napp_id = a\n[profile a]\n");
    let error = home.run(&["profile", "import"]).failure(3);
    assert!(
        error.contains("[a] (line 1) and [profile a] (line 3)"),
        "{error}"
    );
    write_ini(&home, "[a]\napp_id = a\n[b]\nclient_secret = hunter2\n");
    let error = home.run(&["profile", "import"]).failure(3);
    assert!(
        error.contains("line 4: client_secret is not a key"),
        "{error}"
    );
    assert!(!error.contains("hunter2"), "{error}");
    assert!(!home.configuration().exists());
}

#[test]
fn a_token_cache_is_made_used_and_its_users_alone() {
    let home = Home::new();
    let pool = Pool::start(&home);
    write_ini(&home, &pool.ini("dev", ""));
    let path = home.directory().join("tokens.json");
    let cached = ["--profile", "dev", "--token-cache", path.to_str().unwrap()];
    let run = |arguments: &[&str]| pool.run(&home, &[arguments, &cached].concat());
    let token = run(&["token"]).success();
    let kept: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(kept["access_token"], token.trim());
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(!home.state().join("sessions").exists());
    assert_eq!(run(&["token"]).success(), token);

    // What cognitoinator leaves has its four members only.
    let names = ["id_token", "access_token", "token_expires", "refresh_token"];
    let foreign: Value = names
        .map(|name| (name, kept[name].clone()))
        .into_iter()
        .collect();
    fs::write(&path, foreign.to_string()).unwrap();
    assert_eq!(run(&["token"]).success(), token);

    let error = run(&["token", "--username", "bea"]).failure(1);
    assert!(error.contains("belongs to another user"), "{error}");
    run(&["logout"]).success();
    assert!(!path.exists());
    fs::write(&path, "").unwrap();
    let error = run(&["token"]).failure(1);
    assert!(error.contains("it is empty: remove it"), "{error}");
}

#[test]
fn tokens_are_kept_fresh_until_it_is_stopped() {
    use std::io::{BufRead as _, BufReader};

    let home = Home::new();
    let pool = Pool::start(&home);
    write_ini(&home, &pool.ini("dev", ""));
    let arguments = ["token", "--profile", "dev", "--keep-fresh"];
    let mut process = pool.command(&home, &arguments).spawn().unwrap();
    let mut line = String::new();
    let mut stdout = BufReader::new(process.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    assert!(
        line.starts_with("Keeping the tokens of ana fresh"),
        "{line}"
    );
    let id = i32::try_from(process.id()).unwrap();
    let id = rustix::process::Pid::from_raw(id).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
    assert_eq!(process.wait().unwrap().code(), Some(0));
}

#[test]
fn keeping_tokens_fresh_ends_where_a_person_has_to_sign_in() {
    let home = Home::new();
    let pool = Pool::start(&home);
    write_ini(&home, &pool.ini("dev", ""));
    pool.run(&home, &["token", "--profile", "dev"]).success();
    // The same without the password.
    write_ini(&home, &pool.ini("dev", "").replace("password", "# "));
    pool.cognito
        .call("AdminUserGlobalSignOut", json!({ "Username": "ana" }));
    let session = support::only_file(&home.state().join("sessions"));
    let mut record: Value = serde_json::from_slice(&fs::read(&session).unwrap()).unwrap();
    record["expires_at"] = record["received_at"].clone();
    fs::write(&session, record.to_string()).unwrap();
    let outcome = pool.run(&home, &["token", "--profile", "dev", "--keep-fresh"]);
    assert_eq!(outcome.code, Some(4), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("Run: poolgate login --profile dev"),
        "{}",
        outcome.stderr
    );
}
