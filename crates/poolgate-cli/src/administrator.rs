//! Who administers a user pool: one call, or one list, and what is said of it.

use std::process::ExitCode;

use poolgate::{Administration, Error};
use serde_json::Value;

use crate::arguments::pool::{Consent, Target};
use crate::bounded;
use crate::failure::{Failure, Kind};
use crate::output;
use crate::pool::Pool;
use crate::prompt::Prompt;

/// A pool, open for administration.
#[derive(Debug)]
pub(crate) struct Administrator {
    pub(crate) administration: Administration,
    pool: Pool,
    json: bool,
}

impl Administrator {
    pub(crate) fn of(arguments: &Target) -> Result<Self, Failure> {
        let pool = Pool::from_arguments(arguments)?;
        Ok(Self {
            administration: pool.administration()?,
            pool,
            json: arguments.format.json,
        })
    }

    /// Asks before something that cannot be undone. `command` is what to run where somebody can be
    /// asked.
    pub(crate) fn ask(
        &self,
        consent: &Consent,
        command: &str,
        question: &str,
    ) -> Result<(), Failure> {
        self::consent(consent, &self.prompt(command), question)
    }

    /// Who can be asked; `command` is what to run where nobody can.
    pub(crate) fn prompt(&self, command: &str) -> Prompt {
        let flags = self.pool.flags();
        Prompt::new(false, format!("poolgate {command} {flags}"))
    }

    /// Says what has become of it, to programs or to people.
    pub(crate) fn say(&self, document: &Value, text: &str) -> Result<ExitCode, Failure> {
        output::outcome(self.json, document, text)
    }
}

/// Asks before something that cannot be undone, unless that was answered beforehand.
pub(crate) fn consent(consent: &Consent, prompt: &Prompt, question: &str) -> Result<(), Failure> {
    if consent.yes || prompt.confirm(question, "--yes")? {
        return Ok(());
    }
    Err(Failure::new(Kind::Other, "nothing was changed"))
}

/// Waits for what the service says.
pub(crate) fn call<T>(call: impl Future<Output = Result<T, Error>>) -> Result<T, Failure> {
    bounded::block_on(async { call.await.map_err(Failure::of_administration) })
}
