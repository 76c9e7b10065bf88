use std::collections::BTreeMap;

use poolgate_flow::AccessToken;
use serde::Deserialize;
use serde_json::Value;

use super::endpoint::{Endpoint, Method};
use crate::http::Repeat;
use crate::{Error, Session, UserPool};

const OPERATION: &str = "oauth2/userInfo";

/// Who a user is, as the domain's `userInfo` says.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[non_exhaustive]
pub struct UserInfo {
    /// The user's lasting id.
    pub sub: String,
    /// The user's real name in the pool.
    pub username: Option<String>,
    /// The attributes that the scopes let be seen. `email_verified` and `phone_number_verified`
    /// are the texts `true` and `false` here (protocol.md 6.3).
    #[serde(flatten)]
    pub attributes: BTreeMap<String, Value>,
}

impl UserPool {
    /// Asks who the user of this access token is. It takes the scope `openid`.
    ///
    /// The token is verified before it is sent, and the answer must be about its user.
    pub async fn user_info(&self, access_token: &AccessToken) -> Result<UserInfo, Error> {
        let domain = self.domain().ok_or(Error::NoDomain)?;
        let claims = self.verify_access_token(access_token).await?.claims;
        let endpoint = Endpoint {
            operation: OPERATION,
            url: domain.user_info_endpoint(),
            repeat: Repeat::Freely,
        };
        let answer = endpoint.call(self, Method::GetAs(access_token)).await?;
        let user: UserInfo = answer.json(OPERATION)?;
        // OpenID Connect Core 5.3.2: else it is about somebody else.
        if user.sub != claims.sub {
            let (expected, actual) = (claims.sub, user.sub);
            return Err(Error::UserChanged { expected, actual });
        }
        Ok(user)
    }
}

impl Session {
    /// Who the user is now, which may be newer than what the ID token says. It takes the scope
    /// `openid`; [`Session::attributes`] says more, and takes `aws.cognito.signin.user.admin`.
    ///
    /// ```no_run
    /// # async fn example(session: poolgate::Session) -> Result<(), poolgate::Error> {
    /// let user = session.user_info().await?;
    /// println!("{} is {:?}", user.sub, user.attributes.get("email"));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn user_info(&self) -> Result<UserInfo, Error> {
        let tokens = self.fresh_tokens().await?;
        self.pool().user_info(tokens.access_token()).await
    }
}
