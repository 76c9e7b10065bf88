//! A user pool as its administrators reach it: they need no app client, but AWS credentials.

use poolgate::aws_sdk_cognitoidentityprovider::config::Credentials;
use poolgate::{Administration, Environment, PoolId, Region, UserPools};
use poolgate_local::Attachment;

use crate::arguments::pool::Target;
use crate::configuration::{Configuration, ProfileSection};
use crate::failure::Failure;
use crate::paths;
use crate::profile::{self, LOCAL};
use crate::reachable;

/// Where user pools are. They answer for as long as this value lives.
#[derive(Debug)]
pub(crate) struct Pool {
    /// The profile's name, if it has one.
    name: Option<String>,
    /// The pool, if one is named.
    id: Option<PoolId>,
    region: Region,
    endpoint_url: Option<String>,
    /// Present for the profile `local`.
    attachment: Option<Attachment>,
}

impl Pool {
    /// Resolves the profile and, for `local`, starts the embedded Cognito or finds it running.
    pub(crate) fn from_arguments(arguments: &Target) -> Result<Self, Failure> {
        let configuration = Configuration::read(&paths::configuration_file()?)?;
        let (profile, pool_id) = (arguments.profile.as_deref(), arguments.pool_id.as_deref());
        let name = profile::name(profile, pool_id, &configuration)?;
        if name.as_deref() == Some(LOCAL) {
            return Self::local(arguments);
        }
        let section = match &name {
            Some(name) => configuration.profile(name)?,
            None => ProfileSection::default(),
        };
        let id = arguments.pool_id.clone().or(section.pool_id);
        let id: Option<PoolId> = id.map(|id| profile::parse("pool id", &id)).transpose()?;
        let region = arguments.region.clone().or(section.region);
        Ok(Self {
            region: known_region(region.as_deref(), id.as_ref())?,
            name,
            id,
            endpoint_url: section.endpoint_url,
            attachment: None,
        })
    }

    /// The embedded Cognito: the pool that it was seeded with, unless another one is typed.
    fn local(arguments: &Target) -> Result<Self, Failure> {
        let attachment = reachable::attach()?;
        let seed = attachment.seed();
        let pool_id = arguments.pool_id.as_deref();
        let is_typed = profile::is_typed(pool_id, "POOLGATE_POOL_ID");
        let id = pool_id.filter(|_| is_typed).unwrap_or(&seed.user_pool_id);
        Ok(Self {
            name: Some(LOCAL.to_owned()),
            id: Some(profile::parse("pool id", id)?),
            region: profile::parse("Region", &seed.region)?,
            endpoint_url: Some(attachment.url()),
            attachment: Some(attachment),
        })
    }

    /// The pool itself, to be administered.
    pub(crate) fn administration(&self) -> Result<Administration, Failure> {
        let Some(id) = &self.id else {
            return Err(profile::missing(
                "user pool",
                "--pool-id",
                self.name.as_deref(),
            ));
        };
        let mut builder = Administration::builder(id.clone())
            .region(self.region.clone())
            .environment(Environment::from_process());
        builder = match &self.attachment {
            Some(_) => builder.credentials(local_credentials()),
            None => builder.default_credentials(),
        };
        if let Some(url) = &self.endpoint_url {
            builder = builder.endpoint_url(url);
        }
        Ok(builder.build()?)
    }

    /// All pools of the account.
    pub(crate) fn all(&self) -> Result<UserPools, Failure> {
        let mut builder =
            UserPools::builder(self.region.clone()).environment(Environment::from_process());
        builder = match &self.attachment {
            Some(_) => builder.credentials(local_credentials()),
            None => builder.default_credentials(),
        };
        if let Some(url) = &self.endpoint_url {
            builder = builder.endpoint_url(url);
        }
        Ok(builder.build()?)
    }

    /// The flags that name this pool again, for the commands in hints.
    pub(crate) fn flags(&self) -> String {
        match (&self.name, &self.id) {
            (Some(name), _) => format!("--profile {name}"),
            (None, Some(id)) => format!("--pool-id {id}"),
            (None, None) => format!("--region {}", self.region),
        }
    }
}

/// The Region that is named, else the pool's own, else that of the AWS tools.
fn known_region(named: Option<&str>, id: Option<&PoolId>) -> Result<Region, Failure> {
    if let Some(region) = named {
        return profile::parse("Region", region);
    }
    if let Some(id) = id {
        return id.home_region().map_err(Failure::configuration);
    }
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    match variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION")) {
        Some(region) => profile::parse("Region", &region),
        None => Err(Failure::configuration("no Region is named")
            .hint("Give --region, --pool-id or --profile, or set AWS_REGION")),
    }
}

/// The embedded Cognito takes any key that it has not issued itself.
fn local_credentials() -> Credentials {
    Credentials::new("poolgate", "poolgate", None, None, "the profile local")
}
