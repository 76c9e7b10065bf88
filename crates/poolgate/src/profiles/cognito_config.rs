//! The keys by which cognitoinator is configured, wherever they stand, as a profile.

use poolgate_flow::{ClientMetadata, Password};
use zeroize::Zeroizing;

use super::{Flow, Method, Place, Profile, ProfileError};
use crate::store::describe_json_error;

/// The keys, as its files and its `cognito_config` have them.
pub(super) const KEYS: [&str; 14] = [
    "app_id",
    "auth_flow",
    "auth_type",
    "aws_default_region",
    "identity_pool_id",
    "metadata",
    "password",
    "region",
    "region_name",
    "role_arn",
    "role_expiry_time",
    "role_session_name",
    "user_pool_id",
    "username",
];

/// A key, its value, and where it stood.
pub(super) struct Setting {
    pub(super) key: String,
    pub(super) value: Zeroizing<String>,
    pub(super) place: Place,
}

impl Profile {
    /// The profile that cognitoinator's keys and values describe, such as a program has in a map
    /// (`cognito_config`). `metadata` is an object of strings, as JSON.
    ///
    /// ```
    /// use poolgate::profiles::{Method, Profile};
    ///
    /// let profile = Profile::from_cognito_config([
    ///     ("user_pool_id", "eu-west-1_AbCdEf123"),
    ///     ("app_id", "4h57exampleclient"),
    ///     ("auth_type", "user_password"),
    ///     ("metadata", r#"{"foo": "bar"}"#),
    /// ])?;
    /// assert_eq!(profile.method, Some(Method::Password));
    /// # Ok::<(), poolgate::profiles::ProfileError>(())
    /// ```
    pub fn from_cognito_config<K, V>(
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Self, ProfileError>
    where
        K: Into<String>,
        V: Into<String>,
    {
        let settings = pairs.into_iter().map(|(key, value)| {
            let key = key.into();
            Setting {
                place: Place::Argument(key.clone()),
                value: Zeroizing::new(value.into()),
                key,
            }
        });
        profile(settings)
    }
}

/// Reads settings, each key at most once. An empty value counts as none.
pub(super) fn profile(
    settings: impl IntoIterator<Item = Setting>,
) -> Result<Profile, ProfileError> {
    let mut profile = Profile::default();
    let mut regions = [None, None, None];
    for setting in settings {
        let Setting { key, value, place } = setting;
        let refused = |reason: String| ProfileError::InvalidValue {
            place: place.clone(),
            reason,
        };
        let text = value.trim();
        let plain = || (!text.is_empty()).then(|| text.to_owned());
        match key.as_str() {
            "user_pool_id" => profile.pool_id = plain(),
            "app_id" => profile.client_id = plain(),
            "identity_pool_id" => profile.identity_pool_id = plain(),
            "username" => profile.username = plain(),
            "role_arn" => profile.role_arn = plain(),
            "role_session_name" => profile.role_session_name = plain(),
            "region_name" => regions[0] = plain(),
            "region" => regions[1] = plain(),
            "aws_default_region" => regions[2] = plain(),
            "password" => profile.password = password(&value).map_err(refused)?,
            "metadata" => profile.client_metadata = metadata(text).map_err(refused)?,
            "auth_type" => profile.method = method(text).map_err(refused)?,
            "auth_flow" => profile.credential_flow = flow(text).map_err(refused)?,
            "role_expiry_time" => {
                profile.role_duration_seconds = seconds(text).map_err(refused)?;
            }
            _ => {
                return Err(ProfileError::UnknownKey {
                    place,
                    known: &KEYS,
                });
            }
        }
    }
    profile.region = regions.into_iter().flatten().next();
    // There they may be set without the flow in which they count.
    if profile.credential_flow != Some(Flow::Classic) {
        profile.role_session_name = None;
        profile.role_duration_seconds = None;
    }
    Ok(profile)
}

fn password(text: &str) -> Result<Option<Password>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let password = Password::new(text.to_owned()).map(Some);
    password.map_err(|error| error.to_string())
}

fn metadata(text: &str) -> Result<Option<ClientMetadata>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let metadata: ClientMetadata = serde_json::from_str(text).map_err(|error| {
        let found = describe_json_error(&error);
        format!("expected an object of strings, as JSON: {found}")
    })?;
    Ok((!metadata.is_empty()).then_some(metadata))
}

fn method(text: &str) -> Result<Option<Method>, String> {
    match text.to_ascii_lowercase().as_str() {
        "" => Ok(None),
        "user_srp" => Ok(Some(Method::Srp)),
        "user_password" => Ok(Some(Method::Password)),
        _ => Err("expected user_srp or user_password".to_owned()),
    }
}

fn flow(text: &str) -> Result<Option<Flow>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let flow = text.to_ascii_lowercase().parse().map(Some);
    flow.map_err(|_| "expected enhanced or classic".to_owned())
}

fn seconds(text: &str) -> Result<Option<u64>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let seconds = text.parse().map(Some);
    seconds.map_err(|_| "expected a whole number of seconds".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_known_and_no_other() {
        for key in KEYS {
            assert!(Profile::from_cognito_config([(key, "")]).is_ok(), "{key}");
        }
        let error = Profile::from_cognito_config([("client_secret", "hunter2")]).unwrap_err();
        let text = error.to_string();
        assert!(
            text.starts_with("client_secret is not a key") && !text.contains("hunter2"),
            "{text}"
        );
    }

    #[test]
    fn a_value_that_cannot_be_is_refused_and_not_shown() {
        for (key, value) in [
            ("metadata", "hunter2"),
            ("metadata", "[\"hunter2\"]"),
            ("metadata", "{\"foo\": {\"hunter2\": 1}}"),
            ("auth_type", "hunter2"),
            ("auth_flow", "hunter2"),
            ("role_expiry_time", "hunter2"),
            ("role_expiry_time", "-1"),
        ] {
            let error = Profile::from_cognito_config([(key, value)]).unwrap_err();
            let text = error.to_string();
            assert!(text.starts_with(&format!("{key}: expected")), "{text}");
            assert!(!text.contains("hunter2"), "{text}");
        }
    }

    #[test]
    fn the_more_special_region_wins_in_any_order() {
        let regions = [
            ("aws_default_region", "c"),
            ("region", "b"),
            ("region_name", "a"),
        ];
        let profile = Profile::from_cognito_config(regions).unwrap();
        assert_eq!(profile.region.as_deref(), Some("a"));
        let profile = Profile::from_cognito_config(regions[..2].to_vec()).unwrap();
        assert_eq!(profile.region.as_deref(), Some("b"));
    }

    #[test]
    fn what_counts_in_the_classic_flow_only_is_passed_over_in_the_other() {
        let pairs = [("role_expiry_time", "3600"), ("role_session_name", "job")];
        let profile = Profile::from_cognito_config(pairs).unwrap();
        assert!(profile.flow().is_ok() && profile.role_session_name.is_none());
        let pairs = [("role_expiry_time", "3600"), ("auth_flow", "classic")];
        let profile = Profile::from_cognito_config(pairs).unwrap();
        assert_eq!(profile.role_duration_seconds, Some(3600));
    }
}
