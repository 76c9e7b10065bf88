//! A new password in the place of an administrator's.

use std::collections::BTreeMap;

use poolgate::{NewPasswordRequired, Pending};

use super::Answered;
use crate::commands::login::answers::Answers;
use crate::passwords;

/// Asks for the new password, and for the attributes that the pool wants with it.
pub(super) async fn choose(
    challenge: Pending<NewPasswordRequired>,
    answers: &mut Answers<'_>,
) -> Answered {
    let prompt = answers.prompt;
    prompt.say("A new password must be chosen.");
    let password = passwords::typed_twice(prompt, "")?;
    let mut attributes = BTreeMap::new();
    for name in challenge.required_attributes() {
        let value = prompt.text(&format!("Attribute {name}"), "")?;
        attributes.insert(name.clone(), value);
    }
    Ok(challenge.answer(&password, &attributes).await)
}
