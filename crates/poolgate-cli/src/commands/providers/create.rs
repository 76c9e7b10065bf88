//! `poolgate providers create`.

use std::process::ExitCode;

use poolgate::IdentityProviderSettings;

use super::description::as_json;
use super::settings::{apply, details};
use crate::administrator::{self, Administrator};
use crate::arguments::providers::Create;
use crate::failure::Failure;
use crate::plain_text::plain;

pub(super) fn run(arguments: &Create) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.one.pool)?;
    let mut settings = IdentityProviderSettings::default();
    let details = details(&arguments.settings)?;
    apply(&arguments.settings, details, &mut settings);
    let creation = administrator.administration.create_identity_provider(
        &arguments.one.provider,
        &arguments.provider_type,
        settings,
    );
    let provider = administrator::call(creation)?;
    let text = format!("✓ The pool takes users of {}.", plain(&provider.name));
    administrator.say(&as_json(&provider, false), &text)
}
