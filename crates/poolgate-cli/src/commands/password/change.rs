//! `poolgate password change`.

use std::process::ExitCode;

use poolgate::{Password, Session};
use serde_json::json;

use crate::arguments::password::Change;
use crate::bounded;
use crate::failure::Failure;
use crate::output;
use crate::passwords::{self, Source};
use crate::prompt::{Prompt, TRIES};
use crate::user::User;

pub(super) fn run(arguments: &Change) -> Result<ExitCode, Failure> {
    let user = User::signed_in(&arguments.connection)?;
    let flags = user.profile().flags();
    let prompt = Prompt::new(false, format!("poolgate password change {flags}"));
    bounded::block_on_person(async {
        let session = user.session().await?;
        let present = if arguments.first {
            None
        } else {
            let source = Source::from(&arguments.present);
            let question = format!("Present password of {}", user.name);
            Some(source.proof(&prompt, &question).await?)
        };
        let proposed = Source::from(&arguments.proposed);
        change(&user, &session, present.as_ref(), proposed, &prompt).await
    })?;
    let name = &user.name;
    output::line(&if arguments.format.json {
        json!({ "username": name, "changed": true }).to_string()
    } else {
        format!("✓ Changed the password of {name}.")
    })
}

/// Who types a password that the pool's policy refuses may choose another.
async fn change(
    user: &User,
    session: &Session,
    present: Option<&Password>,
    proposed: Source<'_>,
    prompt: &Prompt,
) -> Result<(), Failure> {
    for _ in 1..TRIES {
        let chosen = proposed.choice(prompt).await?;
        match session.change_password(present, &chosen).await {
            Err(error) if proposed.is_typed() && passwords::is_unfit(&error) => {
                prompt.say(&Failure::from(error).to_string());
            }
            outcome => return user.told(outcome),
        }
    }
    let chosen = proposed.choice(prompt).await?;
    user.told(session.change_password(present, &chosen).await)
}
