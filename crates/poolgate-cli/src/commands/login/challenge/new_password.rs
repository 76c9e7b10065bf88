//! A new password in the place of an administrator's.

use std::collections::BTreeMap;

use poolgate::{NewPasswordRequired, Password, Pending};

use super::Answered;
use crate::commands::login::answers::Answers;
use crate::failure::{Failure, Kind};
use crate::prompt::{Prompt, TRIES};

/// Asks for the new password, and for the attributes that the pool wants with it.
pub(super) async fn choose(
    challenge: Pending<NewPasswordRequired>,
    answers: &mut Answers<'_>,
) -> Answered {
    let prompt = answers.prompt;
    prompt.say("A new password must be chosen.");
    let password = typed_twice(prompt)?;
    let mut attributes = BTreeMap::new();
    for name in challenge.required_attributes() {
        let value = prompt.text(&format!("Attribute {name}"), "")?;
        attributes.insert(name.clone(), value);
    }
    Ok(challenge.answer(&password, &attributes).await)
}

fn typed_twice(prompt: &Prompt) -> Result<Password, Failure> {
    for _ in 0..TRIES {
        let first = prompt.secret("New password", "")?;
        if *first != *prompt.secret("The same again", "")? {
            prompt.say("The two are not the same.");
            continue;
        }
        match Password::new(first.to_string()) {
            Ok(password) => return Ok(password),
            Err(error) => prompt.say(&error.to_string()),
        }
    }
    Err(Failure::new(Kind::SignIn, "no new password was chosen"))
}
