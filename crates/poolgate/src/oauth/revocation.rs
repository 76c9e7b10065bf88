use poolgate_flow::RefreshToken;

use super::Domain;
use super::endpoint::{Endpoint, Method};
use super::token_endpoint::Form;
use crate::http::Repeat;
use crate::{Error, UserPool};

impl UserPool {
    /// Revokes a refresh token and all that comes from it (RFC 7009, protocol.md 6.4). One that
    /// is over already is no error.
    pub(crate) async fn revoke_at(
        &self,
        domain: &Domain,
        refresh_token: &RefreshToken,
    ) -> Result<(), Error> {
        let domain = self.domain().unwrap_or_else(|| domain.clone());
        let mut form = Form::empty();
        form.append("token", refresh_token.expose());
        let endpoint = Endpoint {
            operation: "oauth2/revoke",
            url: domain.revocation_endpoint(),
            repeat: Repeat::Freely,
        };
        endpoint.call(self, Method::Post(form)).await?;
        Ok(())
    }
}
