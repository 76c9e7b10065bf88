use url::form_urlencoded;

use super::RedirectUri;
use crate::{Error, UserPool};

impl UserPool {
    /// The URL that signs the user out in the browser and sends it to this URI, one of the app
    /// client's sign-out URLs. The browser's session at the domain lives on for an hour after a
    /// sign-in, whatever becomes of the tokens (protocol.md 5.6): without this, the next sign-in
    /// asks for no password.
    ///
    /// ```
    /// use poolgate::UserPool;
    ///
    /// let pool = UserPool::builder("eu-west-1_AbCdEf123".parse()?, "4h57exampleclient".parse()?)
    ///     .domain("auth.example.com".parse()?)
    ///     .build()?;
    /// assert_eq!(
    ///     pool.logout_url(&"http://localhost:8400/".parse()?)?,
    ///     "https://auth.example.com/logout?client_id=4h57exampleclient\
    ///      &logout_uri=http%3A%2F%2Flocalhost%3A8400%2F"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [`Authorization::url_after_sign_out`](super::Authorization::url_after_sign_out) goes on to
    /// the login page instead.
    pub fn logout_url(&self, logout_uri: &RedirectUri) -> Result<String, Error> {
        let endpoint = self.domain().ok_or(Error::NoDomain)?.logout_endpoint();
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", self.client_id().as_str())
            .append_pair("logout_uri", logout_uri.as_str())
            .finish();
        Ok(format!("{endpoint}?{query}"))
    }
}
