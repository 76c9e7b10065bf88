//! `AssumeRole`: another role, for whoever signed the call.

use serde::Deserialize;

use super::error::StsError;
use super::parameters::Parameters;
use super::session_policy::{self, PolicyDescriptor};
use super::session_tags::{SessionTags, Tag};
use super::{caller, input, issued_session, role};
use crate::caller::Caller;
use crate::core::Context;
use crate::model::RoleSession;
use crate::wire::Request;

const NAME: &str = "AssumeRole";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    role_arn: String,
    role_session_name: String,
    #[serde(default)]
    policy_arns: Vec<PolicyDescriptor>,
    policy: Option<String>,
    duration_seconds: Option<i64>,
    #[serde(default)]
    tags: Vec<Tag>,
    #[serde(default)]
    transitive_tag_keys: Vec<String>,
    external_id: Option<String>,
    serial_number: Option<String>,
    token_code: Option<String>,
}

pub(super) fn run(request: &Request<'_>, context: &Context<'_>) -> Result<String, StsError> {
    let caller = caller(request, context)?;
    let input: Input = input::read(NAME, &Parameters::of(request))?;
    role::check_arn(&input.role_arn)?;
    if input.serial_number.is_some() || input.token_code.is_some() {
        // There are no users here, and so no devices of theirs.
        return Err(StsError::access_denied(
            "MultiFactorAuthentication failed with invalid MFA one time pass code.",
        ));
    }
    let calling = match &caller {
        Caller::Account => None,
        Caller::Session(credentials) => Some(&credentials.session),
    };
    let tags = SessionTags::new(input.tags, &input.transitive_tag_keys, calling)?;
    let wish = role::Wish {
        role_arn: &input.role_arn,
        session_name: &input.role_session_name,
        external_id: input.external_id.as_deref(),
        tags: &tags,
    };
    role::check_caller(context, &wish, calling)?;
    let lifetime = match calling {
        None => role::session_seconds(context, &input.role_arn, input.duration_seconds)?,
        Some(_) => role::chained_session_seconds(input.duration_seconds)?,
    };
    let policy = input.policy.as_deref();
    let size = session_policy::packed_size(policy, &input.policy_arns, &tags.tags)?;
    let session = RoleSession {
        role_arn: input.role_arn,
        session_name: input.role_session_name,
        identity_id: None,
        tags: tags.tags,
        transitive_tag_keys: tags.transitive,
    };
    Ok(issued_session::issue(context, session, lifetime, size)?)
}
