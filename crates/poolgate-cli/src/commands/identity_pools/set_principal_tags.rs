//! `poolgate identity-pools set-principal-tags`.

use std::process::ExitCode;

use poolgate::PrincipalTags;

use super::principal_tags::as_json;
use crate::administrator;
use crate::arguments::identity_pools::SetPrincipalTags;
use crate::failure::Failure;
use crate::identity_administrator::IdentityAdministrator;
use crate::plain_text::plain;

pub(super) fn run(arguments: &SetPrincipalTags) -> Result<ExitCode, Failure> {
    let (administrator, id) = IdentityAdministrator::of_pool(&arguments.one.pool)?;
    let provider = &arguments.one.provider;
    let tags = PrincipalTags {
        use_defaults: arguments.defaults,
        claims: arguments.tags.iter().cloned().collect(),
    };
    let setting = administrator.pools.set_principal_tags(&id, provider, &tags);
    administrator::call(setting)?;
    let text = format!("✓ Set the session tags of users of {}.", plain(provider));
    administrator.say(&as_json(provider, &tags), &text)
}
