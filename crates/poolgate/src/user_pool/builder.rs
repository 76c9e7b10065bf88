use std::sync::{Arc, OnceLock};
use std::time::Duration;

use aws_sdk_cognitoidentityprovider::{Client, config};
use poolgate_flow::{AppClient, ClientId, ClientSecret, PoolId, Region};
use poolgate_token::{Issuer, NeedsAppClient, TokenVerifier, TokenVerifierBuilder};

use super::{Inner, UserPool};
use crate::Error;
use crate::connection::{Connection, connection_setters};
use crate::http::HttpSettings;
use crate::key_source::{KeySource, Keys};
use crate::oauth;
use crate::service_clock::ServiceClock;

/// How far this machine's clock may be off before a fresh token is taken for an old one.
const LEEWAY: Duration = Duration::from_mins(1);

/// Tokens are refreshed when less than this is left, or less than half of their life.
const REFRESH_MARGIN: Duration = Duration::from_mins(5);

/// How a user pool is reached. Its id and an app client's id are all that a public client needs.
#[derive(Clone, Debug)]
#[must_use = "nothing is made before `build`"]
pub struct UserPoolBuilder {
    pool_id: PoolId,
    client_id: ClientId,
    client_secret: Option<ClientSecret>,
    domain: Option<oauth::Domain>,
    issuers: Vec<Issuer>,
    refresh_margin: Duration,
    connection: Connection,
    sdk_client: Option<Client>,
}

impl UserPoolBuilder {
    pub(super) fn new(pool_id: PoolId, client_id: ClientId) -> Self {
        Self {
            pool_id,
            client_id,
            client_secret: None,
            domain: None,
            issuers: Vec::new(),
            refresh_margin: REFRESH_MARGIN,
            connection: Connection::default(),
            sdk_client: None,
        }
    }

    /// The app client's secret, if it has one.
    pub fn client_secret(mut self, secret: Option<ClientSecret>) -> Self {
        self.client_secret = secret;
        self
    }

    /// Where the pool's login pages and OAuth endpoints are, for sign-ins in the browser.
    /// [`UserPool::discover_domain`] finds it out instead.
    pub fn domain(mut self, domain: oauth::Domain) -> Self {
        self.domain = Some(domain);
        self
    }

    /// Accepts tokens of this issuer too. Accepted without being named: both issuers that AWS
    /// gives the pool (protocol.md 5.1), and the endpoint with the pool's id, if an endpoint is
    /// set.
    pub fn issuer(mut self, issuer: Issuer) -> Self {
        self.issuers.push(issuer);
        self
    }

    /// Refreshes a session's tokens when less than this is left, or less than half of their life.
    /// Without it, 5 minutes.
    pub fn refresh_margin(mut self, margin: Duration) -> Self {
        self.refresh_margin = margin;
        self
    }

    connection_setters!(Client);

    /// Makes the pool's client. Nothing is contacted and no file is read.
    pub fn build(mut self) -> Result<UserPool, Error> {
        let home = self.pool_id.home_region()?;
        let http = self.connection.http()?;
        let clock = ServiceClock::new(self.connection.time_source());
        let client = match self.sdk_client.take() {
            Some(client) => client,
            None => self.client(&http, &home, clock.clone())?,
        };
        let verifier = self
            .verifier(&home)
            .map_err(|error| self.invalid_endpoint(&error))?;
        let keys = KeySource::new(Arc::clone(&http), clock.clone());
        if let Some(document) = &self.connection.environment.cognito_jwks {
            let pinned = Keys::parse(document).map_err(|error| Error::InvalidSetting {
                setting: "COGNITO_JWKS",
                value: document.chars().take(64).collect(),
                reason: error.to_string(),
            })?;
            for issuer in verifier.issuers() {
                keys.pin(issuer, &pinned);
            }
        }
        let app = match self.client_secret {
            Some(secret) => AppClient::confidential(self.pool_id, self.client_id, secret),
            None => AppClient::public(self.pool_id, self.client_id),
        };
        let lock_wait = self.connection.timeouts.lock;
        Ok(UserPool {
            inner: Arc::new(Inner {
                app,
                client,
                http,
                domain: self.domain.map_or_else(OnceLock::new, OnceLock::from),
                verifier,
                keys,
                clock,
                lock_wait,
                refresh_margin: self.refresh_margin,
            }),
        })
    }

    fn client(
        &self,
        http: &Arc<HttpSettings>,
        home: &Region,
        clock: ServiceClock,
    ) -> Result<Client, Error> {
        let endpoint = self.connection.environment.user_pool_endpoint();
        let config = self.connection.sdk_config(http, home, endpoint)?;
        // What a user does is unsigned (protocol.md 0); what an administrator does takes the
        // credentials of the `SdkConfig`.
        Ok(Client::from_conf(
            config::Builder::from(&config)
                .allow_no_auth()
                .interceptor(clock)
                .build(),
        ))
    }

    /// The issuers that are accepted. A replica keeps its primary's pool id and, by and by, its
    /// issuer: hence the home Region besides the one that is called.
    fn verifier(&self, home: &Region) -> Result<TokenVerifier, poolgate_token::Error> {
        let pool_id = self.pool_id.as_str();
        let own = self
            .endpoint()
            .filter(|url| !is_aws(url))
            .map(|url| Issuer::custom(&format!("{}/{pool_id}", url.trim_end_matches('/'))));
        let own = own.transpose()?;
        // An emulator names itself as issuer, or AWS; its keys are its own in either case.
        let relocated = |issuer: Issuer| match &own {
            Some(own) => issuer.with_jwks_uri(own.jwks_uri()),
            None => Ok(issuer),
        };
        let original = |region: &Region| relocated(Issuer::original(region.as_str(), pool_id)?);
        let updated = |region: &Region| relocated(Issuer::updated(region.as_str(), pool_id)?);

        let mut builder = TokenVerifier::builder()
            .issuer(original(home)?)
            .issuer(updated(home)?);
        if let Some(region) = &self.connection.region {
            builder = builder.issuer(original(region)?).issuer(updated(region)?);
        }
        builder = own
            .iter()
            .chain(&self.issuers)
            .cloned()
            .fold(builder, TokenVerifierBuilder::<NeedsAppClient>::issuer);
        Ok(builder
            .app_client(self.client_id.as_str())
            .leeway(LEEWAY)
            .build())
    }

    fn invalid_endpoint(&self, error: &poolgate_token::Error) -> Error {
        Error::InvalidSetting {
            setting: "the endpoint URL",
            value: self.endpoint().unwrap_or_default().to_owned(),
            reason: error.to_string(),
        }
    }

    fn endpoint(&self) -> Option<&str> {
        let connection = &self.connection;
        let given = connection
            .sdk_config
            .as_ref()
            .and_then(aws_types::SdkConfig::endpoint_url);
        connection
            .endpoint_url
            .as_deref()
            .or(connection.environment.user_pool_endpoint())
            .or(given)
    }
}

/// Whether this is one of AWS's own endpoints, such as a FIPS or VPC endpoint: it takes the calls,
/// and the keys stay where the issuer says.
fn is_aws(url: &str) -> bool {
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = authority.split(['/', ':']).next().unwrap_or(authority);
    host.ends_with(".amazonaws.com")
        || host.ends_with(".amazonaws.com.cn")
        || host.ends_with(".api.aws")
}
