//! Whom a role trusts, and for how long.

use std::collections::BTreeMap;

use super::actor::{self, Actor};
use super::error::StsError;
use super::session_tags::SessionTags;
use super::web_identity::WebIdentity;
use crate::core::Context;
use crate::federation::{RoleArn, trust};
use crate::model::RoleSession;
use crate::roles::{Attempt, DEFAULT_MAX_SESSION_DURATION, Facts, Principal, Role};

const ASSUME_ROLE: &str = "sts:AssumeRole";

/// What somebody with credentials asks of a role.
pub(super) struct Wish<'a> {
    pub(super) role_arn: &'a str,
    pub(super) session_name: &'a str,
    pub(super) external_id: Option<&'a str>,
    pub(super) tags: &'a SessionTags,
}

/// Refuses what is not the ARN of a role.
pub(super) fn check_arn(arn: &str) -> Result<(), StsError> {
    RoleArn::parse(arn)
        .map(drop)
        .ok_or_else(|| StsError::validation(format!("{arn} is invalid")))
}

/// Refuses a web identity that the role does not trust.
pub(super) fn check_web_identity(
    context: &Context<'_>,
    role_arn: &str,
    session_name: &str,
    identity: &WebIdentity,
) -> Result<(), StsError> {
    let attempt = trust::Attempt {
        role_arn,
        session_name,
        provider: &identity.provider,
        audience: &identity.audience,
        subject: &identity.subject,
        methods: &identity.methods,
        tags: &identity.tags,
    };
    if trust::is_trusted(context, &attempt) {
        Ok(())
    } else {
        Err(StsError::web_identity_denied())
    }
}

/// Refuses a caller whom the role does not trust. A role that nobody described trusts the account,
/// and no session of another role.
pub(super) fn check_caller(
    context: &Context<'_>,
    wish: &Wish<'_>,
    calling: Option<&RoleSession>,
) -> Result<(), StsError> {
    let actor = match calling {
        None => Actor::account(context),
        Some(session) => Actor::session(context, session)?,
    };
    let trusted = match context.settings().trust.role_of(wish.role_arn) {
        None => calling.is_none(),
        Some(role) => lets(role, wish, principal(&actor, calling)),
    };
    if trusted {
        return Ok(());
    }
    Err(StsError::access_denied(format!(
        "User: {} is not authorized to perform: {ASSUME_ROLE} on resource: {}",
        actor.arn, wish.role_arn
    )))
}

/// A session goes by its own name, by its role's and by its account's.
fn principal(actor: &Actor, calling: Option<&RoleSession>) -> Principal {
    let role = calling.map(|session| session.role_arn.clone());
    let names = [actor.arn.clone(), actor::root(&actor.account_id)];
    Principal::Aws {
        account_id: actor.account_id.clone(),
        arns: names.into_iter().chain(role).collect(),
    }
}

fn lets(role: &Role, wish: &Wish<'_>, principal: Principal) -> bool {
    let one = |name: &str, value: &str| (name.to_owned(), vec![value.to_owned()]);
    let mut facts: Facts = BTreeMap::from([one("sts:rolesessionname", wish.session_name)]);
    facts.extend(wish.external_id.map(|id| one("sts:externalid", id)));
    facts.extend(trust::tag_facts(&wish.tags.tags));
    let transitive: Vec<String> = wish.tags.transitive.iter().cloned().collect();
    facts.insert("sts:transitivetagkeys".to_owned(), transitive);
    let attempt = Attempt { principal, facts };
    role.lets(ASSUME_ROLE, &wish.tags.tags, &attempt)
}

/// How long a session of the role lasts, in seconds.
pub(super) fn session_seconds(
    context: &Context<'_>,
    role_arn: &str,
    asked: Option<i64>,
) -> Result<i64, StsError> {
    let longest = context
        .settings()
        .trust
        .role_of(role_arn)
        .map_or(DEFAULT_MAX_SESSION_DURATION, Role::max_session_duration);
    let seconds = asked.unwrap_or(DEFAULT_MAX_SESSION_DURATION);
    if seconds > longest {
        return Err(StsError::validation(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    Ok(seconds)
}

/// How long a session lasts that another role's session asked for, whatever the role allows.
pub(super) fn chained_session_seconds(asked: Option<i64>) -> Result<i64, StsError> {
    let seconds = asked.unwrap_or(DEFAULT_MAX_SESSION_DURATION);
    if seconds > DEFAULT_MAX_SESSION_DURATION {
        return Err(StsError::validation(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by \
             role chaining.",
        ));
    }
    Ok(seconds)
}
