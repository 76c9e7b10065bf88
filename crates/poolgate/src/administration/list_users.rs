use super::{Administration, User, UserFilter};
use crate::error::call_failed;
use crate::pages::{Pages, Wanted};

impl Administration {
    /// The users of the pool that a filter lets through (`ListUsers`), in no particular order. A
    /// user who was just created or changed may be missing for a moment (protocol.md 9.4).
    pub fn users(&self, filter: UserFilter) -> Pages<User> {
        const OPERATION: &str = "ListUsers";
        let (administration, expression) = (self.clone(), filter.expression());
        Pages::new(OPERATION, move |wanted: Wanted| {
            let call = administration
                .client()
                .list_users()
                .user_pool_id(administration.pool_id())
                .set_filter(expression.clone())
                .set_attributes_to_get(filter.attributes())
                .set_limit(wanted.size)
                .set_pagination_token(wanted.token);
            async move {
                let page = call.send().await.map_err(call_failed(OPERATION))?;
                User::page(OPERATION, page.users, page.pagination_token)
            }
        })
    }
}
