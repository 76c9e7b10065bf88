//! Where the answers of a sign-in come from: what was given beforehand, the commands that stand
//! in for a person, and the person.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::time::Duration;

use poolgate::{ChallengeName, Password};

use crate::arguments::Given;
use crate::failure::{Failure, Kind};
use crate::mfa_type::MfaType;
use crate::process::ShellCommand;
use crate::profile::Profile;
use crate::prompt::{Prompt, standard_input_line};

/// A password manager may have to be unlocked first.
const CODE_MAXIMUM: Duration = Duration::from_mins(1);

/// A person may have to find the key and touch it; no challenge waits longer by default
/// (`AuthSessionValidity`, protocol.md 5.4).
const PASSKEY_MAXIMUM: Duration = Duration::from_mins(3);

pub(super) struct Answers<'a> {
    pub(super) prompt: &'a Prompt,
    /// The user, as typed.
    pub(super) name: &'a str,
    /// Whose account an authenticator app shows.
    pub(super) issuer: &'a str,
    pub(super) mfa_type: Option<MfaType>,
    /// Whether an authenticator app has been given its secret.
    pub(super) secret_shown: bool,
    password: Option<Password>,
    code: Option<String>,
    code_process: Option<&'a str>,
    code_of_process: Option<String>,
    passkey_process: Option<&'a str>,
    custom: VecDeque<&'a str>,
}

impl<'a> Answers<'a> {
    /// Reads the password from where it was told to come; only the embedded Cognito's own user
    /// needs none.
    pub(super) fn new(
        given: &'a Given,
        profile: &'a Profile,
        prompt: &'a Prompt,
        name: &'a str,
        seeded_password: Option<&str>,
    ) -> Result<Self, Failure> {
        let process = |flag: &'a Option<String>, configured: &'a Option<String>| {
            flag.as_deref().or(configured.as_deref())
        };
        Ok(Self {
            prompt,
            name,
            issuer: profile.issuer_name(),
            mfa_type: given.mfa_type,
            secret_shown: false,
            password: given_password(given, seeded_password)?,
            code: given.mfa_code.clone(),
            code_process: process(&given.mfa_process, &profile.mfa_process),
            code_of_process: None,
            passkey_process: process(&given.passkey_process, &profile.passkey_process),
            custom: given.answers.iter().map(String::as_str).collect(),
        })
    }

    /// The password that was given beforehand.
    pub(super) fn given_password(&self) -> Option<Password> {
        self.password.clone()
    }

    /// The password: the given one, or typed.
    pub(super) fn password(&self) -> Result<Password, Failure> {
        match &self.password {
            Some(password) => Ok(password.clone()),
            None => self.typed_password(&format!("Password of {}", self.name)),
        }
    }

    /// A password that is typed now, whatever was given.
    pub(super) fn typed_password(&self, question: &str) -> Result<Password, Failure> {
        let typed = self.prompt.secret(question, "--password-stdin")?;
        Password::new(typed.to_string()).map_err(|error| Failure::new(Kind::SignIn, error))
    }

    /// A code: the given one first, then those of the command, else typed.
    pub(super) async fn code(
        &mut self,
        challenge: &ChallengeName,
        destination: Option<&str>,
        question: &str,
    ) -> Result<String, Failure> {
        if let Some(code) = self.code.take() {
            return Ok(code);
        }
        match self.code_process {
            Some(text) => self.code_of_command(text, challenge, destination).await,
            None => self.prompt.text(question, "--mfa-code or --mfa-process"),
        }
    }

    async fn code_of_command(
        &mut self,
        text: &str,
        challenge: &ChallengeName,
        destination: Option<&str>,
    ) -> Result<String, Failure> {
        let command = ShellCommand {
            flag: "--mfa-process",
            text,
            environment: &[
                ("POOLGATE_CHALLENGE", challenge.as_str()),
                ("POOLGATE_DESTINATION", destination.unwrap_or_default()),
            ],
            input: "",
            bound: CODE_MAXIMUM,
        };
        let printed = command.output().await?;
        let code = printed.lines().next().unwrap_or_default().trim().to_owned();
        if code.is_empty() {
            return Err(command.failed("printed no code"));
        }
        if self.code_of_process.as_ref() == Some(&code) {
            // A wrong code again would only bring the user closer to being locked out.
            return Err(command.failed("printed the same code again"));
        }
        self.code_of_process = Some(code.clone());
        Ok(code)
    }

    /// What the person's authenticator makes of a passkey's request.
    pub(super) async fn credential(&self, request_options: &str) -> Result<String, Failure> {
        let Some(text) = self.passkey_process else {
            let failure = Failure::new(
                Kind::SignIn,
                "the pool asks for a passkey, and a terminal has no authenticator",
            );
            return Err(failure.hint(
                "Name one with --passkey-process: it reads the request options as JSON and \
                 prints the credential as JSON",
            ));
        };
        let command = ShellCommand {
            flag: "--passkey-process",
            text,
            environment: &[],
            input: request_options,
            bound: PASSKEY_MAXIMUM,
        };
        Ok(command.output().await?.trim().to_owned())
    }

    /// The next answer to a challenge of the pool's functions.
    pub(super) fn custom(&mut self) -> Result<String, Failure> {
        match self.custom.pop_front() {
            Some(answer) => Ok(answer.to_owned()),
            None => self.prompt.text("Answer", "--answer"),
        }
    }
}

fn given_password(given: &Given, seeded: Option<&str>) -> Result<Option<Password>, Failure> {
    let bytes = if given.password_stdin {
        standard_input_line("the password")?.to_vec()
    } else if let Some(password) = environment_password() {
        password.into_vec()
    } else if let Some(password) = seeded {
        password.as_bytes().to_vec()
    } else {
        return Ok(None);
    };
    Password::from_bytes(bytes)
        .map(Some)
        .map_err(|error| Failure::new(Kind::SignIn, error))
}

fn environment_password() -> Option<OsString> {
    std::env::var_os("POOLGATE_PASSWORD").filter(|password| !password.is_empty())
}
