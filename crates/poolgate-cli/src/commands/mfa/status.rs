//! `poolgate mfa status`.

use std::process::ExitCode;

use clap::ValueEnum as _;
use poolgate::Mfa;
use serde_json::json;

use crate::arguments::mfa::Status;
use crate::bounded;
use crate::failure::Failure;
use crate::mfa_type::MfaType;
use crate::output;
use crate::user::User;

pub(super) fn run(arguments: &Status) -> Result<ExitCode, Failure> {
    let user = User::signed_in(&arguments.connection)?;
    let mfa = bounded::block_on(async {
        let session = user.session().await?;
        user.told(session.mfa().await)
    })?;
    output::line(&if arguments.format.json {
        as_json(&user.name, &mfa)
    } else {
        for_people(&user, &mfa)
    })
}

fn for_people(user: &User, mfa: &Mfa) -> String {
    let mut lines = vec![format!("{} at {}", user.name, user.profile().pool_id)];
    for factor in MfaType::value_variants() {
        let name = factor.challenge_name();
        let state = if mfa.preferred.as_ref() == Some(&name) {
            "on, preferred"
        } else if mfa.enabled.contains(&name) {
            "on"
        } else {
            "off"
        };
        lines.push(format!("  {:<17}  {state}", factor.description()));
    }
    lines.join("\n")
}

fn as_json(name: &str, mfa: &Mfa) -> String {
    let enabled: Vec<&str> = mfa.enabled.iter().map(MfaType::word_for).collect();
    json!({
        "username": name,
        "enabled": enabled,
        "preferred": mfa.preferred.as_ref().map(MfaType::word_for),
    })
    .to_string()
}
