use std::time::SystemTime;

use aws_sdk_cognitoidentityprovider::types::GroupType;

use super::Administration;
use crate::Error;
use crate::change::{changed, still_the_same};
use crate::error::call_failed;
use crate::pages::{Page, Pages, Wanted};
use crate::service_clock::system_time;

/// A group of a user pool.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Group {
    /// Its name, which no other group of the pool has.
    pub name: String,
    /// What can be changed of it.
    pub settings: GroupSettings,
    /// When it was created.
    pub created: Option<SystemTime>,
    /// When it was last changed.
    pub last_modified: Option<SystemTime>,
}

/// What can be said of a group.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct GroupSettings {
    /// What it is for.
    pub description: Option<String>,
    /// Which of several groups decides about a user's role: the one with the lowest number.
    pub precedence: Option<i32>,
    /// The role that its users may have at identity pools (`cognito:roles`).
    pub role_arn: Option<String>,
}

impl Administration {
    /// Creates a group (`CreateGroup`).
    pub async fn create_group(&self, name: &str, settings: GroupSettings) -> Result<Group, Error> {
        const OPERATION: &str = "CreateGroup";
        let output = self
            .client()
            .create_group()
            .user_pool_id(self.pool_id())
            .group_name(name)
            .set_description(settings.description)
            .set_precedence(settings.precedence)
            .set_role_arn(settings.role_arn)
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        Group::of_answer(OPERATION, output.group)
    }

    /// A group, by name (`GetGroup`).
    pub async fn group(&self, name: &str) -> Result<Group, Error> {
        const OPERATION: &str = "GetGroup";
        let output = self
            .client()
            .get_group()
            .user_pool_id(self.pool_id())
            .group_name(name)
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        Group::of_answer(OPERATION, output.group)
    }

    /// Changes a group (`UpdateGroup`); what `change` leaves alone stays. If it leaves everything
    /// alone, nothing is written. Whether the service forgets what is set to `None` is not
    /// documented.
    ///
    /// # Errors
    /// [`Error::ConcurrentChange`] if somebody else has changed it while `change` ran.
    pub async fn update_group(
        &self,
        name: &str,
        change: impl FnOnce(&mut GroupSettings),
    ) -> Result<Group, Error> {
        const OPERATION: &str = "UpdateGroup";
        let before = self.group(name).await?;
        let Some(settings) = changed(&before.settings, change) else {
            return Ok(before);
        };
        still_the_same(OPERATION, name, &before, &self.group(name).await?)?;
        let output = self
            .client()
            .update_group()
            .user_pool_id(self.pool_id())
            .group_name(name)
            .set_description(settings.description)
            .set_precedence(settings.precedence)
            .set_role_arn(settings.role_arn)
            .send()
            .await
            .map_err(call_failed(OPERATION))?;
        Group::of_answer(OPERATION, output.group)
    }

    /// Deletes a group (`DeleteGroup`); its users stay.
    pub async fn delete_group(&self, name: &str) -> Result<(), Error> {
        self.client()
            .delete_group()
            .user_pool_id(self.pool_id())
            .group_name(name)
            .send()
            .await
            .map_err(call_failed("DeleteGroup"))?;
        Ok(())
    }

    /// The groups of the pool (`ListGroups`).
    pub fn groups(&self) -> Pages<Group> {
        const OPERATION: &str = "ListGroups";
        let administration = self.clone();
        Pages::new(OPERATION, move |wanted: Wanted| {
            let call = administration
                .client()
                .list_groups()
                .user_pool_id(administration.pool_id())
                .set_limit(wanted.size)
                .set_next_token(wanted.token);
            async move {
                let page = call.send().await.map_err(call_failed(OPERATION))?;
                Ok(Group::page(page.groups, page.next_token))
            }
        })
    }
}

impl Group {
    fn of_answer(operation: &'static str, group: Option<GroupType>) -> Result<Self, Error> {
        group.map(Self::from_sdk).ok_or(Error::MissingMember {
            operation,
            member: "Group",
        })
    }

    pub(super) fn page(groups: Option<Vec<GroupType>>, next_token: Option<String>) -> Page<Self> {
        let groups = groups.unwrap_or_default().into_iter();
        Page {
            items: groups.map(Self::from_sdk).collect(),
            next_token,
        }
    }

    fn from_sdk(group: GroupType) -> Self {
        Self {
            name: group.group_name.unwrap_or_default(),
            settings: GroupSettings {
                description: group.description,
                precedence: group.precedence,
                role_arn: group.role_arn,
            },
            created: system_time(group.creation_date),
            last_modified: system_time(group.last_modified_date),
        }
    }
}
