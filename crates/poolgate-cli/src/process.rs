//! Shell commands that a person names to answer in their place.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use zeroize::Zeroizing;

use crate::failure::{Failure, Kind};

/// No code and no credential comes near this.
const MOST_OUTPUT: u64 = 1 << 20;

/// What a command of somebody else's is not told, even where this process was.
const SECRETS: [&str; 3] = [
    "COGNITO_PASSWORD",
    "POOLGATE_CLIENT_SECRET",
    "POOLGATE_PASSWORD",
];

/// Keeps this process's own secrets from a command that is about to run.
pub(crate) fn withhold_secrets(command: &mut std::process::Command) {
    for name in SECRETS {
        command.env_remove(name);
    }
}

/// A shell command and how it is run.
#[derive(Debug)]
pub(crate) struct ShellCommand<'a> {
    /// The flag that named it, for messages.
    pub(crate) flag: &'static str,
    /// What `sh -c` is given.
    pub(crate) text: &'a str,
    /// What its environment has besides this process's.
    pub(crate) environment: &'a [(&'a str, &'a str)],
    /// What it reads on standard input.
    pub(crate) input: &'a str,
    /// How long it may take.
    pub(crate) bound: Duration,
}

impl ShellCommand<'_> {
    /// Runs the command, and gives what it has printed. Its standard error is this process's, so
    /// that it can say what it waits for.
    pub(crate) async fn output(&self) -> Result<Zeroizing<String>, Failure> {
        let flag = self.flag;
        let ended = tokio::time::timeout(self.bound, self.run()).await;
        ended.unwrap_or_else(|_| {
            let seconds = self.bound.as_secs();
            let message = format!("the command of {flag} has not ended after {seconds} s");
            Err(Failure::new(Kind::TimedOut, message))
        })
    }

    async fn run(&self) -> Result<Zeroizing<String>, Failure> {
        let mut child = self.spawn().map_err(|error| self.broken(&error))?;
        let printed = self.converse(&mut child).await;
        let printed = printed.map_err(|error| self.broken(&error))?;
        let status = child.wait().await.map_err(|error| self.broken(&error))?;
        if !status.success() {
            return Err(self.failed(&format!("ended with {status}")));
        }
        let text = std::str::from_utf8(&printed);
        let text = text.map_err(|_| self.failed("printed what is not UTF-8"))?;
        Ok(Zeroizing::new(text.to_owned()))
    }

    fn spawn(&self) -> std::io::Result<Child> {
        let mut command = Command::new("sh");
        withhold_secrets(command.as_std_mut());
        command
            .args(["-c", self.text])
            .envs(self.environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
    }

    /// Writes and reads at the same time: a command may print before it has read everything, and
    /// need not read at all.
    async fn converse(&self, child: &mut Child) -> std::io::Result<Zeroizing<Vec<u8>>> {
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let write = async {
            if let Some(mut stdin) = stdin {
                let _ = stdin.write_all(self.input.as_bytes()).await;
            }
        };
        let mut printed = Zeroizing::new(Vec::new());
        let read = async {
            match stdout {
                Some(stdout) => stdout.take(MOST_OUTPUT).read_to_end(&mut printed).await,
                None => Ok(0),
            }
        };
        tokio::join!(write, read).1?;
        Ok(printed)
    }

    fn broken(&self, error: &std::io::Error) -> Failure {
        self.failed(&format!("cannot be run: {error}"))
    }

    pub(crate) fn failed(&self, how: &str) -> Failure {
        Failure::new(
            Kind::Other,
            format_args!("the command of {} {how}", self.flag),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bounded;

    fn run(text: &str, input: &str, bound: Duration) -> Result<String, Failure> {
        let command = ShellCommand {
            flag: "--mfa-process",
            text,
            environment: &[("POOLGATE_CHALLENGE", "SMS_MFA")],
            input,
            bound,
        };
        bounded::block_on(async { Ok(command.output().await?.to_string()) })
    }

    const LONG: Duration = Duration::from_mins(1);

    #[test]
    fn a_command_is_told_and_tells() {
        let told = run("cat; echo $POOLGATE_CHALLENGE", "input ", LONG).unwrap();
        assert_eq!(told, "input SMS_MFA\n");
    }

    #[test]
    fn a_command_that_does_not_read_is_no_trouble() {
        let input = "a".repeat(1 << 20);
        assert_eq!(run("exec <&-; echo 1", &input, LONG).unwrap(), "1\n");
    }

    #[test]
    fn a_command_that_fails_says_how() {
        let failure = run("exit 3", "", LONG).unwrap_err();
        let expected = "the command of --mfa-process ended with exit status: 3";
        assert_eq!(failure.message, expected);
        let failure = run("printf '\\351'", "", LONG).unwrap_err();
        assert!(failure.message.ends_with("is not UTF-8"), "{failure}");
    }

    #[test]
    fn a_command_that_hangs_is_ended() {
        let failure = run("exec sleep 600", "", Duration::from_millis(50)).unwrap_err();
        assert_eq!(failure.kind, Kind::TimedOut);
    }

    #[test]
    fn a_command_that_never_stops_printing_is_ended() {
        let failure = run("exec yes", "", LONG).unwrap_err();
        assert!(failure.message.contains("signal"), "{failure}");
    }
}
