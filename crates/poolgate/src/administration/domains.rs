use aws_sdk_cognitoidentityprovider::types::{
    CustomDomainConfigType, DomainDescriptionType, RoutingType,
};

use super::Administration;
use crate::Error;
use crate::change::{changed, still_the_same};
use crate::error::call_failed;

/// The domain of a pool's login pages: a prefix of AWS's own, or a domain of yours.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Domain {
    /// The prefix, or the whole name of a domain of yours.
    pub name: String,
    /// The pool that has it.
    pub pool_id: Option<String>,
    /// What can be changed of it.
    pub settings: DomainSettings,
    /// Whether it is ready: `CREATING`, `ACTIVE`, `DELETING` …
    pub status: Option<String>,
    /// Where the DNS of a domain of yours must lead to.
    pub cloud_front_distribution: Option<String>,
    /// The moment of the last change, as `yyyymmddhhmmss`.
    pub version: Option<String>,
}

/// What can be said of a domain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DomainSettings {
    /// 1 for the classic hosted UI, 2 for managed login.
    pub managed_login_version: Option<i32>,
    /// The certificate of a domain of yours; a prefix has none.
    pub custom_domain: Option<CustomDomainConfigType>,
    /// Where its calls go when one of the pool's Regions fails.
    pub routing: Option<RoutingType>,
}

impl Administration {
    /// Gives the pool a domain (`CreateUserPoolDomain`). For a domain of yours, the answer is where
    /// its DNS must lead to.
    pub async fn create_domain(
        &self,
        name: &str,
        settings: DomainSettings,
    ) -> Result<Option<String>, Error> {
        let output = self
            .client()
            .create_user_pool_domain()
            .user_pool_id(self.pool_id())
            .domain(name)
            .set_managed_login_version(settings.managed_login_version)
            .set_custom_domain_config(settings.custom_domain)
            .set_routing(settings.routing)
            .send()
            .await
            .map_err(call_failed("CreateUserPoolDomain"))?;
        Ok(output.cloud_front_domain)
    }

    /// A domain, whichever pool of the account has it; `None` if none has
    /// (`DescribeUserPoolDomain`).
    pub async fn domain(&self, name: &str) -> Result<Option<Domain>, Error> {
        let output = self
            .client()
            .describe_user_pool_domain()
            .domain(name)
            .send()
            .await
            .map_err(call_failed("DescribeUserPoolDomain"))?;
        Ok(output.domain_description.and_then(Domain::from_sdk))
    }

    /// Changes a domain (`UpdateUserPoolDomain`); what `change` leaves alone stays. If it leaves
    /// everything alone, nothing is written.
    ///
    /// # Errors
    /// [`Error::NoSuchDomain`] if no pool has it, [`Error::ConcurrentChange`] if somebody else has
    /// changed it while `change` ran.
    pub async fn update_domain(
        &self,
        name: &str,
        change: impl FnOnce(&mut DomainSettings),
    ) -> Result<(), Error> {
        const OPERATION: &str = "UpdateUserPoolDomain";
        let before = self.domain(name).await?;
        let known = before.as_ref().ok_or_else(|| Error::NoSuchDomain {
            name: name.to_owned(),
        })?;
        let Some(settings) = changed(&known.settings, change) else {
            return Ok(());
        };
        still_the_same(OPERATION, name, &before, &self.domain(name).await?)?;
        self.client()
            .update_user_pool_domain()
            .user_pool_id(self.pool_id())
            .domain(name)
            .set_managed_login_version(settings.managed_login_version)
            .set_custom_domain_config(settings.custom_domain)
            .set_routing(settings.routing)
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        Ok(())
    }

    /// Takes a domain from the pool (`DeleteUserPoolDomain`).
    pub async fn delete_domain(&self, name: &str) -> Result<(), Error> {
        self.client()
            .delete_user_pool_domain()
            .user_pool_id(self.pool_id())
            .domain(name)
            .send()
            .await
            .map_err(call_failed("DeleteUserPoolDomain"))?;
        Ok(())
    }
}

impl Domain {
    /// `None` for the empty description that the service has of a domain that nobody has
    /// (protocol.md 9.6).
    fn from_sdk(domain: DomainDescriptionType) -> Option<Self> {
        Some(Self {
            name: domain.domain?,
            pool_id: domain.user_pool_id,
            settings: DomainSettings {
                managed_login_version: domain.managed_login_version,
                // A prefix has an empty one, which an update must not send back.
                custom_domain: domain
                    .custom_domain_config
                    .filter(|config| !config.certificate_arn.is_empty()),
                routing: domain.routing,
            },
            status: domain.status.map(|status| status.as_str().to_owned()),
            cloud_front_distribution: domain.cloud_front_distribution,
            version: domain.version,
        })
    }
}
