//! Which pool, and as whom: flags before environment before configuration file.

use std::path::PathBuf;
use std::str::FromStr;

use poolgate::{ClientId, ClientSecret, IdentityPoolId, PoolId, Region};
use poolgate_local::Seed;

use crate::arguments::Connection;
use crate::configuration::{Configuration, ProfileSection};
use crate::failure::{Failure, Kind};
use crate::method::Method;
use crate::paths;
use crate::prompt::standard_input_line;

/// The profile that needs no configuration.
pub(crate) const LOCAL: &str = "local";

/// Everything that a command needs to know of whom it works for.
#[derive(Debug)]
pub(crate) struct Profile {
    /// The profile's name, if it has one.
    pub(crate) name: Option<String>,
    pub(crate) pool_id: PoolId,
    pub(crate) client_id: ClientId,
    pub(crate) client_secret: Option<ClientSecret>,
    pub(crate) identity_pool_id: Option<IdentityPoolId>,
    pub(crate) region: Region,
    pub(crate) role_arn: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) method: Method,
    pub(crate) mfa_process: Option<String>,
    pub(crate) passkey_process: Option<String>,
    pub(crate) remember_device: bool,
    pub(crate) endpoints: Endpoints,
}

/// Where the services answer.
#[derive(Debug)]
pub(crate) enum Endpoints {
    /// The embedded Cognito, wherever it runs.
    Local,
    /// AWS, or what the profile says.
    Named {
        user_pool: Option<String>,
        identity_pool: Option<String>,
    },
}

/// A profile, or the embedded Cognito before its first use.
#[derive(Debug)]
pub(crate) enum Resolved {
    Profile(Box<Profile>),
    /// The profile `local`, whose pool does not exist yet.
    UnseededLocal,
}

impl Resolved {
    /// Resolves without any I/O but reading files.
    pub(crate) fn from_arguments(arguments: &Connection) -> Result<Self, Failure> {
        if arguments.profile.as_deref() == Some(LOCAL) {
            refuse_other_pools(arguments)?;
            return match Seed::read(&paths::local_data_directory()?)? {
                Some(seed) => Ok(Self::Profile(Box::new(Profile::local(arguments, &seed)?))),
                None => Ok(Self::UnseededLocal),
            };
        }
        Profile::configured(arguments).map(|profile| Self::Profile(Box::new(profile)))
    }

    /// The profile; one that was never used has no session.
    pub(crate) fn in_use(self) -> Result<Profile, Failure> {
        match self {
            Self::Profile(profile) => Ok(*profile),
            Self::UnseededLocal => Err(Failure::new(Kind::SignIn, "nobody has signed in yet")
                .hint("Run: poolgate login --profile local")),
        }
    }
}

impl Profile {
    /// The profile `local`: the pool that the embedded Cognito was seeded with.
    pub(crate) fn local(arguments: &Connection, seed: &Seed) -> Result<Self, Failure> {
        Ok(Self {
            name: Some(LOCAL.to_owned()),
            pool_id: parse("pool id", &seed.user_pool_id)?,
            client_id: parse("client id", &seed.client_id)?,
            client_secret: None,
            identity_pool_id: Some(parse("identity pool id", &seed.identity_pool_id)?),
            region: parse("Region", &seed.region)?,
            role_arn: arguments.role_arn.clone(),
            username: arguments.username.clone(),
            method: Method::Auto,
            mfa_process: None,
            passkey_process: None,
            remember_device: false,
            endpoints: Endpoints::Local,
        })
    }

    fn configured(arguments: &Connection) -> Result<Self, Failure> {
        let configuration = Configuration::read(&paths::configuration_file()?)?;
        let name = name(
            arguments.profile.as_deref(),
            arguments.pool_id.as_deref(),
            &configuration,
        )?;
        if name.as_deref() == Some(LOCAL) {
            let arguments = Connection {
                profile: name,
                ..arguments.clone()
            };
            return Resolved::from_arguments(&arguments)?.in_use();
        }
        let section = match &name {
            Some(name) => configuration.profile(name)?,
            None => ProfileSection::default(),
        };
        Self::merged(arguments, section, name)
    }

    fn merged(
        arguments: &Connection,
        section: ProfileSection,
        name: Option<String>,
    ) -> Result<Self, Failure> {
        let first = |flag: &Option<String>, file: Option<String>| flag.clone().or(file);
        let pool_id: PoolId = match first(&arguments.pool_id, section.pool_id) {
            Some(text) => parse("pool id", &text)?,
            None => return Err(missing("user pool", "--pool-id", name.as_deref())),
        };
        let client_id = match first(&arguments.client_id, section.client_id) {
            Some(text) => parse("client id", &text)?,
            None => return Err(missing("app client", "--client-id", name.as_deref())),
        };
        let region = match first(&arguments.region, section.region) {
            Some(text) => parse("Region", &text)?,
            None => pool_id.home_region().map_err(Failure::configuration)?,
        };
        Ok(Self {
            name,
            pool_id,
            client_id,
            client_secret: client_secret(arguments, section.client_secret_file)?,
            identity_pool_id: first(&arguments.identity_pool_id, section.identity_pool_id)
                .map(|text| parse("identity pool id", &text))
                .transpose()?,
            region,
            role_arn: first(&arguments.role_arn, section.role_arn),
            username: first(&arguments.username, section.username),
            method: section.method.unwrap_or_default(),
            mfa_process: section.mfa_process,
            passkey_process: section.passkey_process,
            remember_device: section.remember_device.unwrap_or_default(),
            endpoints: Endpoints::Named {
                user_pool: section.endpoint_url,
                identity_pool: section.identity_endpoint_url,
            },
        })
    }

    /// The flags that name this profile again, for the commands in hints.
    pub(crate) fn flags(&self) -> String {
        match &self.name {
            Some(name) => format!("--profile {name}"),
            None => format!("--pool-id {} --client-id {}", self.pool_id, self.client_id),
        }
    }

    /// What an authenticator app says that a code is for, where nobody has said.
    pub(crate) fn issuer_name(&self) -> &str {
        self.name.as_deref().unwrap_or(self.pool_id.as_str())
    }

    /// A failure that a sign-in mends.
    pub(crate) fn sign_in_needed(&self, why: &str) -> Failure {
        let who = match &self.name {
            Some(name) => format!("profile {name:?}"),
            None => format!("pool {}", self.pool_id),
        };
        Failure::new(
            Kind::SignIn,
            format_args!("sign-in needed for {who}: {why}"),
        )
        .hint(format_args!("Run: poolgate login {}", self.flags()))
    }
}

/// Which profile is meant, if one is. Whoever names a pool does not mean the default profile's.
pub(crate) fn name(
    profile: Option<&str>,
    pool_id: Option<&str>,
    configuration: &Configuration,
) -> Result<Option<String>, Failure> {
    match profile {
        Some(name) => checked_name(name).map(Some),
        None if pool_id.is_some() => Ok(None),
        None => Ok(configuration.default_profile.clone()),
    }
}

/// Whoever types another pool beside the profile `local` means one of the two, and nobody knows
/// which. What only the environment names gives way to the profile.
fn refuse_other_pools(arguments: &Connection) -> Result<(), Failure> {
    let flags = [
        ("--pool-id", &arguments.pool_id, "POOLGATE_POOL_ID"),
        ("--client-id", &arguments.client_id, "POOLGATE_CLIENT_ID"),
        (
            "--identity-pool-id",
            &arguments.identity_pool_id,
            "POOLGATE_IDENTITY_POOL_ID",
        ),
    ];
    match flags
        .into_iter()
        .find(|(_, value, variable)| is_typed(value.as_deref(), variable))
    {
        Some((flag, ..)) => Err(Failure::configuration(
            "the profile \"local\" has pools of its own",
        )
        .hint(format_args!("Leave out {flag}, or --profile {LOCAL}"))),
        None => Ok(()),
    }
}

/// Whether a flag's value was typed, and does not come from its variable.
pub(crate) fn is_typed(value: Option<&str>, variable: &str) -> bool {
    value.is_some() && value != std::env::var(variable).ok().as_deref()
}

/// Profile names go into `~/.aws/config` and command lines, which take no others.
fn checked_name(name: &str) -> Result<String, Failure> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if name.is_empty() || !name.bytes().all(plain) {
        return Err(
            Failure::configuration(format_args!("{name:?} is not a profile's name"))
                .hint("Letters, digits, '.', '_' and '-' make a name"),
        );
    }
    Ok(name.to_owned())
}

pub(crate) fn parse<T>(what: &str, text: &str) -> Result<T, Failure>
where
    T: FromStr,
    T::Err: std::fmt::Display,
{
    text.parse()
        .map_err(|error| Failure::configuration(format_args!("{what}: {error}")))
}

pub(crate) fn missing(what: &str, flag: &str, profile: Option<&str>) -> Failure {
    match profile {
        Some(name) => Failure::configuration(format_args!("profile {name:?} names no {what}")),
        None => Failure::configuration(format_args!("no {what} is named")).hint(format_args!(
            "Give {flag} or --profile; without any pool: --profile local"
        )),
    }
}

fn client_secret(
    arguments: &Connection,
    file: Option<PathBuf>,
) -> Result<Option<ClientSecret>, Failure> {
    let secret = if arguments.client_secret_stdin {
        let line = standard_input_line("the client secret")?;
        let secret = String::from_utf8(line.to_vec());
        Some(secret.map_err(|_| Failure::configuration("the client secret is not UTF-8"))?)
    } else if let Some(secret) = std::env::var("POOLGATE_CLIENT_SECRET")
        .ok()
        .filter(|s| !s.is_empty())
    {
        Some(secret)
    } else if let Some(path) = file {
        let text = std::fs::read_to_string(&path).map_err(|error| {
            Failure::configuration(format_args!("cannot read {}: {error}", path.display()))
        })?;
        Some(text.lines().next().unwrap_or_default().to_owned())
    } else {
        None
    };
    secret
        .map(ClientSecret::new)
        .transpose()
        .map_err(Failure::configuration)
}
