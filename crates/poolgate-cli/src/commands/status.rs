//! `poolgate status`: who, until when. It asks no service.

use std::process::ExitCode;
use std::time::SystemTime;

use poolgate::{DeviceKey, IdentityPoolId, SessionRecord};
use serde_json::json;

use crate::arguments::Status;
use crate::bounded;
use crate::clock;
use crate::failure::Failure;
use crate::machine::{Machine, Wanted};
use crate::output;
use crate::plain_text::plain;
use crate::profile::{Profile, Resolved};
use crate::reachable::Reachable;
use crate::session;
use crate::signed_in::{self, Who};

pub(crate) fn run(arguments: &Status) -> Result<ExitCode, Failure> {
    let profile = Resolved::from_arguments(&arguments.connection)?.in_use()?;
    match signed_in::who(&profile)? {
        Some(Who::Machine(wanted)) => of_machine(arguments, profile, &wanted),
        Some(Who::User(name)) => of_user(arguments, &profile, &name),
        None => Err(profile.sign_in_needed("nobody is signed in")),
    }
}

fn of_user(arguments: &Status, profile: &Profile, name: &str) -> Result<ExitCode, Failure> {
    let (store, key) = (
        session::telling_store(profile)?,
        session::key(profile, name),
    );
    let Some(record) = store.load(&key)? else {
        return Err(profile.sign_in_needed(&format!("{name} has no session")));
    };
    let device = store.load_device(&key)?.map(|device| device.key);
    let cached = match session::credential_key(profile, name) {
        Some(key) => session::credential_cache()?.read(&key)?,
        None => None,
    };
    let kept = Kept {
        record,
        device,
        credentials: cached.map(|cached| cached.credentials.expires_at()),
    };
    output::line(&if arguments.format.json {
        as_json(profile, name, &kept)
    } else {
        for_people(profile, name, &kept)
    })
}

/// Nothing is sent for it, but for the embedded Cognito, which may have to start.
fn of_machine(arguments: &Status, profile: Profile, wanted: &Wanted) -> Result<ExitCode, Failure> {
    let reachable = Reachable::from_profile(profile)?;
    let kept = bounded::block_on(async { Machine::kept_only(&reachable, wanted)?.kept().await })?;
    let profile = &reachable.profile;
    let Some(token) = kept else {
        return Err(profile.sign_in_needed("the app client has no token"));
    };
    let document = json!({
        "profile": profile.name,
        "username": null,
        "pool_id": profile.pool_id.as_str(),
        "client_id": profile.client_id.as_str(),
        "region": profile.region.as_str(),
        "scopes": token.scopes().iter().collect::<Vec<_>>(),
        "resource": wanted.resource,
        "tokens_expire_at": clock::rfc3339(token.expires_at()),
    });
    let text = format!(
        "the app client {} at {}\n  scopes           {}\n  token            {}",
        profile.client_id,
        profile.pool_id,
        plain(&token.scopes().to_string()),
        ending(token.expires_at())
    );
    output::outcome(arguments.format.json, &document, &text)
}

/// What is kept of the user here.
struct Kept {
    record: SessionRecord,
    device: Option<DeviceKey>,
    /// When the cached AWS credentials end.
    credentials: Option<SystemTime>,
}

fn for_people(profile: &Profile, name: &str, kept: &Kept) -> String {
    let mut lines = vec![
        format!(
            "{} at {} (client {})",
            name, profile.pool_id, profile.client_id
        ),
        format!("  tokens           {}", ending(kept.record.expires_at)),
    ];
    if profile.identity_pool_id.is_some() {
        let ending = kept
            .credentials
            .map_or_else(|| "none yet".to_owned(), ending);
        lines.push(format!("  AWS credentials  {ending}"));
    }
    if let Some(key) = &kept.device {
        lines.push(format!("  device           {}", plain(key.expose())));
    }
    lines.join("\n")
}

fn ending(time: SystemTime) -> String {
    match time.duration_since(clock::now()) {
        Ok(left) => format!(
            "until {} ({})",
            clock::clock_time(time),
            clock::duration(left)
        ),
        Err(_) => format!(
            "ended at {}; the next command refreshes them",
            clock::clock_time(time)
        ),
    }
}

fn as_json(profile: &Profile, name: &str, kept: &Kept) -> String {
    json!({
        "profile": profile.name,
        "username": name,
        "pool_id": profile.pool_id.as_str(),
        "client_id": profile.client_id.as_str(),
        "region": profile.region.as_str(),
        "identity_pool_id": profile.identity_pool_id.as_ref().map(IdentityPoolId::as_str),
        "tokens_expire_at": clock::rfc3339(kept.record.expires_at),
        "aws_credentials_expire_at": kept.credentials.map(clock::rfc3339),
        "device_key": kept.device.as_ref().map(DeviceKey::expose),
    })
    .to_string()
}
