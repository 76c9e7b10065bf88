//! Several processes on one data directory.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::thread;

use poolgate_local::{Attachment, AttachmentError, IssuerForm, Seed, SeedError};
use serde_json::{Value, json};

use super::child::Process;
use super::client::{Connection, call, send};

/// Signs the seeded user in by password, which takes the pool, the client and the user.
#[track_caller]
fn sign_in(url: &str, directory: &Path) -> Value {
    let seed = Seed::read(directory).unwrap().unwrap();
    let input = json!({
        "ClientId": seed.client_id,
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": seed.username, "PASSWORD": seed.password() },
    });
    call(url, "InitiateAuth", &input).success()
}

fn record(directory: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(directory.join("server.json")).unwrap()).unwrap()
}

/// Waits until a guest has taken over. It answers while it does, so this asks and never sleeps.
fn become_owner(process: &mut Process) {
    let owner = (0..1_000_000).find(|_| process.role() == "owner");
    assert!(owner.is_some(), "nobody took over");
}

#[test]
fn the_first_serves_and_the_others_are_its_guests() {
    let directory = tempfile::tempdir().unwrap();
    let mut first = Process::attach(directory.path());
    assert_eq!(first.role(), "owner");
    let mut second = Process::attach(directory.path());
    let third = Attachment::open(directory.path()).unwrap();
    assert_eq!(second.role(), "guest");
    assert!(!third.is_owner());
    assert_eq!(second.url(), first.url());
    assert_eq!(third.url(), first.url());
    assert_eq!(third.seed().user_pool_id, first.ask("pool"));
    sign_in(&third.url(), directory.path());
}

#[test]
fn a_guest_takes_over_when_the_owner_leaves() {
    let directory = tempfile::tempdir().unwrap();
    let mut owner = Process::attach(directory.path());
    let mut guest = Process::attach(directory.path());
    let url = owner.url();
    assert_eq!(guest.role(), "guest");
    let before = call(&url, "CreateUserPool", &json!({ "PoolName": "before" })).success();
    owner.end();
    become_owner(&mut guest);
    assert_eq!(guest.url(), url);
    let input = json!({ "UserPoolId": before["UserPool"]["Id"] });
    call(&url, "DescribeUserPool", &input).success();
    sign_in(&url, directory.path());
    // And so on: the next guest finds the new owner.
    let next = Attachment::open(directory.path()).unwrap();
    assert!(!next.is_owner());
    assert_eq!(next.url(), url);
}

#[test]
fn guests_take_over_one_after_another_when_owners_are_killed() {
    let directory = tempfile::tempdir().unwrap();
    let attach = |_| Process::attach(directory.path());
    let mut processes: Vec<Process> = (0..5).map(attach).collect();
    let url = processes[0].url();
    let mut pools = Vec::new();
    while let Some(at) = processes
        .iter_mut()
        .position(|process| process.role() == "owner")
    {
        let mut connection = Connection::open(&url).unwrap();
        let pool = connection
            .call("CreateUserPool", &json!({ "PoolName": "p" }))
            .unwrap();
        pools.push(pool.success()["UserPool"]["Id"].clone());
        for id in &pools {
            connection
                .call("DescribeUserPool", &json!({ "UserPoolId": id }))
                .unwrap()
                .success();
        }
        processes.remove(at).kill();
        // Whoever takes over, the others stay guests.
        let taken = (0..1_000_000).find(|_| {
            processes
                .iter_mut()
                .any(|process| process.role() == "owner")
        });
        assert!(taken.is_some() || processes.is_empty(), "nobody took over");
    }
    assert_eq!(pools.len(), 5);
    assert!(processes.is_empty());
}

#[test]
fn many_at_once_agree() {
    let directory = tempfile::tempdir().unwrap();
    let attachments: Vec<Attachment> = thread::scope(|scope| {
        let open = || scope.spawn(|| Attachment::open(directory.path()).unwrap());
        let threads: Vec<_> = (0..8).map(|_| open()).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(
        attachments
            .iter()
            .filter(|attachment| attachment.is_owner())
            .count(),
        1
    );
    for attachment in &attachments {
        assert_eq!(attachment.url(), attachments[0].url());
        assert_eq!(
            attachment.seed().user_pool_id,
            attachments[0].seed().user_pool_id
        );
        assert_eq!(
            attachment.seed().password(),
            attachments[0].seed().password()
        );
    }
}

#[test]
fn a_guest_that_left_does_not_take_over() {
    let directory = tempfile::tempdir().unwrap();
    let mut owner = Process::attach(directory.path());
    let url = owner.url();
    Attachment::open(directory.path()).unwrap().close();
    let instance = record(directory.path())["instance"].clone();
    owner.end();
    // The lock passes through the hands of the guest's thread, which lets go of it.
    let next = Attachment::open(directory.path()).unwrap();
    assert!(next.is_owner());
    assert_eq!(next.url(), url);
    assert_ne!(record(directory.path())["instance"], instance);
}

#[test]
fn the_port_and_the_issuer_are_remembered() {
    let directory = tempfile::tempdir().unwrap();
    let first = Attachment::builder(directory.path())
        .issuer(IssuerForm::Aws)
        .open()
        .unwrap();
    let (url, seed) = (first.url(), first.seed().clone());
    first.close();
    let second = Attachment::open(directory.path()).unwrap();
    assert_eq!(second.url(), url);
    assert_eq!(second.seed().user_pool_id, seed.user_pool_id);
    let path = format!(
        "GET /{}/.well-known/openid-configuration",
        seed.user_pool_id
    );
    let configuration = send(&url, &path, &[], "").success();
    let issuer = format!(
        "https://cognito-idp.us-east-1.amazonaws.com/{}",
        seed.user_pool_id
    );
    assert_eq!(configuration["issuer"], issuer);
    sign_in(&url, directory.path());
}

#[test]
fn another_port_is_taken_if_a_foreign_program_has_it() {
    let directory = tempfile::tempdir().unwrap();
    let first = Attachment::open(directory.path()).unwrap();
    let url = first.url();
    first.close();
    let foreign = TcpListener::bind(url.strip_prefix("http://").unwrap()).unwrap();
    let second = Attachment::open(directory.path()).unwrap();
    assert_ne!(second.url(), url);
    assert_eq!(record(directory.path())["url"], second.url());
    sign_in(&second.url(), directory.path());
    drop(foreign);
}

#[test]
fn an_address_that_was_asked_for_is_the_only_one() {
    let directory = tempfile::tempdir().unwrap();
    let foreign = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = foreign.local_addr().unwrap();
    let error = Attachment::builder(directory.path())
        .address(taken)
        .open()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("{taken} is in use by another program")
    );
    drop(foreign);
    let attachment = Attachment::builder(directory.path())
        .address(taken)
        .open()
        .unwrap();
    assert_eq!(attachment.url(), format!("http://{taken}"));

    let elsewhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let error = Attachment::builder(directory.path())
        .address(elsewhere)
        .open()
        .unwrap_err();
    let AttachmentError::AlreadyServed { url, pid, .. } = error else {
        panic!("{error}")
    };
    assert_eq!((url, pid), (format!("http://{taken}"), std::process::id()));
}

#[test]
fn the_seed_is_complete_and_private() {
    let directory = tempfile::tempdir().unwrap();
    let attachment = Attachment::open(directory.path()).unwrap();
    let (url, seed) = (attachment.url(), attachment.seed());
    let tokens = sign_in(&url, directory.path());
    let access_token = &tokens["AuthenticationResult"]["AccessToken"];
    let user = call(&url, "GetUser", &json!({ "AccessToken": access_token })).success();
    assert_eq!(user["Username"], "demo");
    let attributes = user["UserAttributes"].as_array().unwrap();
    for attribute in [
        json!({ "Name": "email", "Value": "demo@example.com" }),
        json!({ "Name": "email_verified", "Value": "true" }),
    ] {
        assert!(attributes.contains(&attribute), "{attributes:?}");
    }
    let input = json!({ "IdentityPoolId": seed.identity_pool_id });
    let pool = call(&url, "DescribeIdentityPool", &input).success();
    let provider = &pool["CognitoIdentityProviders"][0];
    let name = format!("cognito-idp.us-east-1.amazonaws.com/{}", seed.user_pool_id);
    assert_eq!(provider["ProviderName"], name);
    assert_eq!(provider["ClientId"], seed.client_id);

    assert!(!format!("{seed:?} {attachment:?}").contains(seed.password()));
    #[cfg(unix)]
    for file in ["seed.json", "server.json", "state.redb", "lock"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(directory.path().join(file))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[test]
fn a_seed_that_was_cut_off_is_made_anew() {
    let directory = tempfile::tempdir().unwrap();
    assert!(Seed::read(directory.path()).unwrap().is_none());
    Attachment::open(directory.path()).unwrap().close();
    let cut_off = Seed::read(directory.path()).unwrap().unwrap();
    // As if the process had been killed before its last step.
    std::fs::remove_file(directory.path().join("seed.json")).unwrap();
    let attachment = Attachment::open(directory.path()).unwrap();
    assert_ne!(attachment.seed().user_pool_id, cut_off.user_pool_id);
    sign_in(&attachment.url(), directory.path());
}

#[test]
fn a_damaged_seed_is_named_and_kept() {
    let directory = tempfile::tempdir().unwrap();
    Attachment::open(directory.path()).unwrap().close();
    let path = directory.path().join("seed.json");
    for damaged in ["", "{", "{}", "\0\0"] {
        std::fs::write(&path, damaged).unwrap();
        let error = Attachment::open(directory.path()).unwrap_err();
        assert!(
            matches!(error, AttachmentError::Seed(SeedError::Corrupt { .. })),
            "{error}"
        );
        assert!(error.to_string().contains("seed.json"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), damaged);
    }
}

#[test]
fn damaged_or_old_addresses_are_no_obstacle() {
    let directory = tempfile::tempdir().unwrap();
    for damaged in ["", "{}", "{\"url\": 1}", "\u{1}"] {
        std::fs::write(directory.path().join("server.json"), damaged).unwrap();
        let attachment = Attachment::open(directory.path()).unwrap();
        sign_in(&attachment.url(), directory.path());
    }
}

#[test]
fn a_reset_seeds_anew() {
    let directory = tempfile::tempdir().unwrap();
    let attachment = Attachment::open(directory.path()).unwrap();
    let url = attachment.url();
    send(&url, "POST /_poolgate/reset", &[], r#"{"data": true}"#).success();
    let seed = Seed::read(directory.path()).unwrap().unwrap();
    assert_ne!(seed.user_pool_id, attachment.seed().user_pool_id);
    sign_in(&url, directory.path());
}

#[test]
fn it_opens_and_closes_within_a_runtime() {
    let directory = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let attachment = Attachment::open(directory.path()).unwrap();
        sign_in(&attachment.url(), directory.path());
        attachment.close();
    });
}
