//! `poolgate domains show`.

use std::process::ExitCode;

use poolgate::{Domain, Error};
use serde_json::{Value, json};

use crate::administrator::{self, Administrator};
use crate::arguments::domains::One;
use crate::failure::Failure;
use crate::plain_text::plain;

pub(super) fn run(arguments: &One) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.pool)?;
    let name = &arguments.domain;
    let domain = administrator::call(administrator.administration.domain(name))?;
    let domain = domain.ok_or_else(|| Error::NoSuchDomain { name: name.clone() })?;
    administrator.say(&as_json(&domain), &for_people(&domain))
}

fn as_json(domain: &Domain) -> Value {
    json!({
        "name": domain.name,
        "pool_id": domain.pool_id,
        "status": domain.status,
        "certificate_arn": certificate_arn(domain),
        "managed_login_version": domain.settings.managed_login_version,
        "cloud_front_distribution": domain.cloud_front_distribution,
        "version": domain.version,
    })
}

fn for_people(domain: &Domain) -> String {
    let text = |value: Option<&str>| plain(value.unwrap_or("-"));
    let version = domain.settings.managed_login_version;
    let version = version.map(|version| version.to_string());
    let target = domain.cloud_front_distribution.as_deref();
    [
        plain(&domain.name),
        format!(
            "  pool                   {}",
            text(domain.pool_id.as_deref())
        ),
        format!(
            "  status                 {}",
            text(domain.status.as_deref())
        ),
        format!("  certificate            {}", text(certificate_arn(domain))),
        format!("  managed login version  {}", text(version.as_deref())),
        format!("  its DNS leads to       {}", text(target)),
    ]
    .join("\n")
}

fn certificate_arn(domain: &Domain) -> Option<&str> {
    let config = domain.settings.custom_domain.as_ref()?;
    Some(config.certificate_arn())
}
