//! Who is signed in, until when, and what to do with it.

use serde_json::json;

use super::Outcome;
use crate::clock;

pub(super) fn render(outcome: &Outcome<'_>, json: bool) -> String {
    if json {
        as_json(outcome)
    } else {
        for_people(outcome)
    }
}

fn for_people(outcome: &Outcome<'_>) -> String {
    let tokens = outcome.session.tokens();
    let mut lines = vec![format!(
        "✓ Signed in as {} to {}; tokens until {} (refreshed for you).",
        outcome.session.username(),
        outcome.profile.pool_id,
        clock::clock_time(tokens.expires_at()),
    )];
    match &outcome.credentials {
        Some(Ok(credentials)) => lines.push(format!(
            "✓ AWS credentials of {} until {}.",
            credentials.identity_id(),
            clock::clock_time(credentials.expires_at()),
        )),
        Some(Err(failure)) => {
            lines.push(format!("✗ No AWS credentials: {}", failure.message));
            lines.extend(failure.hint.as_ref().map(|hint| format!("  {hint}")));
        }
        None => {}
    }
    if let Some(password) = outcome.seeded_password {
        lines.push(format!(
            "  The embedded Cognito's user is {:?} with the password {password}",
            outcome.session.username()
        ));
    }
    lines.push("Next:".to_owned());
    lines.extend(
        next_commands(outcome)
            .into_iter()
            .map(|command| format!("  {command}")),
    );
    lines.join("\n")
}

fn next_commands(outcome: &Outcome<'_>) -> Vec<String> {
    let flags = outcome.profile.flags();
    let mut commands = Vec::new();
    if matches!(outcome.credentials, Some(Ok(_))) {
        commands.push(format!(
            "poolgate exec {flags} -- aws sts get-caller-identity"
        ));
    }
    commands.push(format!("poolgate token {flags} --header"));
    commands.push(format!("poolgate status {flags}"));
    commands
}

fn as_json(outcome: &Outcome<'_>) -> String {
    let credentials = match &outcome.credentials {
        Some(Ok(credentials)) => json!({
            "identity_id": credentials.identity_id(),
            "expires_at": clock::rfc3339(credentials.expires_at()),
        }),
        Some(Err(failure)) => json!({ "error": failure.message, "hint": failure.hint }),
        None => json!(null),
    };
    json!({
        "username": outcome.session.username(),
        "pool_id": outcome.profile.pool_id.as_str(),
        "client_id": outcome.profile.client_id.as_str(),
        "expires_at": clock::rfc3339(outcome.session.tokens().expires_at()),
        "aws": credentials,
    })
    .to_string()
}
