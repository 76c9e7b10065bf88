//! What ends a command early: one line for people, a code for programs, and what to do next.

mod from_library;

use std::fmt;
use std::io::Write as _;
use std::process::ExitCode;

use serde_json::json;

use crate::plain_text::plain;

/// The kinds of failure, each with its exit code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// Anything else.
    Other,
    /// What was typed contradicts itself.
    Usage,
    /// No such profile, an id that is none, a file that cannot be read.
    Configuration,
    /// Sign-in needed, or credentials refused.
    SignIn,
    /// The network or the service failed; a retry may help.
    Unavailable,
    /// A wait reached its bound.
    TimedOut,
    /// `exec`: the command is there but cannot be run.
    NotRunnable,
    /// `exec`: there is no such command.
    NotFound,
    /// Ctrl-C at a prompt.
    Interrupted,
}

impl Kind {
    fn exit_code(self) -> u8 {
        match self {
            Self::Other => 1,
            Self::Usage => 2,
            Self::Configuration => 3,
            Self::SignIn => 4,
            Self::Unavailable => 5,
            Self::TimedOut => 6,
            Self::NotRunnable => 126,
            Self::NotFound => 127,
            Self::Interrupted => 130,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Other => "error",
            Self::Usage => "usage",
            Self::Configuration => "configuration",
            Self::SignIn => "auth_required",
            Self::Unavailable => "unavailable",
            Self::TimedOut => "timed_out",
            Self::NotRunnable => "not_runnable",
            Self::NotFound => "not_found",
            Self::Interrupted => "interrupted",
        }
    }
}

/// A failure with its hint.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

impl Failure {
    pub(crate) fn new(kind: Kind, message: impl fmt::Display) -> Self {
        Self {
            kind,
            message: message.to_string(),
            hint: None,
        }
    }

    pub(crate) fn configuration(message: impl fmt::Display) -> Self {
        Self::new(Kind::Configuration, message)
    }

    /// The same with what to do next.
    pub(crate) fn hint(mut self, hint: impl fmt::Display) -> Self {
        self.hint = Some(hint.to_string());
        self
    }

    /// Writes it to standard error, in one line or as JSON, and gives the exit code.
    pub(crate) fn report(&self, json: bool) -> ExitCode {
        let line = if json {
            let error = json!({
                "code": self.kind.code(),
                "message": self.message,
                "hint": self.hint,
            });
            json!({ "error": error }).to_string()
        } else {
            plain(&format!("poolgate: {self}"))
        };
        // Standard error may be closed; there is nobody left to tell.
        let _ = writeln!(std::io::stderr(), "{line}");
        ExitCode::from(self.kind.exit_code())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The service's own texts end with a dot, ours do not.
        f.write_str(self.message.trim_end_matches('.'))?;
        match &self.hint {
            Some(hint) => write!(f, ". {hint}"),
            None => Ok(()),
        }
    }
}
