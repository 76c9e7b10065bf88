//! `AssumeRoleWithWebIdentity`: the second half of the classic flow (protocol.md 8.1).

use serde::Deserialize;
use zeroize::Zeroizing;

use super::error::StsError;
use super::parameters::Parameters;
use super::session_policy::{self, PolicyDescriptor};
use super::web_identity::WebIdentity;
use super::xml::element;
use super::{input, issued_session, role};
use crate::core::Context;
use crate::model::RoleSession;
use crate::wire::Request;

const NAME: &str = "AssumeRoleWithWebIdentity";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    role_arn: String,
    role_session_name: String,
    web_identity_token: Zeroizing<String>,
    provider_id: Option<String>,
    #[serde(default)]
    policy_arns: Vec<PolicyDescriptor>,
    policy: Option<String>,
    duration_seconds: Option<i64>,
}

/// Needs no signature: the token is the proof.
pub(super) fn run(request: &Request<'_>, context: &Context<'_>) -> Result<String, StsError> {
    let input: Input = input::read(NAME, &Parameters::of(request))?;
    role::check_arn(&input.role_arn)?;
    let identity = WebIdentity::verify(
        context,
        &input.web_identity_token,
        input.provider_id.as_deref(),
    )?;
    role::check_web_identity(
        context,
        &input.role_arn,
        &input.role_session_name,
        &identity,
    )?;
    let lifetime = role::session_seconds(context, &input.role_arn, input.duration_seconds)?;
    let policy = input.policy.as_deref();
    let size = session_policy::packed_size(policy, &input.policy_arns, &identity.tags)?;
    let session = RoleSession {
        role_arn: input.role_arn,
        session_name: input.role_session_name,
        identity_id: identity.identity_id,
        tags: identity.tags,
        transitive_tag_keys: identity.transitive_tag_keys,
    };
    let issued = issued_session::issue(context, session, lifetime, size)?;
    Ok([
        issued,
        element("SubjectFromWebIdentityToken", &identity.subject),
        element("Provider", &identity.issuer),
        element("Audience", &identity.audience),
    ]
    .concat())
}
