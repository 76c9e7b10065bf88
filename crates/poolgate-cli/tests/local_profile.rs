//! A newcomer's way: the profile `local`, with nothing started by hand.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use serde_json::Value;
use support::{Home, Running, ready_url};

const LOCAL: [&str; 2] = ["--profile", "local"];

fn with_local<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [arguments, &LOCAL].concat()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn one_command_signs_in_and_the_others_go_on_from_there() {
    let home = Home::new();
    let told = home.run(&with_local(&["login"])).success();
    assert!(told.contains("✓ Signed in as demo to us-east-1_"), "{told}");
    assert!(told.contains("✓ AWS credentials of us-east-1:"), "{told}");
    assert!(
        told.contains("poolgate exec --profile local -- aws sts"),
        "{told}"
    );

    let status = json(&home.run(&with_local(&["status", "--json"])).success());
    assert_eq!(status["username"], "demo");
    assert_eq!(status["profile"], "local");
    let mfa = json(
        &home
            .run(&with_local(&["mfa", "status", "--json"]))
            .success(),
    );
    assert_eq!(mfa["enabled"], Value::Array(Vec::new()));

    let token = home.run(&with_local(&["token"])).success();
    assert_eq!(token.trim().split('.').count(), 3, "a JWT");
    let header = home.run(&with_local(&["token", "--header"])).success();
    assert_eq!(
        header.trim(),
        format!("Authorization: Bearer {}", token.trim())
    );
    let id = json(
        &home
            .run(&with_local(&["token", "--type", "id", "--json"]))
            .success(),
    );
    assert_eq!(id["type"], "id");
    assert_ne!(id["token"].as_str().unwrap(), token.trim());

    let first = home.run(&with_local(&["credential-process"])).success();
    let credentials = json(&first);
    assert_eq!(credentials["Version"], 1);
    assert!(
        credentials["AccessKeyId"]
            .as_str()
            .unwrap()
            .starts_with("ASIA")
    );
    assert!(credentials["Expiration"].as_str().unwrap().ends_with('Z'));
    assert_eq!(first.lines().count(), 1);
    assert_eq!(
        home.run(&with_local(&["credential-process"])).success(),
        first,
        "from the cache"
    );

    // The credentials of other roles end with the session too, whatever this command knows of them.
    let cached = cached_credentials(&home);
    std::fs::copy(&cached[0], cached[0].with_file_name("in-another-role.json")).unwrap();
    let told = home.run(&with_local(&["logout"])).success();
    assert_eq!(told, "Signed out demo.\n");
    assert!(cached_credentials(&home).is_empty());
    for command in [&["status"][..], &["token"], &["credential-process"]] {
        let error = home.run(&with_local(command)).failure(4);
        assert!(
            error.contains("Run: poolgate login --profile local"),
            "{error}"
        );
    }
}

fn cached_credentials(home: &Home) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(home.state().join("aws")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect()
}

#[test]
fn a_second_sign_in_finds_the_same_pool_and_user() {
    let home = Home::new();
    let pool = |text: String| json(&text)["pool_id"].as_str().unwrap().to_owned();
    let first = pool(home.run(&with_local(&["login", "--json"])).success());
    let second = pool(home.run(&with_local(&["login", "--json"])).success());
    assert_eq!(first, second);
}

#[test]
fn commands_at_once_share_the_data() {
    let home = Home::new();
    home.run(&with_local(&["login"])).success();
    let running: Vec<_> = (0..6)
        .map(|_| {
            home.poolgate(&with_local(&["login", "--json"]))
                .spawn()
                .unwrap()
        })
        .collect();
    for child in running {
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{stderr}");
    }
    home.run(&with_local(&["token"])).success();
}

#[test]
fn exec_hands_over_credentials_and_endpoints_and_the_exit_code() {
    let home = Home::new();
    home.run(&with_local(&["login"])).success();
    let script =
        "echo $AWS_ACCESS_KEY_ID $AWS_REGION $AWS_ENDPOINT_URL_STS [$POOLGATE_PASSWORD]; exit 7";
    let arguments = [&["exec"], &LOCAL[..], &["--", "sh", "-c", script]].concat();
    let mut command = home.poolgate(&arguments);
    command
        .env("AWS_PROFILE", "other")
        .env("POOLGATE_PASSWORD", "secret");
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(7));
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.starts_with("ASIA"), "{stdout}");
    assert!(stdout.contains(" us-east-1 http://127.0.0.1:"), "{stdout}");
    assert!(stdout.ends_with("[]\n"), "a secret of ours: {stdout}");

    let absent = [&["exec"], &LOCAL[..], &["--", "no-such-command"]].concat();
    let error = home.run(&absent).failure(127);
    assert!(
        error.contains("there is no command \"no-such-command\""),
        "{error}"
    );
}

#[test]
fn nobody_else_can_read_what_is_kept() {
    let home = Home::new();
    home.run(&with_local(&["login"])).success();
    let mut directories = vec![home.state()];
    let mut files = 0;
    while let Some(directory) = directories.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{:o} {}", mode, entry.path().display());
            if entry.file_type().unwrap().is_dir() {
                directories.push(entry.path());
            } else {
                files += 1;
            }
        }
    }
    assert!(files >= 4, "session, credentials, data and seed");
}

#[test]
fn the_seeded_password_is_shown_and_opens_the_pool_from_elsewhere() {
    let home = Home::new();
    let told = home.run(&with_local(&["login"])).success();
    let password = told
        .split("with the password ")
        .nth(1)
        .unwrap()
        .lines()
        .next()
        .unwrap();
    let line = format!("{password}\n");
    let arguments = with_local(&["login", "--username", "demo", "--password-stdin"]);
    home.run_with_input(&arguments, line.as_bytes()).success();
    let error = home.run_with_input(&arguments, b"another\n").failure(4);
    assert!(error.contains("Incorrect username or password"), "{error}");
    assert!(!error.contains("another"), "{error}");
}

#[test]
fn credential_process_is_silent_even_when_it_puts_a_file_right() {
    let home = Home::new();
    home.run(&with_local(&["login"])).success();
    let session = support::only_file(&home.state().join("sessions"));
    let cache = support::only_file(&home.state().join("aws"));
    std::fs::remove_file(cache).unwrap();
    let open_to_all = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(&session, open_to_all).unwrap();
    home.run(&with_local(&["credential-process"])).success();
    let mode = std::fs::metadata(&session).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "put right all the same");
}

#[test]
fn a_newcomer_signs_up_with_the_code_in_the_inbox() {
    let home = Home::new();
    let local = |arguments: &[&str]| home.run(&with_local(arguments));
    let sign_up = with_local(&[
        "signup",
        "--username",
        "bea",
        "--attribute",
        "email=bea@example.com",
        "--password-stdin",
    ]);
    let told = home
        .run_with_input(&sign_up, b"Correct-horse-1\n")
        .success();
    assert!(
        told.contains("\n  poolgate local inbox --username bea\n"),
        "{told}"
    );
    // The message outlives the process that has kept it.
    let inbox = json(
        &home
            .run(&["local", "inbox", "--username", "bea", "--json"])
            .success(),
    );
    let message = &inbox[0];
    assert_eq!(message["destination"], "bea@example.com");
    assert_eq!(message["kind"], "sign-up-code");
    let code = message["secret"].as_str().unwrap();
    let table = home.run(&["local", "inbox"]).success();
    assert!(table.starts_with("SENT "), "{table}");
    assert!(
        table.contains(&format!("bea@example.com (bea)  sign-up-code  {code}\n")),
        "{table}"
    );
    local(&["confirm", "--username", "bea", "--code", code]).success();
    let login = with_local(&["login", "--username", "bea", "--password-stdin"]);
    home.run_with_input(&login, b"Correct-horse-1\n").success();
    local(&["account", "delete", "--yes"]).success();
    let empty = home
        .run(&["local", "inbox", "--username", "cleo"])
        .success();
    assert_eq!(empty, "The inbox has no message.\n");
}

#[test]
fn an_inbox_that_is_none_is_named() {
    let home = Home::new();
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let address = closed.to_string();
    let error = home.run(&["local", "inbox", "--addr", &address]).failure(5);
    assert!(error.contains(&format!("no inbox at {address}")), "{error}");
    let other = support::http_server::HttpServer::start(|_, _| (404, Value::Null));
    let address = other.url.strip_prefix("http://").unwrap();
    let error = home.run(&["local", "inbox", "--addr", address]).failure(1);
    assert!(error.contains("is not poolgate local: "), "{error}");
}

#[test]
fn a_user_whose_seeded_password_was_changed_is_told_how_to_sign_in() {
    let home = Home::new();
    home.run(&with_local(&["login"])).success();
    let seed = std::fs::read(home.state().join("local/seed.json")).unwrap();
    let seed: Value = serde_json::from_slice(&seed).unwrap();
    let lines = format!("{}\nBetter-horse-2\n", seed["password"].as_str().unwrap());
    let change = [
        "password",
        "change",
        "--password-stdin",
        "--new-password-stdin",
    ];
    home.run_with_input(&with_local(&change), lines.as_bytes())
        .success();
    let error = home.run(&with_local(&["login"])).failure(4);
    assert!(error.contains("Incorrect username or password"), "{error}");
    assert!(error.contains("give --password-stdin"), "{error}");
    let login = with_local(&["login", "--password-stdin"]);
    home.run_with_input(&login, b"Better-horse-2\n").success();
}

#[test]
fn data_of_an_older_layout_is_refused_with_a_way_out() {
    let home = Home::new();
    home.run(&with_local(&["login"])).success();
    let directory = home.state().join("local");
    let store = directory.join("state.redb");
    let format: redb::TableDefinition<'_, (), u64> = redb::TableDefinition::new("format");
    let database = redb::Database::open(&store).unwrap();
    let transaction = database.begin_write().unwrap();
    transaction
        .open_table(format)
        .unwrap()
        .insert((), 1)
        .unwrap();
    transaction.commit().unwrap();
    drop(database);

    let data = directory.to_str().unwrap();
    let serve = ["local", "serve", "--data", data, "--addr", "127.0.0.1:0"];
    for arguments in [&with_local(&["login"])[..], &["local", "inbox"], &serve] {
        let error = home.run(arguments).failure(3);
        let expected = format!("{} was written in format 1", store.display());
        assert!(error.contains(&expected), "{error}");
        assert!(
            error.contains("move its directory away to begin anew"),
            "{error}"
        );
    }
    std::fs::rename(&directory, home.state().join("local.old")).unwrap();
    home.run(&with_local(&["login"])).success();
}

#[test]
fn a_server_says_where_to_look_and_who_can_sign_in_but_no_password_to_a_log() {
    let home = Home::new();
    home.run(&with_local(&["login"])).success();
    let directory = home.state().join("local");
    let remembered = std::fs::read_to_string(directory.join("seed.json")).unwrap();
    let seed = json(&remembered);
    let data = directory.to_str().unwrap();
    let serve = ["local", "serve", "--data", data, "--addr", "127.0.0.1:0"];
    let mut process = Running(home.poolgate(&serve).spawn().unwrap());
    let stdout = BufReader::new(process.0.stdout.take().unwrap());
    let lines: Vec<String> = stdout.lines().take(7).map(Result::unwrap).collect();
    let url = lines[0].strip_prefix("poolgate local: listening on ");
    let url = url.expect("what programs read");
    let said = lines[1..].join("\n");
    let pool_id = seed["user_pool_id"].as_str().unwrap();
    for part in [
        &format!("{url}/_poolgate/inbox"),
        &format!("{url}/{pool_id}/"),
        seed["client_id"].as_str().unwrap(),
        &format!("demo, password in {data}/seed.json"),
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains(seed["password"].as_str().unwrap()), "{said}");
}

#[test]
fn a_server_that_cannot_take_over_says_so_to_who_runs_it() {
    let home = Home::new();
    let data = home.state().join("shared");
    let serve = ["local", "serve", "--data", data.to_str().unwrap()];
    let start = || Running(home.poolgate(&serve).spawn().unwrap());
    let mut owner = start();
    ready_url(&mut owner.0);
    let mut heir = start();
    ready_url(&mut heir.0);

    // The owner goes on with the file that it has open; the heir finds this one.
    let store = data.join("state.redb");
    std::fs::rename(&store, data.join("aside")).unwrap();
    std::fs::write(&store, "no database").unwrap();
    drop(owner);
    let mut line = String::new();
    let stderr = heir.0.stderr.take().unwrap();
    BufReader::new(stderr).read_line(&mut line).unwrap();
    assert!(
        line.starts_with("poolgate local: cannot take over: "),
        "{line}"
    );
    assert!(line.contains("state.redb"), "{line}");
}
