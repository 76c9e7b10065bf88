//! What an authenticator says of itself and of whom it served (section 6.1).

use super::ceremony::Refusal;
use super::credential_key::CredentialKey;

/// Authenticator data.
#[derive(Debug)]
pub(super) struct AuthenticatorData<'a> {
    pub(super) relying_party_hash: &'a [u8],
    flags: u8,
    pub(super) sign_count: u32,
    pub(super) attested: Option<Attested<'a>>,
}

/// The credential that a registration has made.
#[derive(Debug)]
pub(super) struct Attested<'a> {
    pub(super) id: &'a [u8],
    pub(super) key: CredentialKey,
}

impl<'a> AuthenticatorData<'a> {
    const USER_PRESENT: u8 = 1;
    const USER_VERIFIED: u8 = 1 << 2;
    const ATTESTED: u8 = 1 << 6;

    /// Reads the data. Extensions at its end are not looked at: none was asked for.
    pub(super) fn parse(data: &'a [u8]) -> Result<Self, Refusal> {
        let malformed = Refusal::Malformed("the authenticator data");
        let (relying_party_hash, rest) =
            data.split_at_checked(32).ok_or_else(|| malformed.clone())?;
        let (&[flags], rest) = rest.split_first_chunk().ok_or_else(|| malformed.clone())?;
        let (sign_count, rest) = rest.split_first_chunk().ok_or(malformed)?;
        let attested = (flags & Self::ATTESTED != 0)
            .then(|| Attested::parse(rest))
            .transpose()?;
        Ok(Self {
            relying_party_hash,
            flags,
            sign_count: u32::from_be_bytes(*sign_count),
            attested,
        })
    }

    pub(super) const fn user_present(&self) -> bool {
        self.flags & Self::USER_PRESENT != 0
    }

    pub(super) const fn user_verified(&self) -> bool {
        self.flags & Self::USER_VERIFIED != 0
    }
}

impl<'a> Attested<'a> {
    /// The longest id that a relying party need take (section 7.1, step 25).
    const LONGEST_ID: usize = 1023;

    fn parse(data: &'a [u8]) -> Result<Self, Refusal> {
        let malformed = || Refusal::Malformed("the attested credential data");
        // The authenticator's model comes first, which is anonymous more often than not.
        let rest = data.get(16..).ok_or_else(malformed)?;
        let (length, rest) = rest.split_first_chunk().ok_or_else(malformed)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (id, rest) = rest
            .split_at_checked(length)
            .filter(|_| (1..=Self::LONGEST_ID).contains(&length))
            .ok_or_else(malformed)?;
        Ok(Self {
            id,
            key: CredentialKey::from_cose(rest)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_data_is_read_or_refused(data in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(read) = AuthenticatorData::parse(&data) {
                prop_assert_eq!(read.relying_party_hash, &data[..32]);
                prop_assert_eq!(read.attested.is_some(), data[32] & 64 != 0);
            }
        }

        #[test]
        fn any_key_after_an_id_is_read_or_refused(key in prop::collection::vec(any::<u8>(), 0..100)) {
            let mut data = vec![0; 37 + 16];
            data[32] = 64;
            data.extend([0, 1, 7]);
            data.extend(key);
            prop_assert!(AuthenticatorData::parse(&data).is_err());
        }
    }
}
