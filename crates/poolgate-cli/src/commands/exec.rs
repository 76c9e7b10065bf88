//! `poolgate exec`: a command with AWS credentials in its environment.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Command, ExitCode, ExitStatus};

use poolgate::AwsCredentials;
use tokio::signal::unix::{SignalKind, signal};

use crate::arguments::Exec;
use crate::bounded;
use crate::commands::credential_process;
use crate::failure::{Failure, Kind};
use crate::process;
use crate::profile::Resolved;
use crate::reachable::Reachable;

/// What would win over the credentials set here, or contradict them (credentials-and-cli 2.3).
const UNSET: [&str; 12] = [
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SECURITY_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_SDK_LOAD_CONFIG",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CREDENTIAL_EXPIRATION",
];

/// The services that the embedded Cognito answers for. The rest of AWS is left where it is.
const LOCAL_ENDPOINTS: [&str; 3] = [
    "AWS_ENDPOINT_URL_COGNITO_IDENTITY",
    "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER",
    "AWS_ENDPOINT_URL_STS",
];

pub(crate) fn run(arguments: &Exec) -> Result<ExitCode, Failure> {
    let profile = Resolved::from_arguments(&arguments.connection)?.in_use()?;
    let reachable = Reachable::from_profile(profile)?;
    let credentials = credential_process::fresh(&reachable)?;
    let mut command = command(arguments, &reachable, &credentials)?;
    if reachable.local_url().is_some() {
        // The embedded Cognito may live in this process, so that this process stays.
        let status = bounded::runtime()?.block_on(supervise(command))?;
        return Ok(exit_code(status));
    }
    // Nothing is left to do here: the command takes this process's place, signals and all.
    Err(not_started(&arguments.command[0], &command.exec()))
}

fn command(
    arguments: &Exec,
    reachable: &Reachable,
    credentials: &AwsCredentials,
) -> Result<Command, Failure> {
    let mut command = Command::new(&arguments.command[0]);
    command.args(&arguments.command[1..]);
    for name in UNSET {
        command.env_remove(name);
    }
    process::withhold_secrets(&mut command);
    let region = reachable.profile.region.as_str();
    command
        .env("AWS_ACCESS_KEY_ID", credentials.access_key_id())
        .env("AWS_SECRET_ACCESS_KEY", credentials.secret_access_key())
        .env("AWS_SESSION_TOKEN", credentials.session_token())
        .env("AWS_CREDENTIAL_EXPIRATION", credentials.expiration()?)
        .env("AWS_REGION", region)
        .env("AWS_DEFAULT_REGION", region);
    if let Some(url) = reachable.local_url() {
        for name in LOCAL_ENDPOINTS {
            command.env(name, &url);
        }
        command.env("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false");
    }
    Ok(command)
}

/// Waits for the command. The terminal sends Ctrl-C to both processes and the command decides
/// what it means; what reaches this process alone is passed on.
async fn supervise(command: Command) -> Result<ExitStatus, Failure> {
    let program = command.get_program().to_owned();
    let cannot_listen = |error: std::io::Error| {
        Failure::new(
            Kind::Other,
            format_args!("cannot listen for signals: {error}"),
        )
    };
    let mut interrupt = signal(SignalKind::interrupt()).map_err(cannot_listen)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(cannot_listen)?;
    let mut hangup = signal(SignalKind::hangup()).map_err(cannot_listen)?;
    let spawned = tokio::process::Command::from(command).spawn();
    let mut child = spawned.map_err(|error| not_started(&program, &error))?;
    loop {
        let passed_on = tokio::select! {
            status = child.wait() => {
                return status.map_err(|error| Failure::new(Kind::Other, error));
            }
            _ = interrupt.recv() => None,
            _ = terminate.recv() => Some(rustix::process::Signal::TERM),
            _ = hangup.recv() => Some(rustix::process::Signal::HUP),
        };
        let process = child.id().and_then(|id| i32::try_from(id).ok());
        let process = process.and_then(rustix::process::Pid::from_raw);
        if let (Some(signal), Some(process)) = (passed_on, process) {
            // The command may have ended in between; waiting for it says so.
            let _ = rustix::process::kill_process(process, signal);
        }
    }
}

fn exit_code(status: ExitStatus) -> ExitCode {
    let by_signal = || status.signal().map_or(1, |signal| 128 + signal);
    let code = status.code().unwrap_or_else(by_signal);
    ExitCode::from(u8::try_from(code & 0xff).unwrap_or(1))
}

fn not_started(program: &OsStr, error: &std::io::Error) -> Failure {
    let shown = program.to_string_lossy();
    match error.kind() {
        ErrorKind::NotFound => Failure::new(
            Kind::NotFound,
            format_args!("there is no command {shown:?}"),
        ),
        _ => Failure::new(
            Kind::NotRunnable,
            format_args!("cannot run {shown:?}: {error}"),
        ),
    }
}
