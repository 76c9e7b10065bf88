use std::collections::{BTreeMap, HashMap};

use super::IdentityPools;
use super::settings::{IdentityPoolSettings, description, settings};
use crate::change::{changed, still_the_same};
use crate::error::call_failed;
use crate::pages::{Page, Pages, Wanted};
use crate::{Error, IdentityPoolId};

/// The service wants to be told how many, and gives at most these.
const PAGE: i32 = 60;

/// An identity pool.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IdentityPoolDescription {
    /// Its id.
    pub id: IdentityPoolId,
    /// What can be changed of it.
    pub settings: IdentityPoolSettings,
}

/// An identity pool in a list.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct IdentityPoolSummary {
    /// Its id.
    pub id: IdentityPoolId,
    /// What people call it.
    pub name: String,
}

impl IdentityPools {
    /// Creates an identity pool (`CreateIdentityPool`). `settings` says everything but its name;
    /// what it leaves alone is off or empty.
    pub async fn create(
        &self,
        name: &str,
        settings: impl FnOnce(&mut IdentityPoolSettings),
    ) -> Result<IdentityPoolDescription, Error> {
        let mut wanted = IdentityPoolSettings {
            name: name.to_owned(),
            ..IdentityPoolSettings::default()
        };
        settings(&mut wanted);
        let created = settings!(self.client.create_identity_pool(), wanted)
            .send()
            .await
            .map_err(call_failed("CreateIdentityPool"))?;
        Ok(description!(created))
    }

    /// All that is known of an identity pool but its roles (`DescribeIdentityPool`).
    pub async fn describe(&self, id: &IdentityPoolId) -> Result<IdentityPoolDescription, Error> {
        let output = self
            .client
            .describe_identity_pool()
            .identity_pool_id(id.as_str())
            .send()
            .await
            .map_err(call_failed("DescribeIdentityPool"))?;
        Ok(description!(output))
    }

    /// Changes an identity pool (`UpdateIdentityPool`); what `change` leaves alone stays. If it
    /// leaves everything alone, nothing is written.
    ///
    /// # Errors
    /// [`Error::ConcurrentChange`] if somebody else has changed it while `change` ran.
    pub async fn update(
        &self,
        id: &IdentityPoolId,
        change: impl FnOnce(&mut IdentityPoolSettings),
    ) -> Result<IdentityPoolDescription, Error> {
        const OPERATION: &str = "UpdateIdentityPool";
        let before = self.describe(id).await?;
        let Some(settings) = changed(&before.settings, change) else {
            return Ok(before);
        };
        still_the_same(OPERATION, id.as_str(), &before, &self.describe(id).await?)?;
        let call = self
            .client
            .update_identity_pool()
            .identity_pool_id(id.as_str());
        let updated = settings!(call, settings)
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        Ok(description!(updated))
    }

    /// Deletes an identity pool and all its identities (`DeleteIdentityPool`).
    pub async fn delete(&self, id: &IdentityPoolId) -> Result<(), Error> {
        self.client
            .delete_identity_pool()
            .identity_pool_id(id.as_str())
            .send()
            .await
            .map_err(call_failed("DeleteIdentityPool"))?;
        Ok(())
    }

    /// The identity pools (`ListIdentityPools`).
    pub fn list(&self) -> Pages<IdentityPoolSummary> {
        const OPERATION: &str = "ListIdentityPools";
        let client = self.client.clone();
        Pages::new(OPERATION, move |wanted: Wanted| {
            let call = client
                .list_identity_pools()
                .max_results(wanted.size.unwrap_or(PAGE))
                .set_next_token(wanted.token);
            async move {
                let page = call.send().await.map_err(call_failed(OPERATION))?;
                let pools = page.identity_pools.unwrap_or_default().into_iter();
                let pools = pools.map(|pool| {
                    Ok(IdentityPoolSummary {
                        id: pool.identity_pool_id.unwrap_or_default().parse()?,
                        name: pool.identity_pool_name.unwrap_or_default(),
                    })
                });
                Ok(Page {
                    items: pools.collect::<Result<_, Error>>()?,
                    next_token: page.next_token,
                })
            }
        })
    }
}

fn map(map: BTreeMap<String, String>) -> Option<HashMap<String, String>> {
    (!map.is_empty()).then(|| map.into_iter().collect())
}

fn list<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}
