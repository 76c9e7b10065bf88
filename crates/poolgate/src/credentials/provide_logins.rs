use std::fmt;
use std::pin::Pin;

use crate::{Error, Login, Logins, Session};

/// Logins under way.
pub type LoginsFuture<'a> = Pin<Box<dyn Future<Output = Result<Logins, Error>> + Send + 'a>>;

/// Where the logins of an identity come from, whenever new AWS credentials are needed.
///
/// [`Session`] is one: it refreshes the user pool's tokens first where they need it. [`Logins`] are
/// one as they stand: [`Logins::none`] for an unauthenticated user. For other providers, whose
/// tokens you renew by yourself:
///
/// ```
/// use poolgate::{Error, Login, LoginsFuture, ProvideLogins};
///
/// #[derive(Debug)]
/// struct Google;
///
/// impl ProvideLogins for Google {
///     fn logins(&self) -> LoginsFuture<'_> {
///         Box::pin(async {
///             let token = google_id_token().await.map_err(|reason| Error::Login { reason })?;
///             Ok(Login::open_id(&token)?.into())
///         })
///     }
/// }
/// # async fn google_id_token() -> Result<poolgate::IdToken, String> { Ok("token".into()) }
/// ```
pub trait ProvideLogins: fmt::Debug + Send + Sync {
    /// The logins as they are now.
    fn logins(&self) -> LoginsFuture<'_>;
}

impl ProvideLogins for Session {
    fn logins(&self) -> LoginsFuture<'_> {
        Box::pin(async { Ok(Login::of(&*self.fresh_tokens().await?).into()) })
    }
}

impl ProvideLogins for Logins {
    fn logins(&self) -> LoginsFuture<'_> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}
