//! Who is in which group.

use poolgate_flow::Username;

use super::{Administration, Group, User};
use crate::Error;
use crate::error::call_failed;
use crate::pages::{Pages, Wanted};

impl Administration {
    /// The users of a group (`ListUsersInGroup`).
    pub fn users_in_group(&self, group: &str) -> Pages<User> {
        const OPERATION: &str = "ListUsersInGroup";
        let (administration, group) = (self.clone(), group.to_owned());
        Pages::new(OPERATION, move |wanted: Wanted| {
            let call = administration
                .client()
                .list_users_in_group()
                .user_pool_id(administration.pool_id())
                .group_name(&group)
                .set_limit(wanted.size)
                .set_next_token(wanted.token);
            async move {
                let page = call.send().await.map_err(call_failed(OPERATION))?;
                User::page(OPERATION, page.users, page.next_token)
            }
        })
    }

    /// The groups that a user is in (`AdminListGroupsForUser`).
    pub fn groups_of(&self, username: &Username) -> Pages<Group> {
        const OPERATION: &str = "AdminListGroupsForUser";
        let (administration, username) = (self.clone(), username.clone());
        Pages::new(OPERATION, move |wanted: Wanted| {
            let call = administration
                .client()
                .admin_list_groups_for_user()
                .user_pool_id(administration.pool_id())
                .username(username.as_str())
                .set_limit(wanted.size)
                .set_next_token(wanted.token);
            async move {
                let page = call.send().await.map_err(call_failed(OPERATION))?;
                Ok(Group::page(page.groups, page.next_token))
            }
        })
    }

    /// Takes a user into a group, or leaves one there who is in it (`AdminAddUserToGroup`).
    pub async fn add_to_group(&self, username: &Username, group: &str) -> Result<(), Error> {
        self.client()
            .admin_add_user_to_group()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .group_name(group)
            .send()
            .await
            .map_err(call_failed("AdminAddUserToGroup"))?;
        Ok(())
    }

    /// Takes a user out of a group (`AdminRemoveUserFromGroup`).
    pub async fn remove_from_group(&self, username: &Username, group: &str) -> Result<(), Error> {
        self.client()
            .admin_remove_user_from_group()
            .user_pool_id(self.pool_id())
            .username(username.as_str())
            .group_name(group)
            .send()
            .await
            .map_err(call_failed("AdminRemoveUserFromGroup"))?;
        Ok(())
    }
}
