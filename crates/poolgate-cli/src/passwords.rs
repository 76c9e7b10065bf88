//! Passwords: given beforehand, printed by a command, or typed.

use std::os::unix::ffi::OsStringExt as _;
use std::time::Duration;

use poolgate::{Error, ErrorCode, Password};
use zeroize::Zeroizing;

use crate::arguments::passwords::{NewPasswordSource, PasswordSource};
use crate::failure::{Failure, Kind};
use crate::process::ShellCommand;
use crate::prompt::{Prompt, TRIES, standard_input_line};

/// A password manager may have to be unlocked first.
const PASSWORD_MAXIMUM: Duration = Duration::from_mins(1);

/// Where a password comes from, if it need not be typed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    stdin: bool,
    process: Option<&'a str>,
    flags: Flags,
}

#[derive(Clone, Copy, Debug)]
struct Flags {
    process: &'static str,
    any: &'static str,
}

impl<'a> From<&'a PasswordSource> for Source<'a> {
    fn from(source: &'a PasswordSource) -> Self {
        Self {
            stdin: source.password_stdin,
            process: source.password_process.as_deref(),
            flags: Flags {
                process: "--password-process",
                any: "--password-stdin or --password-process",
            },
        }
    }
}

impl<'a> From<&'a NewPasswordSource> for Source<'a> {
    fn from(source: &'a NewPasswordSource) -> Self {
        Self {
            stdin: source.new_password_stdin,
            process: source.new_password_process.as_deref(),
            flags: Flags {
                process: "--new-password-process",
                any: "--new-password-stdin or --new-password-process",
            },
        }
    }
}

impl Source<'_> {
    /// The password that was given beforehand, if one was.
    pub(crate) async fn given(&self) -> Result<Option<Password>, Failure> {
        let bytes = if self.stdin {
            standard_input_line("the password")?.to_vec()
        } else if let Some(text) = self.process {
            self.printed(text).await?
        } else {
            return Ok(None);
        };
        checked(bytes).map(Some)
    }

    /// A password to be proven: given, in the environment, or typed.
    pub(crate) async fn proof(&self, prompt: &Prompt, question: &str) -> Result<Password, Failure> {
        if let Some(password) = self.given().await? {
            return Ok(password);
        }
        if let Some(password) = of_environment()? {
            return Ok(password);
        }
        self.typed(prompt, question)
    }

    /// A password to be proven that is typed now, whatever was given.
    pub(crate) fn typed(&self, prompt: &Prompt, question: &str) -> Result<Password, Failure> {
        let typed = prompt.secret(question, self.flags.any)?;
        Password::new(typed.to_string()).map_err(|error| Failure::new(Kind::SignIn, error))
    }

    /// A password that is chosen now: given, or typed twice. The environment's is one that exists.
    pub(crate) async fn choice(&self, prompt: &Prompt) -> Result<Password, Failure> {
        match self.given().await? {
            Some(password) => Ok(password),
            None => typed_twice(prompt, self.flags.any),
        }
    }

    /// Whether another one can be had where this one is refused.
    pub(crate) fn is_typed(&self) -> bool {
        !self.stdin && self.process.is_none()
    }

    async fn printed(&self, text: &str) -> Result<Vec<u8>, Failure> {
        let command = ShellCommand {
            flag: self.flags.process,
            text,
            environment: &[],
            input: "",
            bound: PASSWORD_MAXIMUM,
        };
        let printed = command.output().await?;
        match printed.lines().next() {
            Some(line) if !line.is_empty() => Ok(line.as_bytes().to_vec()),
            _ => Err(command.failed("printed no password")),
        }
    }
}

/// Whether one is given beforehand, and need not be typed.
pub(crate) fn is_given(source: &PasswordSource) -> bool {
    let variable = std::env::var_os("POOLGATE_PASSWORD");
    !Source::from(source).is_typed() || variable.is_some_and(|password| !password.is_empty())
}

/// The password that is named by the environment, the last resort: other processes of the same
/// user can read it.
pub(crate) fn of_environment() -> Result<Option<Password>, Failure> {
    let value = std::env::var_os("POOLGATE_PASSWORD").filter(|password| !password.is_empty());
    value.map(|value| checked(value.into_vec())).transpose()
}

/// Asks for a new password until it is typed the same twice.
pub(crate) fn typed_twice(prompt: &Prompt, flags: &str) -> Result<Password, Failure> {
    for _ in 0..TRIES {
        let first: Zeroizing<String> = prompt.secret("New password", flags)?;
        if *first != *prompt.secret("The same again", flags)? {
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

/// Whether the service has refused a new password, so that another may do.
pub(crate) fn is_unfit(error: &Error) -> bool {
    let Some(refusal) = error.service() else {
        return false;
    };
    match refusal.code {
        ErrorCode::InvalidPassword | ErrorCode::PasswordHistoryPolicyViolation => true,
        // Shorter than any policy allows: the request itself is refused.
        ErrorCode::InvalidParameter => ["'password'", "'proposedPassword'"]
            .iter()
            .any(|member| refusal.message.contains(member)),
        _ => false,
    }
}

fn checked(bytes: Vec<u8>) -> Result<Password, Failure> {
    Password::from_bytes(bytes).map_err(|error| Failure::new(Kind::SignIn, error))
}
