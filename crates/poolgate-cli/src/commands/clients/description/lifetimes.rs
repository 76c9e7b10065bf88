//! How long an app client's tokens are good, in seconds.

use std::time::Duration;

use poolgate::aws_sdk_cognitoidentityprovider::types::{
    FeatureType, RefreshTokenRotationType, TimeUnitsType, UserPoolClientType,
};

use crate::clock;

/// Each is `None` where the service says nothing.
pub(super) struct Lifetimes {
    pub(super) access_token: Option<u64>,
    pub(super) id_token: Option<u64>,
    pub(super) refresh_token: Option<u64>,
    /// Of a rotation that is on.
    pub(super) rotation_grace: Option<i32>,
}

impl Lifetimes {
    /// Hours are the service's unit for the tokens of a session, days that of refresh tokens.
    pub(super) fn of(client: &UserPoolClientType) -> Self {
        let units = client.token_validity_units();
        let access_token = units.and_then(|units| units.access_token());
        let id_token = units.and_then(|units| units.id_token());
        let refresh_token = units.and_then(|units| units.refresh_token());
        // The SDK says 0 where the member is missing.
        let refresh = Some(client.refresh_token_validity).filter(|amount| *amount != 0);
        let is_on = |rotation: &&RefreshTokenRotationType| rotation.feature == FeatureType::Enabled;
        let rotation = client.refresh_token_rotation.as_ref().filter(is_on);
        Self {
            access_token: seconds(client.access_token_validity, access_token, 3600),
            id_token: seconds(client.id_token_validity, id_token, 3600),
            refresh_token: seconds(refresh, refresh_token, 86_400),
            rotation_grace: rotation
                .map(|rotation| rotation.retry_grace_period_seconds.unwrap_or_default()),
        }
    }

    pub(super) fn for_people(&self) -> String {
        let rotation = match self.rotation_grace {
            Some(seconds) => format!("on, with a grace of {seconds} s"),
            None => "off".to_owned(),
        };
        [
            format!("  access token        {}", duration(self.access_token)),
            format!("  ID token            {}", duration(self.id_token)),
            format!("  refresh token       {}", duration(self.refresh_token)),
            format!("  rotation            {rotation}"),
        ]
        .join("\n")
    }
}

fn seconds(amount: Option<i32>, unit: Option<&TimeUnitsType>, usual: u64) -> Option<u64> {
    let unit = match unit {
        Some(TimeUnitsType::Seconds) => 1,
        Some(TimeUnitsType::Minutes) => 60,
        Some(TimeUnitsType::Hours) => 3600,
        Some(TimeUnitsType::Days) => 86_400,
        _ => usual,
    };
    u64::try_from(amount?).ok()?.checked_mul(unit)
}

fn duration(seconds: Option<u64>) -> String {
    seconds.map_or_else(
        || "unknown".to_owned(),
        |seconds| clock::duration(Duration::from_secs(seconds)),
    )
}
