//! `poolgate status`: who, until when. It asks no service.

use std::process::ExitCode;
use std::time::SystemTime;

use poolgate::{IdentityPoolId, SessionRecord, TokenStore as _};
use serde_json::json;

use crate::arguments::Status;
use crate::clock;
use crate::failure::Failure;
use crate::output;
use crate::profile::{Profile, Resolved};
use crate::session;
use crate::signed_in;

pub(crate) fn run(arguments: &Status) -> Result<ExitCode, Failure> {
    let profile = Resolved::from_arguments(&arguments.connection)?.in_use()?;
    let name = signed_in::name(&profile)?;
    let Some(record) = session::telling_store()?.load(&session::key(&profile, &name))? else {
        return Err(profile.sign_in_needed(&format!("{name} has no session")));
    };
    let cached = match session::credential_key(&profile, &name) {
        Some(key) => session::credential_cache()?.read(&key)?,
        None => None,
    };
    let credentials = cached.map(|cached| cached.credentials.expires_at());
    let text = if arguments.json {
        as_json(&profile, &name, &record, credentials)
    } else {
        for_people(&profile, &name, &record, credentials)
    };
    output::line(&text)
}

fn for_people(
    profile: &Profile,
    name: &str,
    record: &SessionRecord,
    credentials: Option<SystemTime>,
) -> String {
    let mut lines = vec![
        format!(
            "{} at {} (client {})",
            name, profile.pool_id, profile.client_id
        ),
        format!("  tokens           {}", ending(record.expires_at)),
    ];
    if profile.identity_pool_id.is_some() {
        let ending = credentials.map_or_else(|| "none yet".to_owned(), ending);
        lines.push(format!("  AWS credentials  {ending}"));
    }
    lines.join("\n")
}

fn ending(time: SystemTime) -> String {
    match time.duration_since(SystemTime::now()) {
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

fn as_json(
    profile: &Profile,
    name: &str,
    record: &SessionRecord,
    credentials: Option<SystemTime>,
) -> String {
    json!({
        "profile": profile.name,
        "username": name,
        "pool_id": profile.pool_id.as_str(),
        "client_id": profile.client_id.as_str(),
        "region": profile.region.as_str(),
        "identity_pool_id": profile.identity_pool_id.as_ref().map(IdentityPoolId::as_str),
        "tokens_expire_at": clock::rfc3339(record.expires_at),
        "aws_credentials_expire_at": credentials.map(clock::rfc3339),
    })
    .to_string()
}
