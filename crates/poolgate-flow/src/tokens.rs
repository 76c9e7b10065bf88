use core::time::Duration;

use crate::{
    AccessToken, AuthenticationResult, DeviceKey, Error, IdToken, NewDeviceMetadata, RefreshToken,
};

/// What a finished sign-in or refresh gave: the whole set, as one value.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// Authorises calls in the user's name.
    pub access_token: AccessToken,
    /// Says who the user is.
    pub id_token: IdToken,
    /// Fetches new tokens. A refresh gives none unless rotation is on: the old one then stays.
    pub refresh_token: Option<RefreshToken>,
    /// How long the access token lives from the moment of the reply.
    pub expires_in: Duration,
    /// The new device, in a pool that tracks devices.
    pub new_device: Option<NewDeviceMetadata>,
    /// The device that was to sign in, if the service does not know it any more: forget it.
    pub forgotten_device: Option<DeviceKey>,
}

impl TryFrom<AuthenticationResult> for Tokens {
    type Error = Error;

    fn try_from(result: AuthenticationResult) -> Result<Self, Error> {
        let missing = |name| Error::IncompleteAuthenticationResult { missing: name };
        let seconds = result.expires_in.ok_or_else(|| missing("ExpiresIn"))?;
        Ok(Self {
            access_token: result.access_token.ok_or_else(|| missing("AccessToken"))?,
            id_token: result.id_token.ok_or_else(|| missing("IdToken"))?,
            refresh_token: result.refresh_token,
            expires_in: Duration::from_secs(
                u64::try_from(seconds).map_err(|_| Error::NegativeLifetime { seconds })?,
            ),
            new_device: result.new_device,
            forgotten_device: None,
        })
    }
}
