//! One app client, by the book of the crate.

use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
    BasicTokenType,
};
use oauth2::{
    AuthUrl, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, EndpointNotSet,
    EndpointSet, ExtraTokenFields, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken,
    Scope, StandardRevocableToken, StandardTokenResponse, TokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::Outcome;
use crate::http::Http;

/// The crate is of OAuth alone; what OpenID Connect adds to it is for its users to say.
#[derive(Debug, Deserialize, Serialize)]
struct IdToken {
    id_token: Option<String>,
}

impl ExtraTokenFields for IdToken {}

type Tokens = StandardTokenResponse<IdToken, BasicTokenType>;
type OidcClient = Client<
    BasicErrorResponse,
    Tokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

pub(crate) struct App {
    client: OidcClient,
    http: Http,
    waiting: Option<(CsrfToken, PkceCodeVerifier)>,
    refresh_token: Option<RefreshToken>,
}

impl App {
    pub(crate) fn new(
        domain: &str,
        client_id: String,
        client_secret: Option<String>,
        redirect_uri: String,
    ) -> Outcome<Self> {
        let endpoint = |name: &str| format!("{domain}/oauth2/{name}");
        let mut client = Client::new(ClientId::new(client_id))
            .set_auth_uri(AuthUrl::new(endpoint("authorize"))?)
            .set_token_uri(TokenUrl::new(endpoint("token"))?)
            .set_redirect_uri(RedirectUrl::new(redirect_uri)?);
        if let Some(secret) = client_secret {
            client = client.set_client_secret(ClientSecret::new(secret));
        }
        Ok(Self {
            client,
            http: Http::new(),
            waiting: None,
            refresh_token: None,
        })
    }

    /// Where the browser is to go.
    pub(crate) fn begin(&mut self, scopes: Vec<String>) -> String {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state) = self
            .client
            .authorize_url(CsrfToken::new_random)
            .add_scopes(scopes.into_iter().map(Scope::new))
            .set_pkce_challenge(challenge)
            .url();
        self.waiting = Some((state, verifier));
        url.into()
    }

    /// Exchanges the code with which the browser came back.
    pub(crate) fn complete(&mut self, code: String, state: &str) -> Outcome<Value> {
        let (expected, verifier) = self.waiting.take().ok_or("no sign-in was begun")?;
        if expected.secret() != state {
            return Err("the state is not the one that was sent".into());
        }
        let tokens = self
            .client
            .exchange_code(AuthorizationCode::new(code))
            .set_pkce_verifier(verifier)
            .request(&|request| self.http.send(request))?;
        Ok(self.keep(&tokens))
    }

    pub(crate) fn refresh(&mut self) -> Outcome<Value> {
        let token = self.refresh_token.clone().ok_or("no refresh token")?;
        let tokens = self
            .client
            .exchange_refresh_token(&token)
            .request(&|request| self.http.send(request))?;
        Ok(self.keep(&tokens))
    }

    pub(crate) fn client_credentials(&mut self, scopes: Vec<String>) -> Outcome<Value> {
        let tokens = self
            .client
            .exchange_client_credentials()
            .add_scopes(scopes.into_iter().map(Scope::new))
            .request(&|request| self.http.send(request))?;
        Ok(self.keep(&tokens))
    }

    fn keep(&mut self, tokens: &Tokens) -> Value {
        if let Some(token) = tokens.refresh_token() {
            self.refresh_token = Some(token.clone());
        }
        json!({
            "access_token": tokens.access_token().secret(),
            "expires_in": tokens.expires_in().map(|lifetime| lifetime.as_secs()),
            "id_token": tokens.extra_fields().id_token,
            "refresh_token": tokens.refresh_token().map(RefreshToken::secret),
            "scopes": tokens.scopes(),
            "token_type": tokens.token_type(),
        })
    }
}
