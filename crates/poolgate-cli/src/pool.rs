//! A user pool as its administrators reach it: they need no app client, but AWS credentials.

use poolgate::aws_sdk_cognitoidentityprovider::config::Credentials;
use poolgate::profiles::{Profile as Keys, ProfileError, Source};
use poolgate::{Administration, Environment, PoolId, Region, UserPools};
use poolgate_local::Attachment;

use crate::arguments::UserPoolChoice;
use crate::arguments::pool::Target;
use crate::failure::Failure;
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
        let typed = &arguments.pool;
        let found = profile::find(&typed.profile, typed.pool_id.as_deref())?;
        if let Some(found) = &found
            && found.source == Source::BuiltIn
        {
            return Self::local(typed);
        }
        let explicit = profile::explicit_pool(typed);
        let (keys, name) = match found {
            Some(found) => (explicit.or(&found.profile), found.name),
            None => (explicit, None),
        };
        Ok(Self {
            id: keys
                .pool_id
                .is_some()
                .then(|| keys.require_pool_id())
                .transpose()?,
            region: known_region(&keys)?,
            name,
            endpoint_url: keys.endpoint_url,
            attachment: None,
        })
    }

    /// The embedded Cognito: the pool that it was seeded with, unless another one is typed.
    fn local(typed: &UserPoolChoice) -> Result<Self, Failure> {
        let attachment = reachable::attach()?;
        let seed = attachment.seed();
        let pool_id = typed.pool_id.as_deref();
        let is_typed = profile::is_typed(pool_id, "POOLGATE_POOL_ID");
        let id = pool_id.filter(|_| is_typed).unwrap_or(&seed.user_pool_id);
        let keys = Keys {
            pool_id: Some(id.to_owned()),
            region: Some(seed.region.clone()),
            ..Keys::default()
        };
        Ok(Self {
            name: Some(LOCAL.to_owned()),
            id: Some(keys.require_pool_id()?),
            region: keys.require_region()?,
            endpoint_url: Some(attachment.url()),
            attachment: Some(attachment),
        })
    }

    /// The pool itself, to be administered.
    pub(crate) fn administration(&self) -> Result<Administration, Failure> {
        let Some(id) = &self.id else {
            let missing = ProfileError::Missing {
                what: "user pool",
                key: "pool_id",
            };
            return Err(profile::explained(missing, self.name.as_deref()));
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
fn known_region(keys: &Keys) -> Result<Region, Failure> {
    if keys.region.is_some() || keys.pool_id.is_some() {
        return Ok(keys.require_region()?);
    }
    region_of_aws_tools()?.ok_or_else(|| {
        Failure::configuration("no Region is named")
            .hint("Give --region, --pool-id or --profile, or set AWS_REGION")
    })
}

/// The Region that the AWS tools are told.
pub(crate) fn region_of_aws_tools() -> Result<Option<Region>, Failure> {
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
    let is_set = region.is_some();
    let keys = Keys {
        region,
        ..Keys::default()
    };
    Ok(is_set.then(|| keys.require_region()).transpose()?)
}

/// The embedded Cognito takes any key that it has not issued itself.
pub(crate) fn local_credentials() -> Credentials {
    Credentials::new("poolgate", "poolgate", None, None, "the profile local")
}
