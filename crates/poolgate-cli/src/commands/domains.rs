//! `poolgate domains …`: where a pool's login pages are, for its administrators.

mod create;
mod delete;
mod show;
mod update;

use std::process::ExitCode;

use poolgate::DomainSettings;
use poolgate::aws_sdk_cognitoidentityprovider::types::CustomDomainConfigType;

use crate::arguments::domains::{Describe, Domains};
use crate::failure::Failure;

pub(crate) fn run(command: &Domains) -> Result<ExitCode, Failure> {
    match command {
        Domains::Create(arguments) => create::run(arguments),
        Domains::Delete(arguments) => delete::run(arguments),
        Domains::Show(arguments) => show::run(arguments),
        Domains::Update(arguments) => update::run(arguments),
    }
}

/// Changes what the arguments name, and leaves the rest.
fn apply(arguments: &Describe, settings: &mut DomainSettings) {
    let version = arguments.managed_login_version;
    settings.managed_login_version = version.or(settings.managed_login_version);
    let Some(arn) = &arguments.certificate_arn else {
        return;
    };
    if let Some(config) = &mut settings.custom_domain {
        config.certificate_arn.clone_from(arn);
    } else {
        let builder = CustomDomainConfigType::builder().certificate_arn(arn);
        // It fails without a certificate only.
        settings.custom_domain = builder.build().ok();
    }
}
