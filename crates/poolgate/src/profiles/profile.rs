use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use poolgate_flow::{ClientId, ClientMetadata, Password, PoolId, Region};
use serde::{Deserialize, Serialize};

use super::{Flow, Method, Place, ProfileError};
use crate::oauth::{Domain, RedirectUri};
use crate::{ClassicFlow, CredentialFlow, IdentityPoolId, Role};

/// What a profile says: `[profiles.NAME]` of our file has these keys. Each is optional, since
/// arguments may supply it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// Another profile, whose keys hold where this one has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inherits: Option<String>,
    /// The user pool, such as `eu-west-1_AbCdEf123`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool_id: Option<String>,
    /// The app client of that pool.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// A file whose first line is the app client's secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret_file: Option<PathBuf>,
    /// The identity pool that gives AWS credentials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_pool_id: Option<String>,
    /// The user pool's Region, if not the one that its id begins with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The IAM role to take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    /// The end of its ARN, where it is the only one of the user's roles that ends so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_suffix: Option<String>,
    /// By which flow AWS credentials are had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential_flow: Option<Flow>,
    /// What the role's session is called in AWS's records; in the classic flow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_session_name: Option<String>,
    /// How long AWS credentials live, 900 to 43,200 seconds; in the classic flow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_duration_seconds: Option<u64>,
    /// The user's name, e-mail address or phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The user's password. Our file has no such key: only what is configured as for
    /// cognitoinator has one, and it is never written.
    #[serde(skip)]
    pub password: Option<Password>,
    /// What a sign-in shows first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// A shell command that prints the code of a second factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfa_process: Option<String>,
    /// A shell command that is an authenticator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passkey_process: Option<String>,
    /// Whether a sign-in has this device remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remember_device: Option<bool>,
    /// Where the pool's login pages are: a URL, or the bare name of a domain of one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Where the browser may come back to, in the order in which they are tried; all of them are
    /// callback URLs of the app client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_uris: Option<Vec<String>>,
    /// Where the browser goes once it is signed out: a sign-out URL of the app client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logout_uri: Option<String>,
    /// What to ask for, in the browser or for a machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// The API that the access token is for, in the browser or for a machine (RFC 8707).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The identity provider that the browser is sent to at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_provider: Option<String>,
    /// How long the browser is waited for, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub browser_timeout_seconds: Option<u64>,
    /// Where the user pool answers, instead of AWS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint_url: Option<String>,
    /// Where the identity pool answers, instead of AWS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_endpoint_url: Option<String>,
    /// Where STS answers, instead of AWS; in the classic flow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sts_endpoint_url: Option<String>,
    /// A file to keep the session in, which cognitoinator reads as well
    /// ([`TokenCacheFile`](crate::TokenCacheFile)).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_cache: Option<PathBuf>,
    /// What goes to the pool's functions at a sign-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_metadata: Option<ClientMetadata>,
}

impl Profile {
    /// This profile with the keys of another where it has none. The two keys of a role count as
    /// one: who names a suffix does not want another's ARN.
    #[must_use]
    pub fn or(mut self, base: &Self) -> Self {
        if self.role_arn.is_none() && self.role_suffix.is_none() {
            self.role_arn.clone_from(&base.role_arn);
            self.role_suffix.clone_from(&base.role_suffix);
        }
        // A password is of the user and the pool beside it.
        let is_same = |own: &Option<String>, other| own.is_none() || own == other;
        if is_same(&self.username, &base.username) && is_same(&self.pool_id, &base.pool_id) {
            fill(&mut self.password, base.password.as_ref());
        }
        fill(&mut self.inherits, base.inherits.as_ref());
        fill(&mut self.pool_id, base.pool_id.as_ref());
        fill(&mut self.client_id, base.client_id.as_ref());
        fill(
            &mut self.client_secret_file,
            base.client_secret_file.as_ref(),
        );
        fill(&mut self.identity_pool_id, base.identity_pool_id.as_ref());
        fill(&mut self.region, base.region.as_ref());
        // Who asks for the enhanced flow wants nothing of what is the classic one's.
        if self.credential_flow != Some(Flow::Enhanced) {
            fill(&mut self.role_session_name, base.role_session_name.as_ref());
            fill(
                &mut self.role_duration_seconds,
                base.role_duration_seconds.as_ref(),
            );
        }
        fill(&mut self.credential_flow, base.credential_flow.as_ref());
        fill(&mut self.username, base.username.as_ref());
        fill(&mut self.method, base.method.as_ref());
        fill(&mut self.mfa_process, base.mfa_process.as_ref());
        fill(&mut self.passkey_process, base.passkey_process.as_ref());
        fill(&mut self.remember_device, base.remember_device.as_ref());
        fill(&mut self.domain, base.domain.as_ref());
        fill(&mut self.redirect_uris, base.redirect_uris.as_ref());
        fill(&mut self.logout_uri, base.logout_uri.as_ref());
        fill(&mut self.scopes, base.scopes.as_ref());
        fill(&mut self.resource, base.resource.as_ref());
        fill(&mut self.identity_provider, base.identity_provider.as_ref());
        fill(
            &mut self.browser_timeout_seconds,
            base.browser_timeout_seconds.as_ref(),
        );
        fill(&mut self.endpoint_url, base.endpoint_url.as_ref());
        fill(
            &mut self.identity_endpoint_url,
            base.identity_endpoint_url.as_ref(),
        );
        fill(&mut self.sts_endpoint_url, base.sts_endpoint_url.as_ref());
        fill(&mut self.token_cache, base.token_cache.as_ref());
        fill(&mut self.client_metadata, base.client_metadata.as_ref());
        self
    }

    /// The user pool.
    pub fn require_pool_id(&self) -> Result<PoolId, ProfileError> {
        parsed("pool_id", self.pool_id.as_deref())?.ok_or(ProfileError::Missing {
            what: "user pool",
            key: "pool_id",
        })
    }

    /// The app client.
    pub fn require_client_id(&self) -> Result<ClientId, ProfileError> {
        parsed("client_id", self.client_id.as_deref())?.ok_or(ProfileError::Missing {
            what: "app client",
            key: "client_id",
        })
    }

    /// The user pool's Region: the one that is named, else the one that the pool's id begins with.
    pub fn require_region(&self) -> Result<Region, ProfileError> {
        if let Some(region) = parsed("region", self.region.as_deref())? {
            return Ok(region);
        }
        let home = self.require_pool_id()?.home_region();
        home.map_err(|error| invalid("pool_id", &error))
    }

    /// The identity pool, if one is named.
    pub fn identity_pool(&self) -> Result<Option<IdentityPoolId>, ProfileError> {
        parsed("identity_pool_id", self.identity_pool_id.as_deref())
    }

    /// The role to ask for.
    pub fn role(&self) -> Result<Role, ProfileError> {
        match (&self.role_arn, &self.role_suffix) {
            (Some(_), Some(_)) => Err(ProfileError::Contradiction {
                first: "role_arn",
                second: "role_suffix",
            }),
            (None, Some(suffix)) => Ok(Role::Suffix(suffix.clone())),
            (arn, None) => Ok(Role::from_arn(arn.clone())),
        }
    }

    /// Where the pool's login pages are, if that is said.
    pub fn domain(&self) -> Result<Option<Domain>, ProfileError> {
        parsed("domain", self.domain.as_deref())
    }

    /// Where the browser may come back to; none, if that is not said.
    pub fn redirect_uris(&self) -> Result<Vec<RedirectUri>, ProfileError> {
        let uris = self.redirect_uris.iter().flatten();
        let parsed = uris.map(|uri| {
            uri.parse()
                .map_err(|error| invalid("redirect_uris", &error))
        });
        parsed.collect()
    }

    /// Where the browser goes once it is signed out, if that is said.
    pub fn logout_uri(&self) -> Result<Option<RedirectUri>, ProfileError> {
        parsed("logout_uri", self.logout_uri.as_deref())
    }

    /// The flow to ask for AWS credentials by.
    pub fn flow(&self) -> Result<CredentialFlow, ProfileError> {
        let (name, seconds) = (&self.role_session_name, self.role_duration_seconds);
        if self.credential_flow.unwrap_or_default() == Flow::Enhanced {
            let refused = |key| Err(ProfileError::NotClassic { key });
            return match (name, seconds) {
                (Some(_), _) => refused("role_session_name"),
                (None, Some(_)) => refused("role_duration_seconds"),
                (None, None) => Ok(CredentialFlow::Enhanced),
            };
        }
        let mut flow = ClassicFlow::new();
        if let Some(name) = name {
            let named = flow.session_name(name.clone());
            flow = named.map_err(|error| invalid("role_session_name", &error))?;
        }
        if let Some(seconds) = seconds {
            let timed = flow.duration(Duration::from_secs(seconds));
            flow = timed.map_err(|error| invalid("role_duration_seconds", &error))?;
        }
        Ok(CredentialFlow::Classic(flow))
    }
}

fn fill<T: Clone>(own: &mut Option<T>, base: Option<&T>) {
    if own.is_none() {
        *own = base.cloned();
    }
}

fn parsed<T>(key: &str, text: Option<&str>) -> Result<Option<T>, ProfileError>
where
    T: FromStr,
    T::Err: std::fmt::Display,
{
    text.map(str::parse)
        .transpose()
        .map_err(|error| invalid(key, &error))
}

fn invalid(key: &str, error: &dyn std::fmt::Display) -> ProfileError {
    ProfileError::InvalidValue {
        place: Place::Argument(key.to_owned()),
        reason: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classic() -> Profile {
        Profile {
            credential_flow: Some(Flow::Classic),
            ..Profile::default()
        }
    }

    #[test]
    fn a_role_named_either_way_hides_the_one_below() {
        let arn = Profile {
            role_arn: Some("arn:aws:iam::1:role/a".to_owned()),
            ..Profile::default()
        };
        let suffix = Profile {
            role_suffix: Some("-b".to_owned()),
            ..Profile::default()
        };
        let both = suffix.clone().or(&arn);
        assert_eq!(both.role().unwrap(), Role::Suffix("-b".to_owned()));
        let both = Profile {
            role_suffix: suffix.role_suffix,
            ..arn
        };
        assert!(matches!(
            both.role(),
            Err(ProfileError::Contradiction { .. })
        ));
    }

    #[test]
    fn a_password_stays_with_its_user_and_pool() {
        let base = Profile {
            pool_id: Some("eu-west-1_Example".to_owned()),
            username: Some("ana".to_owned()),
            password: Some(Password::new("hunter2".to_owned()).unwrap()),
            ..Profile::default()
        };
        let bea = Profile {
            username: Some("bea".to_owned()),
            ..Profile::default()
        };
        let elsewhere = Profile {
            pool_id: Some("eu-west-1_Other".to_owned()),
            ..Profile::default()
        };
        assert!(bea.or(&base).password.is_none());
        assert!(elsewhere.or(&base).password.is_none());
        assert!(Profile::default().or(&base).password.is_some());
        assert!(!format!("{base:?}").contains("hunter2"));
    }

    #[test]
    fn addresses_of_the_browsers_are_read_or_refused() {
        let profile = Profile {
            domain: Some("auth.example.com".to_owned()),
            redirect_uris: Some(vec!["http://localhost:8400/callback".to_owned()]),
            logout_uri: Some("https://example.com/".to_owned()),
            ..Profile::default()
        };
        let domain = profile.domain().unwrap().unwrap();
        assert_eq!(domain.as_str(), "https://auth.example.com");
        let uris = profile.redirect_uris().unwrap();
        assert_eq!(uris[0].as_str(), "http://localhost:8400/callback");
        assert!(profile.logout_uri().unwrap().is_some());
        let elsewhere = || Some("http://example.com/".to_owned());
        let refused = Profile {
            domain: elsewhere(),
            redirect_uris: elsewhere().map(|uri| vec![uri]),
            logout_uri: elsewhere(),
            ..Profile::default()
        };
        for (key, error) in [
            ("domain", refused.domain().unwrap_err()),
            ("redirect_uris", refused.redirect_uris().unwrap_err()),
            ("logout_uri", refused.logout_uri().unwrap_err()),
        ] {
            assert!(error.to_string().contains(key), "{error}");
        }
    }

    #[test]
    fn the_classic_flow_has_a_name_and_a_duration_and_the_enhanced_none() {
        let timed = |profile: Profile, seconds| Profile {
            role_duration_seconds: Some(seconds),
            ..profile
        };
        assert!(matches!(
            timed(classic(), 900).flow(),
            Ok(CredentialFlow::Classic(_))
        ));
        for refused in [timed(classic(), 899), timed(Profile::default(), 900)] {
            let error = refused.flow().unwrap_err().to_string();
            assert!(error.contains("role_duration_seconds"), "{error}");
        }
        assert_eq!(Profile::default().flow().unwrap(), CredentialFlow::Enhanced);
    }
}
