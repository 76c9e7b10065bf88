//! `poolgate pools show`.

use std::process::ExitCode;

use poolgate::aws_sdk_cognitoidentityprovider::types::{
    DeletionProtectionType, UserPoolMfaType, UserPoolTierType, UserPoolType,
};
use serde_json::{Value, json};

use crate::administrator::{self, Administrator};
use crate::arguments::pools::Show;
use crate::failure::Failure;
use crate::plain_text::plain;

pub(super) fn run(arguments: &Show) -> Result<ExitCode, Failure> {
    let administrator = Administrator::of(&arguments.pool)?;
    let pool = administrator::call(administrator.administration.user_pool())?;
    administrator.say(&as_json(&pool), &for_people(&pool))
}

fn as_json(pool: &UserPoolType) -> Value {
    let tags: serde_json::Map<String, Value> = pool
        .user_pool_tags
        .iter()
        .flatten()
        .map(|(key, value)| (key.clone(), value.clone().into()))
        .collect();
    json!({
        "id": pool.id,
        "name": pool.name,
        "arn": pool.arn,
        "estimated_number_of_users": pool.estimated_number_of_users,
        "tier": pool.user_pool_tier.as_ref().map(UserPoolTierType::as_str),
        "mfa": pool.mfa_configuration.as_ref().map(UserPoolMfaType::as_str),
        "domain": pool.domain,
        "custom_domain": pool.custom_domain,
        "username_attributes": words(pool.username_attributes(), |name| name.as_str()),
        "alias_attributes": words(pool.alias_attributes(), |name| name.as_str()),
        "auto_verified_attributes": words(pool.auto_verified_attributes(), |name| name.as_str()),
        "custom_attributes": custom_attributes(pool),
        "deletion_protection": pool.deletion_protection.as_ref().map(DeletionProtectionType::as_str),
        "tags": tags,
    })
}

fn words<'a, T>(names: &'a [T], word: impl Fn(&'a T) -> &'a str) -> Vec<&'a str> {
    names.iter().map(word).collect()
}

fn custom_attributes(pool: &UserPoolType) -> Vec<&str> {
    let names = pool
        .schema_attributes()
        .iter()
        .filter_map(|attribute| attribute.name());
    names.filter(|name| name.starts_with("custom:")).collect()
}

fn for_people(pool: &UserPoolType) -> String {
    let text = |value: Option<&str>| plain(value.unwrap_or("-"));
    let list = |words: Vec<&str>| {
        let joined = words.join(", ");
        if joined.is_empty() {
            "-".to_owned()
        } else {
            plain(&joined)
        }
    };
    let domain = pool.custom_domain().or(pool.domain());
    [
        format!("{} ({})", text(pool.id()), text(pool.name())),
        format!("  users, about       {}", pool.estimated_number_of_users),
        format!(
            "  tier               {}",
            text(pool.user_pool_tier().map(UserPoolTierType::as_str))
        ),
        format!(
            "  second factor      {}",
            text(pool.mfa_configuration().map(UserPoolMfaType::as_str))
        ),
        format!("  domain             {}", text(domain)),
        format!(
            "  sign in by         {}",
            list(words(pool.username_attributes(), |name| name.as_str()))
        ),
        format!(
            "  aliases            {}",
            list(words(pool.alias_attributes(), |name| name.as_str()))
        ),
        format!(
            "  verified by codes  {}",
            list(words(pool.auto_verified_attributes(), |name| name.as_str()))
        ),
        format!("  own attributes     {}", list(custom_attributes(pool))),
    ]
    .join("\n")
}
