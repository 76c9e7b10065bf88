use std::time::SystemTime;

use aws_smithy_types::DateTime;

use super::IdentityPools;
use crate::error::call_failed;
use crate::pages::{Page, Pages, Wanted};
use crate::service_clock::system_time;
use crate::{Error, IdentityPoolId};

/// The service wants to be told how many, and gives at most these.
const PAGE: i32 = 60;
/// How many identities one call deletes.
const DELETED_AT_ONCE: usize = 60;

/// An identity of an identity pool.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Identity {
    /// Its id, `<region>:<uuid>`.
    pub id: String,
    /// The providers that its logins are of; none for an unauthenticated user's.
    pub providers: Vec<String>,
    /// When it was created.
    pub created: Option<SystemTime>,
    /// When it was last changed.
    pub last_modified: Option<SystemTime>,
}

/// An identity that the service did not delete.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct UndeletedIdentity {
    /// Its id.
    pub id: String,
    /// Why: `AccessDenied` or `InternalServerError`.
    pub reason: String,
}

impl IdentityPools {
    /// An identity (`DescribeIdentity`).
    pub async fn identity(&self, identity_id: &str) -> Result<Identity, Error> {
        const OPERATION: &str = "DescribeIdentity";
        let output = self
            .client
            .describe_identity()
            .identity_id(identity_id)
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        let dates = (output.creation_date, output.last_modified_date);
        Identity::of_answer(OPERATION, output.identity_id, output.logins, dates)
    }

    /// The identities of an identity pool (`ListIdentities`); `hide_disabled` leaves out those that
    /// were merged into others.
    pub fn identities(&self, id: &IdentityPoolId, hide_disabled: bool) -> Pages<Identity> {
        const OPERATION: &str = "ListIdentities";
        let (client, id) = (self.client.clone(), id.clone());
        Pages::new(OPERATION, move |wanted: Wanted| {
            let call = client
                .list_identities()
                .identity_pool_id(id.as_str())
                .hide_disabled(hide_disabled)
                .max_results(wanted.size.unwrap_or(PAGE))
                .set_next_token(wanted.token);
            async move {
                let page = call.send().await.map_err(call_failed(OPERATION))?;
                let identities = page.identities.unwrap_or_default().into_iter();
                let identities = identities.map(|identity| {
                    let dates = (identity.creation_date, identity.last_modified_date);
                    Identity::of_answer(OPERATION, identity.identity_id, identity.logins, dates)
                });
                Ok(Page {
                    items: identities.collect::<Result<_, _>>()?,
                    next_token: page.next_token,
                })
            }
        })
    }

    /// Deletes identities (`DeleteIdentities`), in as many calls as it takes, and answers with
    /// those that are still there.
    ///
    /// # Errors
    /// An error ends it: those that were named before may be deleted by then.
    pub async fn delete_identities(
        &self,
        identity_ids: &[&str],
    ) -> Result<Vec<UndeletedIdentity>, Error> {
        let mut undeleted = Vec::new();
        for some in identity_ids.chunks(DELETED_AT_ONCE) {
            let output = self
                .client
                .delete_identities()
                .set_identity_ids_to_delete(Some(some.iter().map(|&id| id.to_owned()).collect()))
                .send()
                .await
                .map_err(call_failed("DeleteIdentities"))?;
            let left = output.unprocessed_identity_ids.unwrap_or_default();
            undeleted.extend(left.into_iter().map(|left| {
                UndeletedIdentity {
                    id: left.identity_id.unwrap_or_default(),
                    reason: left
                        .error_code
                        .map_or_else(String::new, |code| code.as_str().to_owned()),
                }
            }));
        }
        Ok(undeleted)
    }
}

impl Identity {
    fn of_answer(
        operation: &'static str,
        id: Option<String>,
        providers: Option<Vec<String>>,
        (created, last_modified): (Option<DateTime>, Option<DateTime>),
    ) -> Result<Self, Error> {
        Ok(Self {
            id: id.ok_or(Error::MissingMember {
                operation,
                member: "IdentityId",
            })?,
            providers: providers.unwrap_or_default(),
            created: system_time(created),
            last_modified: system_time(last_modified),
        })
    }
}
