//! The questions between the password and the session.

use std::collections::BTreeMap;

use poolgate::{AnswerFailed, Challenge, Password, Session, SignInStep};

use crate::arguments::Login;
use crate::failure::{Failure, Kind};
use crate::prompt::Prompt;

/// How often an answer may be wrong: each counts towards the user's lock-out.
const TRIES: u32 = 3;

/// Answers challenge after challenge, until there is a session.
pub(crate) async fn answer(
    mut challenge: Challenge,
    arguments: &Login,
    prompt: &Prompt,
) -> Result<Session, Failure> {
    let mut code = arguments.mfa_code.clone();
    let mut wrong = 0;
    loop {
        let answered = answer_one(challenge, code.take(), prompt).await?;
        challenge = match answered {
            Ok(SignInStep::SignedIn(session)) => return Ok(session),
            Ok(SignInStep::Challenge(next)) => {
                wrong = 0;
                next
            }
            Ok(_) => {
                return Err(Failure::new(
                    Kind::Other,
                    "the sign-in took an unknown turn",
                ));
            }
            Err(failure) => {
                wrong += 1;
                match failure.challenge {
                    Some(open) if wrong < TRIES => {
                        prompt.say(&failure.error.to_string());
                        *open
                    }
                    _ => return Err(failure.error.into()),
                }
            }
        };
    }
}

async fn answer_one(
    challenge: Challenge,
    code: Option<String>,
    prompt: &Prompt,
) -> Result<Result<SignInStep, AnswerFailed>, Failure> {
    match challenge {
        Challenge::NewPasswordRequired(challenge) => {
            prompt.say("A new password must be chosen.");
            let password = new_password(prompt)?;
            let mut attributes = BTreeMap::new();
            for name in challenge.required_attributes() {
                attributes.insert(name.clone(), prompt.text(&format!("Attribute {name}"))?);
            }
            Ok(challenge.answer(&password, &attributes).await)
        }
        Challenge::SmsMfa(challenge) => {
            let question = match challenge.destination() {
                Some(destination) => format!("Code sent by SMS to {destination}"),
                None => "Code sent by SMS".to_owned(),
            };
            Ok(challenge
                .answer(&code_or_ask(code, &question, prompt)?)
                .await)
        }
        Challenge::SoftwareTokenMfa(challenge) => {
            let question = match challenge.friendly_device_name() {
                Some(name) => format!("Code of the authenticator app ({name})"),
                None => "Code of the authenticator app".to_owned(),
            };
            Ok(challenge
                .answer(&code_or_ask(code, &question, prompt)?)
                .await)
        }
        other => Err(Failure::new(
            Kind::SignIn,
            format_args!(
                "the pool asks for {}, which this command cannot answer",
                other.name()
            ),
        )),
    }
}

fn code_or_ask(code: Option<String>, question: &str, prompt: &Prompt) -> Result<String, Failure> {
    match code {
        Some(code) => Ok(code),
        None => prompt.text(question),
    }
}

fn new_password(prompt: &Prompt) -> Result<Password, Failure> {
    for _ in 0..TRIES {
        let first = prompt.secret("New password")?;
        if *first != *prompt.secret("The same again")? {
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
