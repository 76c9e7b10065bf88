use std::collections::BTreeMap;

use super::IdentityPools;
use crate::Error;
use crate::error::call_failed;

/// An identity pool's ARN has the account's number, which its id does not tell:
/// `arn:aws:cognito-identity:<region>:<account>:identitypool/<id>`.
impl IdentityPools {
    /// The tags of an identity pool, by ARN (`ListTagsForResource`).
    pub async fn tags(&self, arn: &str) -> Result<BTreeMap<String, String>, Error> {
        let output = self
            .client
            .list_tags_for_resource()
            .resource_arn(arn)
            .send()
            .await
            .map_err(call_failed("ListTagsForResource"))?;
        Ok(output.tags.into_iter().flatten().collect())
    }

    /// Gives an identity pool these tags; others stay (`TagResource`).
    pub async fn tag(&self, arn: &str, tags: &BTreeMap<String, String>) -> Result<(), Error> {
        self.client
            .tag_resource()
            .resource_arn(arn)
            .set_tags(Some(tags.clone().into_iter().collect()))
            .send()
            .await
            .map_err(call_failed("TagResource"))?;
        Ok(())
    }

    /// Takes tags from an identity pool, by key (`UntagResource`).
    pub async fn untag(&self, arn: &str, keys: &[&str]) -> Result<(), Error> {
        self.client
            .untag_resource()
            .resource_arn(arn)
            .set_tag_keys(Some(keys.iter().map(|&key| key.to_owned()).collect()))
            .send()
            .await
            .map_err(call_failed("UntagResource"))?;
        Ok(())
    }
}
