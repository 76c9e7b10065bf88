//! The pool's tags, by which an account's costs are sorted and access is granted.

use std::collections::BTreeMap;

use super::Administration;
use crate::Error;
use crate::error::call_failed;

impl Administration {
    /// The pool's tags (`ListTagsForResource`).
    pub async fn tags(&self) -> Result<BTreeMap<String, String>, Error> {
        let output = self
            .client()
            .list_tags_for_resource()
            .resource_arn(self.arn().await?)
            .send()
            .await
            .map_err(call_failed("ListTagsForResource"))?;
        Ok(output.tags.into_iter().flatten().collect())
    }

    /// Gives the pool these tags; others stay (`TagResource`).
    pub async fn tag(&self, tags: &BTreeMap<String, String>) -> Result<(), Error> {
        let tags = tags.clone().into_iter().collect();
        self.client()
            .tag_resource()
            .resource_arn(self.arn().await?)
            .set_tags(Some(tags))
            .send()
            .await
            .map_err(call_failed("TagResource"))?;
        Ok(())
    }

    /// Takes tags from the pool, by key (`UntagResource`).
    pub async fn untag(&self, keys: &[&str]) -> Result<(), Error> {
        self.client()
            .untag_resource()
            .resource_arn(self.arn().await?)
            .set_tag_keys(Some(keys.iter().map(|&key| key.to_owned()).collect()))
            .send()
            .await
            .map_err(call_failed("UntagResource"))?;
        Ok(())
    }

    /// The pool's ARN, which has the account's number: only the service knows it.
    async fn arn(&self) -> Result<String, Error> {
        self.user_pool().await?.arn.ok_or(Error::MissingMember {
            operation: "DescribeUserPool",
            member: "Arn",
        })
    }
}
