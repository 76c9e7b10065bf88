use getrandom::SysRng;
use rand_core::{CryptoRng, UnwrapErr};
use url::form_urlencoded;

use super::unguessable::Unguessable;
use super::{Authorization, Prompt, RedirectUri, scopes};
use crate::{Error, UserPool};

/// A sign-in in the browser, about to begin: authorization code with PKCE, `state` and `nonce`
/// (RFC 8252, RFC 7636, RFC 9700).
///
/// ```
/// use poolgate::UserPool;
/// use poolgate::oauth::{Callback, Prompt};
///
/// # async fn example() -> Result<(), poolgate::Error> {
/// let pool = UserPool::builder("eu-west-1_AbCdEf123".parse()?, "4h57exampleclient".parse()?)
///     .domain("auth.example.com".parse()?)
///     .build()?;
/// let authorization = pool
///     .browser_sign_in("http://localhost:8400/callback".parse()?)
///     .scopes(["openid", "email", "aws.cognito.signin.user.admin"])
///     .prompt([Prompt::SelectAccount])
///     .begin()?;
/// println!("open {}", authorization.url());
/// // The browser comes back to the redirect URI:
/// # let redirected = "";
/// let session = authorization.complete(Callback::parse(redirected)?).await?;
/// println!("{}", session.username());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing begins before `begin`"]
pub struct BrowserSignIn {
    pool: UserPool,
    redirect_uri: RedirectUri,
    scopes: Vec<String>,
    /// What is passed on as it is, by name.
    hints: Vec<(&'static str, String)>,
    prompts: Vec<Prompt>,
}

impl UserPool {
    /// Starts to sign a user in in the browser, which comes back to this URI: one of the app
    /// client's callback URLs, as it is registered.
    pub fn browser_sign_in(&self, redirect_uri: RedirectUri) -> BrowserSignIn {
        BrowserSignIn {
            pool: self.clone(),
            redirect_uri,
            scopes: Vec::new(),
            hints: Vec::new(),
            prompts: Vec::new(),
        }
    }
}

impl BrowserSignIn {
    /// Asks for these scopes. Without any, the service grants all that the app client has.
    ///
    /// `openid` must be among them. What a session does with the user's own account (passwords,
    /// devices, MFA, attributes) takes `aws.cognito.signin.user.admin`.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Skips the choice of a provider: `COGNITO`, `Google`, `SignInWithApple` …, or the name of
    /// one of the pool's SAML or OIDC providers.
    pub fn identity_provider(self, name: impl Into<String>) -> Self {
        self.hint("identity_provider", name)
    }

    /// The same by an identifier of the provider, such as the domain of the user's e-mail address.
    pub fn identity_provider_identifier(self, identifier: impl Into<String>) -> Self {
        self.hint("idp_identifier", identifier)
    }

    /// The user name that the login page begins with.
    pub fn login_hint(self, username: impl Into<String>) -> Self {
        self.hint("login_hint", username)
    }

    /// The language of the login pages, such as `de` or `zh-CN`.
    pub fn language(self, language: impl Into<String>) -> Self {
        self.hint("lang", language)
    }

    /// Binds the access token to this API, whose URL becomes its `aud` (RFC 8707).
    pub fn resource(self, url: impl Into<String>) -> Self {
        self.hint("resource", url)
    }

    /// How the login pages treat someone who is signed in there already.
    pub fn prompt(mut self, prompts: impl IntoIterator<Item = Prompt>) -> Self {
        self.prompts = prompts.into_iter().collect();
        self
    }

    /// Begins: from now on there is a URL to open. Nothing is sent.
    pub fn begin(self) -> Result<Authorization, Error> {
        self.begin_with(&mut UnwrapErr(SysRng))
    }

    fn begin_with(self, rng: &mut impl CryptoRng) -> Result<Authorization, Error> {
        let domain = self.pool.domain().ok_or(Error::NoDomain)?;
        scopes::check_for_user(&self.scopes)?;
        self.check_prompts()?;
        let [state, nonce, verifier] = std::array::from_fn(|_| Unguessable::new(rng));
        let query = self.query(&state, &nonce, &verifier).into();
        Ok(Authorization {
            pool: self.pool,
            domain,
            query,
            redirect_uri: self.redirect_uri,
            state,
            nonce,
            verifier,
        })
    }

    fn query(&self, state: &Unguessable, nonce: &Unguessable, verifier: &Unguessable) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", self.pool.client_id().as_str())
            .append_pair("redirect_uri", self.redirect_uri.as_str())
            .append_pair("state", state.expose())
            .append_pair("nonce", nonce.expose())
            .append_pair("code_challenge", &verifier.challenge())
            .append_pair("code_challenge_method", "S256");
        if !self.scopes.is_empty() {
            query.append_pair("scope", &self.scopes.join(" "));
        }
        if !self.prompts.is_empty() {
            let prompts: Vec<_> = self.prompts.iter().map(|prompt| prompt.as_str()).collect();
            query.append_pair("prompt", &prompts.join(" "));
        }
        query.extend_pairs(&self.hints);
        query.finish()
    }

    /// What is said last holds; nothing is said by an empty text.
    fn hint(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.hints.retain(|(other, _)| *other != name);
        let value = value.into();
        if !value.is_empty() {
            self.hints.push((name, value));
        }
        self
    }

    fn check_prompts(&self) -> Result<(), Error> {
        if self.prompts.len() < 2 || !self.prompts.contains(&Prompt::None) {
            return Ok(());
        }
        // OpenID Connect Core 3.1.2.1.
        Err(Error::InvalidSetting {
            setting: "prompt",
            value: "none".to_owned(),
            reason: "it goes together with no other prompt".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use url::Url;

    use super::*;

    fn sign_in() -> BrowserSignIn {
        let (pool, client) = ("eu-west-1_Example".parse(), "4h57exampleclient".parse());
        UserPool::builder(pool.unwrap(), client.unwrap())
            .domain("auth.example.com".parse().unwrap())
            .build()
            .unwrap()
            .browser_sign_in("http://localhost:8400/callback".parse().unwrap())
    }

    fn parameters(authorization: &Authorization) -> BTreeMap<String, String> {
        let url = Url::parse(&authorization.url()).unwrap();
        assert_eq!(
            (url.host_str(), url.path()),
            (Some("auth.example.com"), "/oauth2/authorize")
        );
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        let parameters: BTreeMap<_, _> = pairs.iter().cloned().collect();
        assert_eq!(parameters.len(), pairs.len(), "{pairs:?}");
        parameters
    }

    #[test]
    fn the_url_has_all_that_was_asked_for() {
        let authorization = sign_in()
            .scopes(["openid", "https://api.example.com/orders/read"])
            .identity_provider("Example & Sons")
            .identity_provider_identifier("example.com")
            .login_hint("ana+1@example.com")
            .language("de")
            .prompt([Prompt::Login, Prompt::Consent])
            .resource("https://api.example.com")
            .begin()
            .unwrap();
        let sent = parameters(&authorization);
        for (name, value) in [
            ("response_type", "code"),
            ("client_id", "4h57exampleclient"),
            ("redirect_uri", "http://localhost:8400/callback"),
            ("scope", "openid https://api.example.com/orders/read"),
            ("identity_provider", "Example & Sons"),
            ("idp_identifier", "example.com"),
            ("login_hint", "ana+1@example.com"),
            ("lang", "de"),
            ("prompt", "login consent"),
            ("resource", "https://api.example.com"),
            ("code_challenge_method", "S256"),
        ] {
            assert_eq!(sent[name], value);
        }
        assert_eq!(sent["state"], authorization.state.expose());
        assert_eq!(sent["nonce"], authorization.nonce.expose());
        assert_eq!(sent["code_challenge"], authorization.verifier.challenge());
        let url = authorization.url();
        assert!(!url.contains(authorization.verifier.expose()));
        let (_, query) = url.split_once('?').unwrap();
        let after_sign_out = format!("https://auth.example.com/logout?{query}");
        assert_eq!(authorization.url_after_sign_out(), after_sign_out);
    }

    #[test]
    fn nothing_is_sent_that_was_not_asked_for_and_no_two_are_alike() {
        let (first, second) = (
            sign_in().begin().unwrap(),
            sign_in().login_hint("").begin().unwrap(),
        );
        let (first, second) = (parameters(&first), parameters(&second));
        let names: Vec<_> = first.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "client_id",
                "code_challenge",
                "code_challenge_method",
                "nonce",
                "redirect_uri",
                "response_type",
                "state"
            ]
        );
        for name in ["code_challenge", "nonce", "state"] {
            assert_ne!(first[name], second[name]);
        }
    }

    #[test]
    fn what_cannot_work_is_refused_before_a_browser_opens() {
        let refused = [
            (sign_in().scopes(["email"]).begin(), "add `openid`"),
            (sign_in().scopes(["openid email"]).begin(), "spaces"),
            (sign_in().scopes(["openid", ""]).begin(), "spaces"),
            (
                sign_in().prompt([Prompt::None, Prompt::Login]).begin(),
                "no other prompt",
            ),
        ];
        for (outcome, words) in refused {
            let error = outcome.unwrap_err();
            assert!(
                error.is_configuration() && error.to_string().contains(words),
                "{error}"
            );
        }
        let (pool, client) = ("eu-west-1_Example".parse(), "client".parse());
        let pool = UserPool::builder(pool.unwrap(), client.unwrap())
            .build()
            .unwrap();
        let uri = "http://localhost/".parse().unwrap();
        let error = pool.browser_sign_in(uri).begin().unwrap_err();
        assert!(matches!(error, Error::NoDomain), "{error}");
    }
}
