//! Access tokens on their own: a machine's, or one that a caller has.

use std::time::Duration;

use poolgate_flow::AccessToken;
use poolgate_token::{AccessClaims, Verified};

use super::UserPool;
use crate::Error;
use crate::key_source::Keys;
use crate::lifetime::Lifetime;
use crate::oauth::{MachineToken, MachineTokenRecord};
use crate::service_clock::service_unix;
use crate::unix_time::from_unix;

const NAME: &str = "access token";

impl UserPool {
    /// Verifies an access token as of now.
    pub(crate) async fn verify_access_token(
        &self,
        token: &AccessToken,
    ) -> Result<Verified<AccessClaims>, Error> {
        let keys = self.keys_for(NAME, token.expose()).await?;
        self.check_access_token(token, &keys, self.inner.clock.unix())
    }

    /// Verifies what the token endpoint has just given a machine.
    pub(crate) async fn verify_machine_token(
        &self,
        access_token: AccessToken,
        expires_in: Duration,
    ) -> Result<MachineToken, Error> {
        let received_at = self.now();
        let keys = self.keys_for(NAME, access_token.expose()).await?;
        let lifetime = Lifetime {
            received_at,
            expires_at: received_at
                .checked_add(expires_in)
                .ok_or(Error::UnusableExpiry)?,
        };
        self.machine_token(access_token, lifetime, self.inner.clock.offset(), &keys)
    }

    /// Verifies a machine's token that was kept, with the keys that were kept beside it, as of the
    /// moment when it was received.
    pub(crate) fn recall_machine_token(
        &self,
        record: &MachineTokenRecord,
    ) -> Result<MachineToken, Error> {
        let keys = Keys::parse(&record.key_set).map_err(|error| Error::Token {
            token: "kept token",
            error,
        })?;
        let lifetime = Lifetime {
            received_at: from_unix(record.received_at).ok_or(Error::UnusableExpiry)?,
            expires_at: from_unix(record.expires_at).ok_or(Error::UnusableExpiry)?,
        };
        let access_token = record.access_token.as_str().into();
        self.machine_token(access_token, lifetime, record.clock_offset, &keys)
    }

    fn machine_token(
        &self,
        access_token: AccessToken,
        received: Lifetime,
        clock_offset: i64,
        keys: &Keys,
    ) -> Result<MachineToken, Error> {
        let now = service_unix(received.received_at, clock_offset);
        let claims = self.check_access_token(&access_token, keys, now)?.claims;
        Ok(MachineToken {
            lifetime: received.bounded_by(&claims),
            access_token,
            claims,
            clock_offset,
            key_set: keys.document(),
        })
    }

    fn check_access_token(
        &self,
        token: &AccessToken,
        keys: &Keys,
        now: i64,
    ) -> Result<Verified<AccessClaims>, Error> {
        let inspected = self.inner.verifier.inspect(token.expose());
        inspected
            .and_then(|inspected| inspected.verify_access(keys.set(), now))
            .map_err(|error| Error::Token { token: NAME, error })
    }
}
