//! The environment variables by which cognitoinator is configured.

use std::ffi::OsString;

use zeroize::Zeroizing;

use super::cognito_config::{self, Setting};
use super::{Place, Profile, ProfileError};

/// Who is meant. With one of these set, the others have to be.
const REQUIRED: [(&str, &str); 4] = [
    ("COGNITO_APP_ID", "app_id"),
    ("COGNITO_PASSWORD", "password"),
    ("COGNITO_USERNAME", "username"),
    ("COGNITO_USER_POOL_ID", "user_pool_id"),
];

/// Tokens can be had without it; AWS credentials cannot.
const IDENTITY_POOL: (&str, &str) = ("COGNITO_IDENTITY_POOL_ID", "identity_pool_id");

/// What counts besides, for whoever is meant.
const OPTIONAL: [(&str, &str); 8] = [
    ("COGNITO_AUTH_FLOW", "auth_flow"),
    ("COGNITO_AUTH_TYPE", "auth_type"),
    ("COGNITO_METADATA", "metadata"),
    ("COGNITO_REGION", "region"),
    ("COGNITO_REGION_NAME", "region_name"),
    ("COGNITO_ROLE_EXPIRY_TIME", "role_expiry_time"),
    ("COGNITO_ROLE_SESSION_NAME", "role_session_name"),
    (DEFAULT_REGION, "aws_default_region"),
];

/// The Region where nothing else names one.
pub(super) const DEFAULT_REGION: &str = "AWS_DEFAULT_REGION";

/// The first that is set.
const ROLE: [&str; 2] = ["COGNITO_ROLE_ARN", "AWS_ROLE_ARN"];

impl Profile {
    /// The user that the environment describes in cognitoinator's variables; `None` where it
    /// describes none. A variable that is set but empty counts as not set.
    ///
    /// ```
    /// use poolgate::profiles::Profile;
    ///
    /// let lookup = |name: &str| match name {
    ///     "COGNITO_USERNAME" => Some("ana".into()),
    ///     _ => None,
    /// };
    /// let error = Profile::from_environment(lookup).unwrap_err().to_string();
    /// assert!(error.ends_with("lacks COGNITO_APP_ID, COGNITO_PASSWORD, COGNITO_USER_POOL_ID"));
    /// ```
    pub fn from_environment(
        lookup: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Option<Self>, ProfileError> {
        let is_set = |name: &str| lookup(name).is_some_and(|value| !value.is_empty());
        let who = REQUIRED.iter().chain([&IDENTITY_POOL]).map(|pair| pair.0);
        let present: Vec<_> = who.filter(|name| is_set(name)).collect();
        if present.is_empty() {
            return Ok(None);
        }
        let required = REQUIRED.iter().map(|pair| pair.0);
        let missing: Vec<_> = required.filter(|name| !is_set(name)).collect();
        if !missing.is_empty() {
            return Err(ProfileError::PartialEnvironment { present, missing });
        }
        let role = ROLE.into_iter().find(|name| is_set(name));
        let variables = REQUIRED.iter().chain([&IDENTITY_POOL]).chain(&OPTIONAL);
        let variables = variables.copied();
        let settings = variables
            .chain(role.map(|name| (name, "role_arn")))
            .filter_map(|(name, key)| Some((name, key, lookup(name)?)))
            .map(|(name, key, value)| setting(name, key, value));
        cognito_config::profile(settings.collect::<Result<Vec<_>, _>>()?).map(Some)
    }
}

fn setting(name: &'static str, key: &str, value: OsString) -> Result<Setting, ProfileError> {
    let place = Place::Variable(name);
    match value.into_string() {
        Ok(value) => Ok(Setting {
            key: key.to_owned(),
            value: Zeroizing::new(value),
            place,
        }),
        Err(_) => Err(ProfileError::InvalidValue {
            place,
            reason: "it is not UTF-8".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Option<Profile>, ProfileError> {
        let pairs: BTreeMap<_, _> = pairs.iter().copied().collect();
        Profile::from_environment(|name| pairs.get(name).map(OsString::from))
    }

    const WHO: [(&str, &str); 4] = [
        ("COGNITO_USERNAME", "ana"),
        ("COGNITO_PASSWORD", "secret"),
        ("COGNITO_USER_POOL_ID", "eu-west-1_Example"),
        ("COGNITO_APP_ID", "client"),
    ];

    fn with(more: &[(&str, &str)]) -> Profile {
        read(&[&WHO[..], more].concat()).unwrap().unwrap()
    }

    #[test]
    fn an_environment_that_names_nobody_is_none() {
        assert!(read(&[]).unwrap().is_none());
        // Others set these for purposes of their own.
        let others = [("AWS_ROLE_ARN", "arn"), ("AWS_DEFAULT_REGION", "eu-west-1")];
        assert!(read(&others).unwrap().is_none());
        assert!(read(&[("COGNITO_USERNAME", "")]).unwrap().is_none());
    }

    #[test]
    fn each_missing_variable_is_named() {
        for (index, (missing, _)) in WHO.iter().enumerate() {
            let mut some = WHO.to_vec();
            some.remove(index);
            let error = read(&some).unwrap_err().to_string();
            assert!(error.ends_with(&format!("but lacks {missing}")), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
        let error = read(&[("COGNITO_IDENTITY_POOL_ID", "eu-west-1:1")]).unwrap_err();
        assert!(error.to_string().contains("COGNITO_APP_ID"), "{error}");
    }

    #[test]
    fn every_variable_counts() {
        let profile = with(&[
            ("COGNITO_IDENTITY_POOL_ID", "eu-west-1:1"),
            ("COGNITO_METADATA", "{\"foo\": \"bar\"}"),
            ("COGNITO_AUTH_TYPE", "user_srp"),
            ("COGNITO_AUTH_FLOW", "classic"),
            ("COGNITO_ROLE_SESSION_NAME", "job"),
            ("COGNITO_ROLE_EXPIRY_TIME", "900"),
            ("AWS_ROLE_ARN", "arn:b"),
            ("AWS_DEFAULT_REGION", "eu-west-3"),
        ]);
        assert!(profile.identity_pool().unwrap().is_some());
        assert_eq!(profile.client_metadata.as_ref().unwrap()["foo"], "bar");
        assert_eq!(profile.flow().unwrap().to_string(), "classic job 900");
        assert_eq!(profile.role_arn.as_deref(), Some("arn:b"));
        assert_eq!(profile.region.as_deref(), Some("eu-west-3"));
        let special = with(&[
            ("AWS_ROLE_ARN", "arn:b"),
            ("COGNITO_ROLE_ARN", "arn:a"),
            ("AWS_DEFAULT_REGION", "eu-west-3"),
            ("COGNITO_REGION", "eu-west-2"),
        ]);
        assert_eq!(special.role_arn.as_deref(), Some("arn:a"));
        assert_eq!(special.region.as_deref(), Some("eu-west-2"));
    }

    #[test]
    fn a_wrong_value_names_its_variable() {
        let pairs = [&WHO[..], &[("COGNITO_METADATA", "secret")]].concat();
        let error = read(&pairs).unwrap_err().to_string();
        assert!(error.starts_with("COGNITO_METADATA: expected"), "{error}");
        assert!(!error.contains("secret"), "{error}");
    }

    proptest! {
        #[test]
        fn any_environment_is_read_or_refused(
            values in proptest::collection::vec(proptest::option::of(any::<Vec<u8>>()), 15)
        ) {
            use std::os::unix::ffi::OsStringExt as _;

            let names = REQUIRED.iter().chain([&IDENTITY_POOL]).chain(&OPTIONAL).map(|pair| pair.0);
            let pairs: BTreeMap<_, _> = names.chain(ROLE).zip(values).collect();
            let lookup = |name: &str| Some(OsString::from_vec(pairs.get(name)?.clone()?));
            let required = REQUIRED.iter().filter(|pair| lookup(pair.0).is_some_and(|v| !v.is_empty()));
            if let Ok(Some(_)) = Profile::from_environment(lookup) {
                prop_assert_eq!(required.count(), REQUIRED.len());
            }
        }
    }
}
