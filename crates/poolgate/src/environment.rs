use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use crate::Error;

/// The environment variables that Poolgate understands, as values.
///
/// Nothing in the library reads the process's environment on its own: whoever wants it says
/// [`Environment::from_process`], and a test passes what it likes. The default is an environment
/// in which nothing is set.
///
/// ```
/// use poolgate::Environment;
///
/// let environment = Environment::from_lookup(|name| match name {
///     "AWS_ENDPOINT_URL" => Some("http://127.0.0.1:9229".into()),
///     _ => None,
/// });
/// assert_eq!(environment.endpoint_url.as_deref(), Some("http://127.0.0.1:9229"));
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Environment {
    /// `AWS_ENDPOINT_URL`: where every service is reached, unless its own variable is set.
    pub endpoint_url: Option<String>,
    /// `AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER`: where user pools are reached.
    pub endpoint_url_cognito_identity_provider: Option<String>,
    /// `AWS_ENDPOINT_URL_COGNITO_IDENTITY`: where identity pools are reached.
    pub endpoint_url_cognito_identity: Option<String>,
    /// `AWS_ENDPOINT_URL_STS`: where STS is reached.
    pub endpoint_url_sts: Option<String>,
    /// `AWS_USE_FIPS_ENDPOINT`: `true` or `false`.
    pub use_fips_endpoint: Option<String>,
    /// `AWS_USE_DUALSTACK_ENDPOINT`: `true` or `false`.
    pub use_dual_stack_endpoint: Option<String>,
    /// `AWS_CA_BUNDLE`: a PEM file that takes the place of the system's trust store.
    pub aws_ca_bundle: Option<PathBuf>,
    /// `SSL_CERT_FILE`: the same, looked at after `AWS_CA_BUNDLE`.
    pub ssl_cert_file: Option<PathBuf>,
    /// `https_proxy` or `HTTPS_PROXY`: the proxy for https URLs.
    pub https_proxy: Option<String>,
    /// `http_proxy` or `HTTP_PROXY`: the proxy for http URLs.
    pub http_proxy: Option<String>,
    /// `all_proxy` or `ALL_PROXY`: the proxy for URLs that have no proxy of their own.
    pub all_proxy: Option<String>,
    /// `no_proxy` or `NO_PROXY`: hosts, domains and networks that are reached directly.
    pub no_proxy: Option<String>,
    /// `COGNITO_JWKS`: the pool's key set as JSON, so that none is fetched.
    pub cognito_jwks: Option<String>,
}

impl Environment {
    /// The environment of this process, read now.
    #[must_use]
    pub fn from_process() -> Self {
        Self::from_lookup(|name| std::env::var_os(name))
    }

    /// An environment whose variables are looked up by name; a variable that is set but empty
    /// counts as not set.
    #[must_use]
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<OsString>) -> Self {
        let raw = |name: &str| lookup(name).filter(|value| !value.is_empty());
        // What is not UTF-8 cannot be a URL or a number: replacement characters make it fail
        // where it is parsed, with the value in the message.
        let text = |name: &str| raw(name).map(|value| value.to_string_lossy().into_owned());
        let either = |lower: &str| text(lower).or_else(|| text(&lower.to_ascii_uppercase()));
        // Under CGI a client sets HTTP_PROXY by sending a `Proxy` header.
        let under_cgi = raw("REQUEST_METHOD").is_some();
        Self {
            endpoint_url: text("AWS_ENDPOINT_URL"),
            endpoint_url_cognito_identity_provider: text(
                "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER",
            ),
            endpoint_url_cognito_identity: text("AWS_ENDPOINT_URL_COGNITO_IDENTITY"),
            endpoint_url_sts: text("AWS_ENDPOINT_URL_STS"),
            use_fips_endpoint: text("AWS_USE_FIPS_ENDPOINT"),
            use_dual_stack_endpoint: text("AWS_USE_DUALSTACK_ENDPOINT"),
            aws_ca_bundle: raw("AWS_CA_BUNDLE").map(PathBuf::from),
            ssl_cert_file: raw("SSL_CERT_FILE").map(PathBuf::from),
            https_proxy: either("https_proxy"),
            http_proxy: if under_cgi {
                text("http_proxy")
            } else {
                either("http_proxy")
            },
            all_proxy: either("all_proxy"),
            no_proxy: either("no_proxy"),
            cognito_jwks: text("COGNITO_JWKS"),
        }
    }

    /// Where user pools are reached, if not at AWS.
    #[must_use]
    pub fn user_pool_endpoint(&self) -> Option<&str> {
        self.endpoint_url_cognito_identity_provider
            .as_deref()
            .or(self.endpoint_url.as_deref())
    }

    /// Where identity pools are reached, if not at AWS.
    #[must_use]
    pub fn identity_pool_endpoint(&self) -> Option<&str> {
        self.endpoint_url_cognito_identity
            .as_deref()
            .or(self.endpoint_url.as_deref())
    }

    /// Where STS is reached, if not at AWS.
    #[must_use]
    pub fn sts_endpoint(&self) -> Option<&str> {
        self.endpoint_url_sts
            .as_deref()
            .or(self.endpoint_url.as_deref())
    }

    /// Whether FIPS endpoints are asked for.
    pub fn use_fips(&self) -> Result<Option<bool>, Error> {
        boolean("AWS_USE_FIPS_ENDPOINT", self.use_fips_endpoint.as_deref())
    }

    /// Whether dual-stack (IPv6) endpoints are asked for.
    pub fn use_dual_stack(&self) -> Result<Option<bool>, Error> {
        boolean(
            "AWS_USE_DUALSTACK_ENDPOINT",
            self.use_dual_stack_endpoint.as_deref(),
        )
    }

    /// The PEM file that takes the place of the system's trust store.
    #[must_use]
    pub fn ca_bundle(&self) -> Option<&std::path::Path> {
        self.aws_ca_bundle
            .as_deref()
            .or(self.ssl_cert_file.as_deref())
    }
}

fn boolean(name: &'static str, value: Option<&str>) -> Result<Option<bool>, Error> {
    match value {
        None => Ok(None),
        Some(value) if value.eq_ignore_ascii_case("true") => Ok(Some(true)),
        Some(value) if value.eq_ignore_ascii_case("false") => Ok(Some(false)),
        Some(value) => Err(Error::InvalidSetting {
            setting: name,
            value: value.to_owned(),
            reason: "expected `true` or `false`".to_owned(),
        }),
    }
}

// A proxy's URL may carry a password.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let redacted = |proxy: &Option<String>| proxy.as_ref().map(|_| "[redacted]");
        f.debug_struct("Environment")
            .field("endpoint_url", &self.endpoint_url)
            .field(
                "endpoint_url_cognito_identity_provider",
                &self.endpoint_url_cognito_identity_provider,
            )
            .field(
                "endpoint_url_cognito_identity",
                &self.endpoint_url_cognito_identity,
            )
            .field("endpoint_url_sts", &self.endpoint_url_sts)
            .field("use_fips_endpoint", &self.use_fips_endpoint)
            .field("use_dual_stack_endpoint", &self.use_dual_stack_endpoint)
            .field("aws_ca_bundle", &self.aws_ca_bundle)
            .field("ssl_cert_file", &self.ssl_cert_file)
            .field("https_proxy", &redacted(&self.https_proxy))
            .field("http_proxy", &redacted(&self.http_proxy))
            .field("all_proxy", &redacted(&self.all_proxy))
            .field("no_proxy", &self.no_proxy)
            .field("cognito_jwks", &self.cognito_jwks.is_some())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        Environment::from_lookup(|name| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value.into())
        })
    }

    #[test]
    fn a_services_own_endpoint_wins_over_the_general_one() {
        let general = ("AWS_ENDPOINT_URL", "http://general");
        let own = ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "http://own");
        let both = environment(&[general, own]);
        assert_eq!(both.user_pool_endpoint(), Some("http://own"));
        assert_eq!(both.identity_pool_endpoint(), Some("http://general"));
        assert_eq!(both.sts_endpoint(), Some("http://general"));
    }

    #[test]
    fn an_empty_variable_counts_as_not_set() {
        assert_eq!(
            environment(&[("AWS_ENDPOINT_URL", "")]).user_pool_endpoint(),
            None
        );
    }

    #[test]
    fn the_lower_case_proxy_wins_and_cgi_takes_the_upper_case_away() {
        let both = environment(&[("http_proxy", "http://a"), ("HTTP_PROXY", "http://b")]);
        assert_eq!(both.http_proxy.as_deref(), Some("http://a"));
        let upper = environment(&[("HTTP_PROXY", "http://b")]);
        assert_eq!(upper.http_proxy.as_deref(), Some("http://b"));
        let cgi = environment(&[("HTTP_PROXY", "http://b"), ("REQUEST_METHOD", "GET")]);
        assert_eq!(cgi.http_proxy, None);
    }

    #[test]
    fn aws_ca_bundle_wins_over_ssl_cert_file() {
        let both = environment(&[("AWS_CA_BUNDLE", "/a.pem"), ("SSL_CERT_FILE", "/b.pem")]);
        assert_eq!(both.ca_bundle(), Some(std::path::Path::new("/a.pem")));
    }

    #[test]
    fn a_boolean_is_true_or_false_and_nothing_else() {
        let fips = |value| environment(&[("AWS_USE_FIPS_ENDPOINT", value)]).use_fips();
        assert_eq!(fips("TRUE").unwrap(), Some(true));
        assert_eq!(fips("false").unwrap(), Some(false));
        let error = fips("yes").unwrap_err().to_string();
        assert!(
            error.contains("AWS_USE_FIPS_ENDPOINT") && error.contains("yes"),
            "{error}"
        );
    }

    #[test]
    fn a_proxys_password_is_not_shown() {
        let shown = format!(
            "{:?}",
            environment(&[("https_proxy", "http://me:hunter2@proxy")])
        );
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
