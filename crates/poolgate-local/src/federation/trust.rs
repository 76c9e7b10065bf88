//! Whether a role trusts the token of a web identity.

use std::collections::BTreeMap;

use poolgate_flow::ServiceError;

use super::{Login, error, open_id_token, provider};
use crate::core::{Context, Settings};
use crate::model::{Group, IdentityPool, RoleSession};
use crate::roles::{self, Facts, Principal};
use crate::state::{Entity, State};

const WEB_IDENTITY: &str = "sts:AssumeRoleWithWebIdentity";

/// A web identity that wants a session of a role.
#[derive(Debug)]
pub(crate) struct Attempt<'a> {
    pub(crate) role_arn: &'a str,
    pub(crate) session_name: &'a str,
    /// The provider whose name the condition keys begin with.
    pub(crate) provider: &'a str,
    pub(crate) audience: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) methods: &'a [String],
    pub(crate) tags: &'a BTreeMap<String, String>,
}

/// Whether the role trusts the identity: by its own policy if it was described, else by being named
/// in the identity pool.
pub(crate) fn is_trusted(context: &Context<'_>, attempt: &Attempt<'_>) -> bool {
    match context.settings().trust.role_of(attempt.role_arn) {
        Some(role) => is_trusted_by(context.settings(), role, attempt),
        None if attempt.provider == open_id_token::PROVIDER => {
            context.read(|state| is_named(context.settings(), state, attempt))
        }
        None => false,
    }
}

/// Refuses to give an identity a role that was described and does not trust it (protocol.md 8.7).
pub(crate) fn check_session(
    settings: &Settings,
    pool_id: &str,
    logins: &[Login],
    session: &RoleSession,
) -> Result<(), ServiceError> {
    let Some(role) = settings.trust.role_of(&session.role_arn) else {
        return Ok(());
    };
    let attempt = Attempt {
        role_arn: &session.role_arn,
        session_name: &session.session_name,
        provider: open_id_token::PROVIDER,
        audience: pool_id,
        subject: session.identity_id.as_deref().unwrap_or_default(),
        methods: &open_id_token::authentication_methods(logins),
        tags: &session.tags,
    };
    if is_trusted_by(settings, role, &attempt) {
        Ok(())
    } else {
        Err(error::no_role())
    }
}

/// Whether the trust policy lets a session of the role begin, with these tags if there are any.
fn is_trusted_by(settings: &Settings, role: &roles::Role, attempt: &Attempt<'_>) -> bool {
    role.lets(WEB_IDENTITY, attempt.tags, &attempt.judged(settings))
}

impl Attempt<'_> {
    fn judged(&self, settings: &Settings) -> roles::Attempt {
        let fact = |name: &str, values: Vec<String>| {
            (format!("{}:{name}", self.provider).to_lowercase(), values)
        };
        let mut facts: Facts = BTreeMap::from([
            fact("aud", vec![self.audience.to_owned()]),
            fact("sub", vec![self.subject.to_owned()]),
            fact("amr", self.methods.to_vec()),
            (
                "sts:rolesessionname".to_owned(),
                vec![self.session_name.to_owned()],
            ),
        ]);
        facts.extend(tag_facts(self.tags));
        let provider = self.provider;
        let account = super::RoleArn::parse(self.role_arn)
            .map_or(settings.account_id.as_str(), |role| role.account_id);
        let arn = format!("arn:aws:iam::{account}:oidc-provider/{provider}");
        roles::Attempt {
            principal: Principal::Federated(vec![provider.to_owned(), arn]),
            facts,
        }
    }
}

/// What conditions may ask of the tags of a session.
pub(crate) fn tag_facts(tags: &BTreeMap<String, String>) -> Facts {
    let each = tags.iter().map(|(key, value)| {
        (
            format!("aws:requesttag/{}", key.to_lowercase()),
            vec![value.clone()],
        )
    });
    let keys = ("aws:tagkeys".to_owned(), tags.keys().cloned().collect());
    each.chain([keys]).collect()
}

/// Whether the pool gives the role to such an identity: by default, by a rule, or by a group of a
/// user pool that it lets in.
fn is_named(settings: &Settings, state: &State, attempt: &Attempt<'_>) -> bool {
    let Some(pool) = state.get::<IdentityPool>(attempt.audience) else {
        return false;
    };
    let has_default = |kind: &str| {
        pool.roles
            .get(kind)
            .is_some_and(|it| it == attempt.role_arn)
    };
    let is_authenticated = attempt.methods.iter().any(|it| it == "authenticated");
    if !is_authenticated {
        return has_default("unauthenticated");
    }
    let mut rules = pool
        .role_mappings
        .values()
        .filter_map(|mapping| mapping.rules_configuration.as_ref())
        .flat_map(|configuration| &configuration.rules);
    has_default("authenticated")
        || rules.any(|rule| rule.role_arn == attempt.role_arn)
        || is_of_group(settings, state, &pool, attempt.role_arn)
}

fn is_of_group(settings: &Settings, state: &State, pool: &IdentityPool, role_arn: &str) -> bool {
    let providers = pool.settings.cognito_identity_providers.iter().flatten();
    let mut user_pools =
        providers.filter_map(|known| provider::user_pool_id(settings, &known.provider_name));
    user_pools.any(|id| {
        let prefix = format!("{id}/");
        let mut groups = Group::table(state).range(&prefix, None);
        groups.any(|(_, group)| group.role_arn.as_deref() == Some(role_arn))
    })
}
