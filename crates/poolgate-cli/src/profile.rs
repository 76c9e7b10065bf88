//! Which pool, and as whom: flags before environment before profiles.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use poolgate::oauth::{Domain, RedirectUri};
use poolgate::profiles::{Found, Profile as Keys, ProfileError, Source, Sources};
use poolgate::{
    ClientId, ClientMetadata, ClientSecret, CredentialFlow, IdentityPoolId, Password, PoolId,
    Region, Role,
};
use poolgate_local::Seed;

use crate::arguments::{Connection, ProfileName, RoleChoice, UserPoolChoice};
use crate::failure::{Failure, Kind};
use crate::machine::Wanted;
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
    pub(crate) client_secret: Secret,
    pub(crate) identity_pool_id: Option<IdentityPoolId>,
    pub(crate) region: Region,
    pub(crate) role: Role,
    pub(crate) flow: CredentialFlow,
    pub(crate) username: Option<String>,
    /// Only what is configured as for cognitoinator has one.
    pub(crate) password: Option<Password>,
    pub(crate) method: Method,
    pub(crate) client_metadata: ClientMetadata,
    pub(crate) mfa_process: Option<String>,
    pub(crate) passkey_process: Option<String>,
    pub(crate) remember_device: bool,
    /// Where the login pages are, if that is said; the embedded Cognito's are with itself.
    pub(crate) domain: Option<Domain>,
    pub(crate) redirect_uris: Vec<RedirectUri>,
    pub(crate) logout_uri: Option<RedirectUri>,
    pub(crate) scopes: Vec<String>,
    pub(crate) resource: Option<String>,
    pub(crate) identity_provider: Option<String>,
    pub(crate) browser_timeout: Option<Duration>,
    /// Where the session is kept, if not with the others.
    pub(crate) token_cache: Option<PathBuf>,
    pub(crate) endpoints: Endpoints,
}

/// The app client's secret. A file is read when the secret is used: not all commands do.
#[derive(Debug)]
pub(crate) enum Secret {
    /// This one, or none.
    Known(Option<ClientSecret>),
    /// The first line of the profile's `client_secret_file`, which is read once: it may be a pipe.
    InFile {
        path: PathBuf,
        read: OnceLock<ClientSecret>,
    },
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
        sts: Option<String>,
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
        let found = find(&arguments.pool.profile, arguments.pool.pool_id.as_deref())?;
        if let Some(found) = &found
            && found.source == Source::BuiltIn
        {
            refuse_other_pools(arguments)?;
            return match Seed::read(&paths::local_data_directory()?)? {
                Some(seed) => Ok(Self::Profile(Box::new(Profile::local(arguments, &seed)?))),
                None => Ok(Self::UnseededLocal),
            };
        }
        let profile = Profile::merged(arguments, found)?;
        Ok(Self::Profile(Box::new(profile)))
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

/// The profile that is meant, if one is. Whoever names a pool does not mean the default profile's.
pub(crate) fn find(profile: &ProfileName, pool_id: Option<&str>) -> Result<Option<Found>, Failure> {
    match (profile.name.as_deref(), pool_id) {
        (None, Some(_)) => Ok(None),
        (name, _) => Ok(sources()?.find(name)?),
    }
}

/// Where profiles are looked for.
pub(crate) fn sources() -> Result<Sources<'static>, Failure> {
    let (cognito_credentials_file, is_named) = paths::cognito_credentials_file()?;
    Ok(Sources {
        profile_file: paths::configuration_file()?,
        cognito_credentials_file,
        cognito_credentials_may_be_missing: !is_named,
        environment: &|name| std::env::var_os(name),
        built_in: &[LOCAL],
    })
}

impl Profile {
    /// The profile `local`: the pool that the embedded Cognito was seeded with.
    pub(crate) fn local(arguments: &Connection, seed: &Seed) -> Result<Self, Failure> {
        let explicit = Keys {
            pool_id: Some(seed.user_pool_id.clone()),
            client_id: Some(seed.client_id.clone()),
            identity_pool_id: Some(seed.identity_pool_id.clone()),
            region: Some(seed.region.clone()),
            domain: None,
            ..explicit(arguments)
        };
        let secret = Secret::Known(None);
        Self::of(&explicit, Some(LOCAL.to_owned()), secret, Endpoints::Local)
    }

    fn merged(arguments: &Connection, found: Option<Found>) -> Result<Self, Failure> {
        let explicit = explicit(arguments);
        let (keys, name) = match found {
            Some(found) => (explicit.or(&found.profile), found.name),
            None => (explicit, None),
        };
        let secret = client_secret(arguments, keys.client_secret_file.clone())?;
        let endpoints = Endpoints::Named {
            user_pool: keys.endpoint_url.clone(),
            identity_pool: identity_pool_url(&keys),
            sts: sts_url(&keys),
        };
        Self::of(&keys, name, secret, endpoints)
    }

    fn of(
        keys: &Keys,
        name: Option<String>,
        client_secret: Secret,
        endpoints: Endpoints,
    ) -> Result<Self, Failure> {
        let explained = |error| explained(error, name.as_deref());
        Ok(Self {
            pool_id: keys.require_pool_id().map_err(explained)?,
            client_id: keys.require_client_id().map_err(explained)?,
            client_secret,
            identity_pool_id: keys.identity_pool()?,
            region: keys.require_region()?,
            role: keys.role()?,
            flow: keys.flow()?,
            username: keys.username.clone(),
            password: keys.password.clone(),
            method: keys.method.unwrap_or_default(),
            client_metadata: keys.client_metadata.clone().unwrap_or_default(),
            mfa_process: keys.mfa_process.clone(),
            passkey_process: keys.passkey_process.clone(),
            remember_device: keys.remember_device.unwrap_or_default(),
            domain: keys.domain()?,
            redirect_uris: keys.redirect_uris()?,
            logout_uri: keys.logout_uri()?,
            scopes: keys.scopes.clone().unwrap_or_default(),
            resource: keys.resource.clone(),
            identity_provider: keys.identity_provider.clone(),
            browser_timeout: keys.browser_timeout_seconds.map(Duration::from_secs),
            token_cache: keys.token_cache.clone(),
            name,
            endpoints,
        })
    }

    /// The flags that name this profile again, for the commands in hints.
    pub(crate) fn flags(&self) -> String {
        match &self.name {
            Some(name) => format!("--profile {name}"),
            None => format!("--pool-id {} --client-id {}", self.pool_id, self.client_id),
        }
    }

    /// What the profile has a machine ask for.
    pub(crate) fn wanted(&self) -> Wanted {
        Wanted {
            scopes: self.scopes.clone(),
            resource: self.resource.clone(),
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

/// Where identity pools answer, if not at AWS.
pub(crate) fn identity_pool_url(keys: &Keys) -> Option<String> {
    let own = keys.identity_endpoint_url.as_ref();
    beside(own, "AWS_ENDPOINT_URL_COGNITO_IDENTITY", keys)
}

/// Where STS answers, if not at AWS.
pub(crate) fn sts_url(keys: &Keys) -> Option<String> {
    beside(keys.sts_endpoint_url.as_ref(), "AWS_ENDPOINT_URL_STS", keys)
}

/// Where a service answers that is beside the user pool. AWS is reached by https: a user pool that
/// is not, is one of a server that has it all, unless the environment names another for this service;
/// and what it signs is of no use at AWS.
fn beside(own: Option<&String>, variable: &str, keys: &Keys) -> Option<String> {
    let is_named = std::env::var_os(variable).is_some_and(|url| !url.is_empty());
    let has_it_all = |url: &&String| url.starts_with("http://") && !is_named;
    own.or(keys.endpoint_url.as_ref().filter(has_it_all))
        .cloned()
}

/// Whoever types another pool beside the profile `local` means one of the two, and nobody knows
/// which. What only the environment names gives way to the profile.
fn refuse_other_pools(arguments: &Connection) -> Result<(), Failure> {
    let flags = [
        ("--pool-id", &arguments.pool.pool_id, "POOLGATE_POOL_ID"),
        ("--client-id", &arguments.client_id, "POOLGATE_CLIENT_ID"),
        ("--domain", &arguments.domain, "POOLGATE_DOMAIN"),
        (
            "--identity-pool-id",
            &arguments.identity_pool.id,
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

/// What was typed, or is in the variables that stand for it.
pub(crate) fn explicit(arguments: &Connection) -> Keys {
    let (role_arn, role_suffix) = role(&arguments.role);
    Keys {
        client_id: arguments.client_id.clone(),
        domain: arguments.domain.clone(),
        identity_pool_id: arguments.identity_pool.id.clone(),
        role_arn,
        role_suffix,
        credential_flow: arguments.role.flow,
        role_session_name: arguments.role.session_name.clone(),
        role_duration_seconds: arguments.role.duration_seconds,
        username: arguments.username.clone(),
        token_cache: arguments.token_cache.clone(),
        ..explicit_pool(&arguments.pool)
    }
}

/// The same of a user pool alone.
pub(crate) fn explicit_pool(typed: &UserPoolChoice) -> Keys {
    Keys {
        pool_id: typed.pool_id.clone(),
        region: typed.region.clone(),
        ..Keys::default()
    }
}

/// The role that was typed, by whichever flag; what only the environment says gives way to it.
fn role(typed: &RoleChoice) -> (Option<String>, Option<String>) {
    let (arn, suffix) = (typed.arn.clone(), typed.suffix.clone());
    let arn_is_typed = is_typed(arn.as_deref(), "POOLGATE_ROLE_ARN");
    let suffix_is_typed = is_typed(suffix.as_deref(), "POOLGATE_ROLE_SUFFIX");
    match (arn_is_typed, suffix_is_typed) {
        (true, false) => (arn, None),
        (false, true) => (None, suffix),
        _ => (arn, suffix),
    }
}

/// What is missing, with the flag that names it.
pub(crate) fn explained(error: ProfileError, profile: Option<&str>) -> Failure {
    match (&error, profile) {
        (ProfileError::Missing { what, .. }, Some(name)) => {
            Failure::configuration(format_args!("profile {name:?} names no {what}"))
        }
        (ProfileError::Missing { key, .. }, None) => {
            let flag = key.replace('_', "-");
            Failure::from(error).hint(format_args!(
                "Give --{flag} or --profile; without any pool: --profile local"
            ))
        }
        _ => error.into(),
    }
}

/// What is on standard input comes before all else that is read there, so that it is read at once.
fn client_secret(arguments: &Connection, file: Option<PathBuf>) -> Result<Secret, Failure> {
    let set = std::env::var("POOLGATE_CLIENT_SECRET").ok();
    if arguments.client_secret_stdin {
        let line = standard_input_line("the client secret")?;
        let secret = String::from_utf8(line.to_vec());
        let secret = secret.map_err(|_| Failure::configuration("the client secret is not UTF-8"));
        return known(secret?);
    }
    match (set.filter(|secret| !secret.is_empty()), file) {
        (Some(secret), _) => known(secret),
        (None, Some(path)) => Ok(Secret::InFile {
            path,
            read: OnceLock::new(),
        }),
        (None, None) => Ok(Secret::Known(None)),
    }
}

fn known(secret: String) -> Result<Secret, Failure> {
    let secret = ClientSecret::new(secret).map_err(Failure::configuration)?;
    Ok(Secret::Known(Some(secret)))
}

impl Secret {
    /// The secret, if the app client has one.
    pub(crate) fn read(&self) -> Result<Option<ClientSecret>, Failure> {
        let (path, read) = match self {
            Self::Known(secret) => return Ok(secret.clone()),
            Self::InFile { path, read } => (path, read),
        };
        if let Some(secret) = read.get() {
            return Ok(Some(secret.clone()));
        }
        let failed = |why: &dyn std::fmt::Display| {
            let shown = path.display();
            Failure::configuration(format_args!(
                "the profile's client_secret_file {shown} cannot be used: {why}"
            ))
        };
        let text = std::fs::read_to_string(path).map_err(|error| failed(&error))?;
        let secret = ClientSecret::new(text.lines().next().unwrap_or_default().to_owned());
        let secret = secret.map_err(|error| failed(&error))?;
        Ok(Some(read.get_or_init(|| secret).clone()))
    }
}
