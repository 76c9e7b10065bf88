//! Where identity pools answer: at AWS, at the embedded Cognito, or where a profile says.

use poolgate::profiles::{Profile as Keys, ProfileError, Source};
use poolgate::{Environment, IdentityPool, IdentityPoolId, IdentityPools, Region};
use poolgate_local::{Attachment, Settings};

use crate::arguments::ProfileName;
use crate::failure::Failure;
use crate::pool;
use crate::profile::{self, LOCAL};
use crate::reachable;

/// It answers for as long as this value lives.
#[derive(Debug)]
pub(crate) struct IdentityService {
    /// The profile's name, if it has one.
    name: Option<String>,
    keys: Keys,
    /// Present for the profile `local`.
    attachment: Option<Attachment>,
}

impl IdentityService {
    /// Resolves the profile and, for `local`, starts the embedded Cognito or finds it running.
    /// What is explicit wins over what the profile says.
    pub(crate) fn of(profile: &ProfileName, explicit: Keys) -> Result<Self, Failure> {
        let found = profile::find(profile, explicit.identity_pool_id.as_deref())?;
        let (keys, name) = match found {
            Some(found) if found.source == Source::BuiltIn => return Self::local(explicit),
            Some(found) => (explicit.or(&found.profile), found.name),
            None => (explicit, None),
        };
        Ok(Self {
            name,
            keys,
            attachment: None,
        })
    }

    /// The embedded Cognito: the identity pool that it was seeded with, unless another is typed.
    fn local(explicit: Keys) -> Result<Self, Failure> {
        let attachment = reachable::attach()?;
        let seed = attachment.seed();
        let id = explicit.identity_pool_id.as_deref();
        let is_typed = profile::is_typed(id, "POOLGATE_IDENTITY_POOL_ID");
        let id = id.filter(|_| is_typed).unwrap_or(&seed.identity_pool_id);
        let keys = Keys {
            identity_pool_id: Some(id.to_owned()),
            region: Some(seed.region.clone()),
            identity_endpoint_url: Some(attachment.url()),
            sts_endpoint_url: Some(attachment.url()),
            ..explicit
        };
        Ok(Self {
            name: Some(LOCAL.to_owned()),
            keys,
            attachment: Some(attachment),
        })
    }

    /// The identity pool that is meant.
    pub(crate) fn id(&self) -> Result<IdentityPoolId, Failure> {
        self.keys.identity_pool()?.ok_or_else(|| {
            let missing = ProfileError::Missing {
                what: "identity pool",
                key: "identity_pool_id",
            };
            profile::explained(missing, self.name.as_deref())
        })
    }

    /// The Region that is named, else the identity pool's, else that of the AWS tools.
    pub(crate) fn region(&self) -> Result<Region, Failure> {
        if self.keys.region.is_some() {
            return Ok(self.keys.require_region()?);
        }
        if let Some(id) = self.keys.identity_pool()? {
            return Ok(id.region().clone());
        }
        pool::region_of_aws_tools()?.ok_or_else(|| {
            Failure::configuration("no Region is named")
                .hint("Give --region or --profile, or set AWS_REGION")
        })
    }

    /// The number of the account, where the profile tells it.
    pub(crate) fn account_id(&self) -> Option<String> {
        let attachment = self.attachment.as_ref()?;
        Some(Settings::new(attachment.url()).account_id)
    }

    /// The identity pools of a Region, for those who administer them.
    pub(crate) fn administration(&self, region: Region) -> Result<IdentityPools, Failure> {
        let mut builder = IdentityPools::builder(region).environment(Environment::from_process());
        builder = match &self.attachment {
            Some(_) => builder.credentials(pool::local_credentials()),
            None => builder.default_credentials(),
        };
        if let Some(url) = profile::identity_pool_url(&self.keys) {
            builder = builder.endpoint_url(url);
        }
        Ok(builder.build()?)
    }

    /// The identity pool that is meant, for those whose identities are in it.
    pub(crate) fn identity_pool(&self) -> Result<IdentityPool, Failure> {
        let mut builder = IdentityPool::builder(self.id()?)
            .role(self.keys.role()?)
            .flow(self.keys.flow()?)
            .environment(Environment::from_process());
        if let Some(url) = profile::identity_pool_url(&self.keys) {
            builder = builder.endpoint_url(url);
        }
        if let Some(url) = profile::sts_url(&self.keys) {
            builder = builder.sts_endpoint_url(url);
        }
        Ok(builder.build()?)
    }

    /// The flags that name it again, for the commands in hints.
    pub(crate) fn flags(&self) -> String {
        match (&self.name, &self.keys.identity_pool_id) {
            (Some(name), _) => format!("--profile {name}"),
            (None, Some(id)) => format!("--identity-pool-id {id}"),
            (None, None) => String::new(),
        }
    }
}
