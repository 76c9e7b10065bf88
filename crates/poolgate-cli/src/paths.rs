//! Where configuration and state live (XDG base directories).

use std::env;
use std::path::PathBuf;

use crate::failure::Failure;

/// The configuration file: `$POOLGATE_CONFIG`, else `config.toml` in the configuration directory.
pub(crate) fn configuration_file() -> Result<PathBuf, Failure> {
    match absolute("POOLGATE_CONFIG")? {
        Some(path) => Ok(path),
        None => Ok(base("XDG_CONFIG_HOME", ".config")?
            .join("poolgate")
            .join("config.toml")),
    }
}

/// cognitoinator's file of profiles, and whether it was named, so that it has to exist:
/// `$COGNITO_CREDENTIALS_FILE`, else `~/.aws/cognito_credentials`.
pub(crate) fn cognito_credentials_file() -> Result<(PathBuf, bool), Failure> {
    let named = env::var_os("COGNITO_CREDENTIALS_FILE").filter(|path| !path.is_empty());
    if let Some(path) = named {
        return Ok((path.into(), true));
    }
    let path = absolute("HOME")?.ok_or_else(no_home)?;
    Ok((path.join(".aws").join("cognito_credentials"), false))
}

/// The directory of sessions, cached credentials, locks and the embedded Cognito's data.
pub(crate) fn state_directory() -> Result<PathBuf, Failure> {
    Ok(base("XDG_STATE_HOME", ".local/state")?.join("poolgate"))
}

/// The data of the profile `local`.
pub(crate) fn local_data_directory() -> Result<PathBuf, Failure> {
    Ok(state_directory()?.join("local"))
}

fn base(variable: &str, under_home: &str) -> Result<PathBuf, Failure> {
    if let Some(path) = absolute(variable)? {
        return Ok(path);
    }
    match absolute("HOME")? {
        Some(home) => Ok(home.join(under_home)),
        None => Err(no_home().hint(format_args!("Set HOME or {variable}"))),
    }
}

fn no_home() -> Failure {
    Failure::configuration("HOME is not set")
}

/// The specification has relative paths ignored; silently using another directory for secrets
/// would be worse, so that they are refused.
fn absolute(variable: &str) -> Result<Option<PathBuf>, Failure> {
    match env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
    {
        Some(path) if path.is_relative() => Err(Failure::configuration(format_args!(
            "{variable} is {}, which is not an absolute path",
            path.display()
        ))),
        path => Ok(path),
    }
}
