//! Where the answers of a sign-in come from: what was given beforehand, the commands that stand
//! in for a person, and the person.

use std::collections::VecDeque;
use std::time::Duration;

use poolgate::{ChallengeName, Password};

use crate::arguments::Given;
use crate::codes::{Codes, Flags};
use crate::failure::{Failure, Kind};
use crate::mfa_type::MfaType;
use crate::passwords::{self, Source};
use crate::process::ShellCommand;
use crate::profile::Profile;
use crate::prompt::Prompt;

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
    /// Whether that is the one that the embedded Cognito was seeded with.
    is_seeded: bool,
    source: Source<'a>,
    codes: Codes<'a>,
    passkey_process: Option<&'a str>,
    custom: VecDeque<&'a str>,
}

impl<'a> Answers<'a> {
    /// Reads the password from where it was told to come; only the embedded Cognito's own user
    /// needs none.
    pub(super) async fn new(
        given: &'a Given,
        profile: &'a Profile,
        prompt: &'a Prompt,
        name: &'a str,
        seeded_password: Option<&str>,
    ) -> Result<Self, Failure> {
        let process = |flag: &'a Option<String>, configured: &'a Option<String>| {
            flag.as_deref().or(configured.as_deref())
        };
        let flags = Flags {
            process: "--mfa-process",
            any: "--mfa-code or --mfa-process",
        };
        let code_process = process(&given.mfa_process, &profile.mfa_process);
        let source = Source::from(&given.password);
        let password = given_password(source)
            .await?
            .or_else(|| profile.password.clone());
        let seeded = seeded_password.map(|password| Password::new(password.to_owned()));
        let seeded = seeded.transpose();
        let seeded = seeded.map_err(|error| Failure::new(Kind::SignIn, error))?;
        Ok(Self {
            prompt,
            name,
            issuer: profile.issuer_name(),
            mfa_type: given.mfa_type,
            secret_shown: false,
            is_seeded: password.is_none() && seeded_password.is_some(),
            password: password.or(seeded),
            source,
            codes: Codes::new(prompt, flags, given.mfa_code.clone(), code_process),
            passkey_process: process(&given.passkey_process, &profile.passkey_process),
            custom: given.answers.iter().map(String::as_str).collect(),
        })
    }

    /// The password that was given beforehand.
    pub(super) fn given_password(&self) -> Option<Password> {
        self.password.clone()
    }

    /// Why the first factor was refused, where the person has not even shown it.
    pub(super) fn explained(&self, failure: Failure) -> Failure {
        if self.is_seeded && failure.kind == Kind::SignIn && failure.hint.is_none() {
            return failure.hint(format_args!(
                "The password of {} was set by poolgate; if it was changed since, give \
                 --password-stdin",
                self.name
            ));
        }
        failure
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
        self.source.typed(self.prompt, question)
    }

    /// The next code for this challenge.
    pub(super) async fn code(
        &mut self,
        challenge: &ChallengeName,
        destination: Option<&str>,
        question: &str,
    ) -> Result<String, Failure> {
        let environment = [
            ("POOLGATE_CHALLENGE", challenge.as_str()),
            ("POOLGATE_DESTINATION", destination.unwrap_or_default()),
        ];
        self.codes.next(question, &environment).await
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

async fn given_password(source: Source<'_>) -> Result<Option<Password>, Failure> {
    match source.given().await? {
        Some(password) => Ok(Some(password)),
        None => passwords::of_environment(),
    }
}
