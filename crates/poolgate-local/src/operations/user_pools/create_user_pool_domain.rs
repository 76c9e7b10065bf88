//! `CreateUserPoolDomain`.

use poolgate_flow::ServiceError;

use super::subjects::user_pool_domain::{Input, Output};
use crate::app_clients::{require_user_pool, user_pool};
use crate::core::Context;
use crate::error::invalid_parameter;
use crate::model::UserPoolDomain;
use crate::operations::Operation;
use crate::state::{Entity, State};

pub(super) struct CreateUserPoolDomain;

impl Operation for CreateUserPoolDomain {
    const NAME: &'static str = "CreateUserPoolDomain";
    type Input = Input;
    type Output = Output;

    fn run(input: Input, context: &Context<'_>) -> Result<Output, ServiceError> {
        let pool = user_pool(context, &input.user_pool_id)?;
        match input.custom_domain_config {
            None => check_prefix(&input.domain)?,
            Some(_) => check_custom(&input.domain)?,
        }
        let version = input.version(&pool)?;
        let domain = UserPoolDomain {
            pool_id: input.user_pool_id,
            domain: input.domain,
            custom: input.custom_domain_config,
            managed_login_version: version.unwrap_or_default(),
            distribution: random_distribution(context),
            modified: context.now(),
        };
        let domain = context.write(|transaction| {
            require_user_pool(transaction.state(), &domain.pool_id)?;
            check_place(transaction.state(), &domain)?;
            Ok(transaction.put(domain))
        })?;
        Ok(Output::of(&domain))
    }
}

fn check_place(state: &State, domain: &UserPoolDomain) -> Result<(), ServiceError> {
    let owner = state.named::<UserPoolDomain>(&domain.domain);
    if owner.is_some_and(|owner| owner.pool_id != domain.pool_id) {
        let message = "Domain already associated with another user pool.";
        return Err(invalid_parameter(message));
    }
    if state.get::<UserPoolDomain>(&domain.key()).is_some() {
        return Err(invalid_parameter(
            "User pool already has a domain configured.",
        ));
    }
    Ok(())
}

/// What would make a prefix look like the service's own (protocol.md 9.5).
const RESERVED: [&str; 3] = ["aws", "amazon", "cognito"];

fn check_prefix(domain: &str) -> Result<(), ServiceError> {
    if !is_label(domain) {
        return Err(invalid_parameter(
            "The domain name contains an invalid character. Domain names can only contain \
             lower-case letters, numbers, and hyphens. Please enter a different name that follows \
             this format: ^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$",
        ));
    }
    match RESERVED.iter().find(|word| domain.contains(*word)) {
        Some(word) => Err(invalid_parameter(format!(
            "Domain cannot contain reserved word: {word}"
        ))),
        None => Ok(()),
    }
}

/// A custom domain has a parent that is more than a top-level domain. Whether that has an address
/// is not asked: this server is reached without names.
fn check_custom(domain: &str) -> Result<(), ServiceError> {
    let labels = || domain.split('.');
    if labels().all(is_label) && labels().count() > 2 {
        return Ok(());
    }
    Err(invalid_parameter(
        "Custom domain is not a valid subdomain: Was not able to resolve a DNS A record for the \
         parent domain or domain parent is a top-level domain.",
    ))
}

/// RFC 1035 section 2.3.1, in lower case and with digits anywhere (RFC 1123 section 2.1).
fn is_label(text: &str) -> bool {
    let is_letter_or_digit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    (1..=63).contains(&text.len())
        && text.chars().all(|c| is_letter_or_digit(c) || c == '-')
        && text.starts_with(is_letter_or_digit)
        && text.ends_with(is_letter_or_digit)
}

/// A name such as the content delivery network gives.
fn random_distribution(context: &Context<'_>) -> String {
    let name = context.random_text(13, b"abcdefghijklmnopqrstuvwxyz0123456789");
    format!("d{name}.cloudfront.net")
}
