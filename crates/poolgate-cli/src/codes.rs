//! Codes that a person is asked for: given beforehand, printed by a command, or typed.

use std::time::Duration;

use poolgate::{Error, ErrorCode};

use crate::arguments::code::CodeSource;
use crate::failure::{Failure, Kind};
use crate::process::ShellCommand;
use crate::prompt::{Prompt, TRIES};

/// A password manager may have to be unlocked first.
const CODE_MAXIMUM: Duration = Duration::from_mins(1);

/// The codes for one command, in the order in which they are asked for.
#[derive(Debug)]
pub(crate) struct Codes<'a> {
    prompt: &'a Prompt,
    flags: Flags,
    given: Option<String>,
    process: Option<&'a str>,
    /// What the command has printed last.
    printed: Option<String>,
}

/// The flags that answer the question, for messages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flags {
    /// The one that names a command.
    pub(crate) process: &'static str,
    /// All of them.
    pub(crate) any: &'static str,
}

impl<'a> Codes<'a> {
    pub(crate) fn new(
        prompt: &'a Prompt,
        flags: Flags,
        given: Option<String>,
        process: Option<&'a str>,
    ) -> Self {
        Self {
            prompt,
            flags,
            given,
            process,
            printed: None,
        }
    }

    /// The codes of the flags that most commands have.
    pub(crate) fn from_source(prompt: &'a Prompt, source: &'a CodeSource) -> Self {
        let flags = Flags {
            process: "--code-process",
            any: "--code or --code-process",
        };
        let process = source.code_process.as_deref();
        Self::new(prompt, flags, source.code.clone(), process)
    }

    /// The next code: the given one first, then those of the command, which learns what its
    /// environment says, else typed.
    pub(crate) async fn next(
        &mut self,
        question: &str,
        environment: &[(&str, &str)],
    ) -> Result<String, Failure> {
        if let Some(code) = self.given.take() {
            return Ok(code);
        }
        match self.process {
            Some(text) => self.of_command(text, environment).await,
            None => self.prompt.text(question, self.flags.any),
        }
    }

    /// Shows code after code to the service, until it takes one or nobody has another.
    pub(crate) async fn until_accepted(
        &mut self,
        username: &str,
        mut show: impl AsyncFnMut(&str) -> Result<(), Error>,
    ) -> Result<(), Failure> {
        let mut refused: Option<Failure> = None;
        for _ in 0..TRIES {
            if let Some(refused) = &refused {
                self.prompt.say(&refused.to_string());
            }
            let code = match self.next_for(username).await {
                Err(failure) if failure.kind == Kind::Interrupted => return Err(failure),
                // Nobody has another code: why the one before was refused says more.
                Err(failure) => return Err(refused.unwrap_or(failure)),
                Ok(code) => code,
            };
            match show(&code).await {
                Ok(()) => return Ok(()),
                Err(error) if error.code() == Some(&ErrorCode::CodeMismatch) => {
                    refused = Some(error.into());
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(refused.unwrap_or_else(|| Failure::new(Kind::SignIn, "no code was accepted")))
    }

    /// The next code that was sent to a user.
    pub(crate) async fn next_for(&mut self, username: &str) -> Result<String, Failure> {
        let question = format!("Code that was sent to {username}");
        self.next(&question, &[("POOLGATE_USERNAME", username)])
            .await
    }

    async fn of_command(
        &mut self,
        text: &str,
        environment: &[(&str, &str)],
    ) -> Result<String, Failure> {
        let command = ShellCommand {
            flag: self.flags.process,
            text,
            environment,
            input: "",
            bound: CODE_MAXIMUM,
        };
        let printed = command.output().await?;
        let code = printed.lines().next().unwrap_or_default().trim().to_owned();
        if code.is_empty() {
            return Err(command.failed("printed no code"));
        }
        if self.printed.as_ref() == Some(&code) {
            // A wrong code again would only bring the user closer to being locked out.
            return Err(command.failed("printed the same code again"));
        }
        self.printed = Some(code.clone());
        Ok(code)
    }
}
