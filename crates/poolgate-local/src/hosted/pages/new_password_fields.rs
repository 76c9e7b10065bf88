//! A new password: twice, with what the pool's policy demands of it.

use poolgate_flow::ServiceError;

use super::complaint::Complaint;
use super::form::Field;
use super::page::Page;
use super::texts::Texts;
use crate::model::PasswordPolicy;
use crate::users::password::{self, Password, Wording};

/// The second time.
pub(super) const AGAIN: &str = "password_again";

/// The two fields, under these labels.
pub(super) fn fields(page: &Page<'_, '_>, labels: [&'static str; 2]) -> [Field; 2] {
    let texts = page.frame.texts();
    let [label, again] = labels;
    [
        Field::password("password", label, "new-password")
            .with_policy(demands(policy(page), texts)),
        Field::password(AGAIN, again, "new-password"),
    ]
}

/// Complains if the second one is another.
pub(super) fn compare(page: &Page<'_, '_>) -> Option<Complaint> {
    let differ = page.given("password") != page.given(AGAIN);
    differ.then(|| Complaint::about(AGAIN, page.frame.texts().passwords_differ))
}

/// The password, if the policy allows it. This comes before the constraints of the API's model, whose
/// words are for developers.
pub(super) fn given(page: &Page<'_, '_>) -> Result<Password, ServiceError> {
    let password = Password::new(page.given("password").unwrap_or_default());
    password::check_policy(policy(page), &password, Wording::DidNotConform)?;
    Ok(password)
}

fn policy<'p>(page: &'p Page<'_, '_>) -> &'p PasswordPolicy {
    let pool = &page.authorization.app.pool;
    &pool.settings.policies.password_policy
}

fn demands(policy: &PasswordPolicy, texts: &Texts) -> Vec<String> {
    let length = texts
        .policy_length
        .replace("{}", &policy.minimum_length.to_string());
    let classes = [
        (policy.require_uppercase, texts.policy_uppercase),
        (policy.require_lowercase, texts.policy_lowercase),
        (policy.require_numbers, texts.policy_number),
        (policy.require_symbols, texts.policy_symbol),
    ];
    let classes = classes.into_iter().filter(|(demanded, _)| *demanded);
    let classes = classes.map(|(_, text)| text.to_owned());
    std::iter::once(length).chain(classes).collect()
}
