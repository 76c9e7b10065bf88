use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::marker::PhantomData;
use core::time::Duration;

use super::TokenVerifier;
use super::app_clients::AppClients;
use crate::error::Error;
use crate::issuer::Issuer;

/// Builds a [`TokenVerifier`]: issuers first, then the app client, then whatever is optional.
///
/// The two decisions that keep strangers out cannot be forgotten. Without an app client there is
/// no `build`:
///
/// ```compile_fail,E0599
/// use poolgate_token::{Issuer, TokenVerifier};
///
/// let issuer = Issuer::original("eu-west-1", "eu-west-1_ExamplE")?;
/// let verifier = TokenVerifier::builder().issuer(issuer).build();
/// # Ok::<(), poolgate_token::Error>(())
/// ```
///
/// Nor is there without an issuer:
///
/// ```compile_fail,E0599
/// use poolgate_token::TokenVerifier;
///
/// let verifier = TokenVerifier::builder().app_client("1example23456789").build();
/// ```
///
/// With both there is:
///
/// ```
/// use core::time::Duration;
///
/// use poolgate_token::{Issuer, TokenVerifier};
///
/// let verifier = TokenVerifier::builder()
///     .user_pool("eu-west-1", "eu-west-1_ExamplE")?
///     .issuer(Issuer::custom("http://127.0.0.1:9229/eu-west-1_ExamplE")?)
///     .app_clients(["1example23456789", "2example23456789"])
///     .leeway(Duration::from_secs(60))
///     .build();
/// assert_eq!(verifier.issuers().len(), 3);
/// # Ok::<(), poolgate_token::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct TokenVerifierBuilder<State> {
    verifier: TokenVerifier,
    state: PhantomData<State>,
}

/// No issuer has been given yet.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct NeedsIssuer;

/// There is an issuer; the app client has not been decided.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct NeedsAppClient;

/// Everything required has been decided.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Ready;

impl TokenVerifierBuilder<NeedsIssuer> {
    pub(super) fn new() -> Self {
        let verifier = TokenVerifier {
            issuers: Vec::new(),
            app_clients: AppClients::Listed(Vec::new()),
            leeway: 0,
            required_scopes: Vec::new(),
            accepted_groups: Vec::new(),
        };
        Self {
            verifier,
            state: PhantomData,
        }
    }

    /// Trusts an issuer.
    #[must_use]
    pub fn issuer(self, issuer: Issuer) -> TokenVerifierBuilder<NeedsAppClient> {
        self.into_state::<NeedsAppClient>().issuer(issuer)
    }

    /// Trusts a user pool under both forms of its issuer, since it can be switched from one to the
    /// other while tokens are out. For a pool with replicas, `region` is the primary's.
    ///
    /// # Errors
    /// [`Error::Region`] or [`Error::PoolId`] when an argument is not of that kind.
    pub fn user_pool(
        self,
        region: &str,
        pool_id: &str,
    ) -> Result<TokenVerifierBuilder<NeedsAppClient>, Error> {
        self.into_state::<NeedsAppClient>()
            .user_pool(region, pool_id)
    }
}

impl TokenVerifierBuilder<NeedsAppClient> {
    /// Trusts a further issuer.
    #[must_use]
    pub fn issuer(mut self, issuer: Issuer) -> Self {
        if !self
            .verifier
            .issuers
            .iter()
            .any(|known| known.url() == issuer.url())
        {
            self.verifier.issuers.push(issuer);
        }
        self
    }

    /// Trusts a further user pool under both forms of its issuer.
    ///
    /// # Errors
    /// [`Error::Region`] or [`Error::PoolId`] when an argument is not of that kind.
    pub fn user_pool(self, region: &str, pool_id: &str) -> Result<Self, Error> {
        let original = Issuer::original(region, pool_id)?;
        let updated = Issuer::updated(region, pool_id)?;
        Ok(self.issuer(original).issuer(updated))
    }

    /// Accepts tokens of one app client: `aud` of ID tokens, `client_id` of access tokens.
    #[must_use]
    pub fn app_client(self, id: impl AsRef<str>) -> TokenVerifierBuilder<Ready> {
        self.app_clients([id])
    }

    /// Accepts tokens of several app clients; an empty list accepts none.
    #[must_use]
    pub fn app_clients(
        mut self,
        ids: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> TokenVerifierBuilder<Ready> {
        self.verifier.app_clients = AppClients::listed(ids);
        self.into_state()
    }

    /// Accepts tokens of every app client that the trusted pools ever had or will have: whoever
    /// may create an app client there can sign its users in here.
    #[must_use]
    pub fn dangerous_any_app_client(mut self) -> TokenVerifierBuilder<Ready> {
        self.verifier.app_clients = AppClients::Any;
        self.into_state()
    }
}

impl TokenVerifierBuilder<Ready> {
    /// How far this clock may be from Cognito's, in whole seconds; 0 unless it is set. A service
    /// wants 0, a client that looks at its own fresh tokens about 60 seconds.
    #[must_use]
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.verifier.leeway = i64::try_from(leeway.as_secs()).unwrap_or(i64::MAX);
        self
    }

    /// Refuses access tokens that lack one of these scopes. ID tokens have no scopes.
    #[must_use]
    pub fn require_scopes(mut self, scopes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.verifier.required_scopes = strings(scopes);
        self
    }

    /// Refuses tokens of users who are in none of these groups; an empty list asks for none.
    #[must_use]
    pub fn require_any_group(mut self, groups: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.verifier.accepted_groups = strings(groups);
        self
    }

    /// The verifier.
    #[must_use]
    pub fn build(self) -> TokenVerifier {
        self.verifier
    }
}

impl<State> TokenVerifierBuilder<State> {
    fn into_state<Next>(self) -> TokenVerifierBuilder<Next> {
        TokenVerifierBuilder {
            verifier: self.verifier,
            state: PhantomData,
        }
    }
}

fn strings(items: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    items
        .into_iter()
        .map(|item| item.as_ref().to_string())
        .collect()
}
