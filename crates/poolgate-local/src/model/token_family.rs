//! All tokens that descend from one sign-in (protocol.md 5.3: `origin_jti`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::device::DeviceIdentity;
use super::grant::Grant;
use super::user::User;
use crate::state::{Entity, State, Table};
use crate::time::UnixTime;

/// One sign-in and what became of its tokens.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct TokenFamily {
    pub(crate) pool_id: String,
    pub(crate) origin_jti: String,
    pub(crate) sub: String,
    pub(crate) client_id: String,
    pub(crate) authenticated: UnixTime,
    /// When the refresh token ends; a rotated one inherits it (protocol.md 5.5).
    pub(crate) refresh_expires: UnixTime,
    /// When the last token that could still be presented has ended.
    pub(crate) expires: UnixTime,
    /// The user's count of global sign-outs when the family began.
    pub(crate) sign_outs: u64,
    pub(crate) revoked: bool,
    /// How many refresh tokens were issued; each carries its number.
    pub(crate) issued: u32,
    /// The refresh tokens that work, by number; those that were exchanged for a new one do so until
    /// the end of their grace period. Any other has been used.
    pub(crate) usable: BTreeMap<u32, Option<UnixTime>>,
    /// The device of the sign-in, where the pool tracks them; it need not be confirmed.
    #[serde(default)]
    pub(crate) device: Option<DeviceIdentity>,
    /// What was granted to an application; a sign-in by API has none.
    #[serde(default)]
    pub(crate) grant: Option<Grant>,
}

/// A client that loses each answer and asks again within the grace period leaves tokens behind
/// that nobody ever exchanges; more than these are not remembered.
const MOST_USABLE: usize = 64;

impl TokenFamily {
    /// Whether the refresh token of this number still works.
    pub(crate) fn is_usable(&self, number: u32, now: UnixTime) -> bool {
        match self.usable.get(&number) {
            Some(until) => until.is_none_or(|until| now < until),
            None => false,
        }
    }

    /// Notes that a token is exchanged, and counts its successor.
    pub(crate) fn exchange(&mut self, number: u32, now: UnixTime, grace_seconds: i64) {
        let until = now.plus_seconds(grace_seconds);
        self.usable
            .entry(number)
            .and_modify(|known| *known = Some(known.unwrap_or(until)));
        self.usable
            .retain(|_, until| until.is_none_or(|until| now < until));
        while self.usable.len() >= MOST_USABLE {
            self.usable.pop_first();
        }
        self.issued = self.issued.saturating_add(1);
        self.usable.insert(self.issued, None);
    }

    /// Whether it is of the implicit flow, which has no refresh token.
    pub(crate) fn is_implicit(&self) -> bool {
        self.issued == 0
    }

    /// Whether its tokens were revoked, alone or by a global sign-out of the user.
    pub(crate) fn is_revoked(&self, user: &User) -> bool {
        self.revoked || self.sign_outs < user.sign_outs
    }

    pub(crate) fn key_of(pool_id: &str, origin_jti: &str) -> String {
        format!("{pool_id}/{origin_jti}")
    }
}

impl Entity for TokenFamily {
    const TABLE: &'static str = "token_families";

    fn key(&self) -> String {
        Self::key_of(&self.pool_id, &self.origin_jti)
    }

    fn expires(&self) -> Option<UnixTime> {
        Some(self.expires)
    }

    fn table(state: &State) -> &Table<Self> {
        &state.token_families
    }

    fn table_mut(state: &mut State) -> &mut Table<Self> {
        &mut state.token_families
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn family() -> TokenFamily {
        let start = UnixTime::from_seconds(0);
        TokenFamily {
            pool_id: String::new(),
            origin_jti: String::new(),
            sub: String::new(),
            client_id: String::new(),
            authenticated: start,
            refresh_expires: start,
            expires: start,
            sign_outs: 0,
            revoked: false,
            issued: 1,
            usable: [(1, None)].into(),
            device: None,
            grant: None,
        }
    }

    #[test]
    fn a_token_works_once_and_again_within_its_grace_period() {
        let at = UnixTime::from_seconds;
        let mut family = family();
        family.exchange(1, at(100), 10);
        family.exchange(1, at(105), 10);
        let usable = |family: &TokenFamily, seconds| {
            let works = |number: &u32| family.is_usable(*number, at(seconds));
            (0..5).filter(works).collect::<Vec<_>>()
        };
        assert_eq!(usable(&family, 109), [1, 2, 3]);
        assert_eq!(usable(&family, 110), [2, 3], "asking again extends nothing");
        family.exchange(3, at(200), 0);
        assert_eq!(usable(&family, 200), [2, 4]);
    }

    #[test]
    fn a_family_does_not_grow_with_its_age() {
        let mut family = family();
        for second in 0..1000 {
            let newest = family.issued;
            family.exchange(newest, UnixTime::from_seconds(second), 0);
        }
        assert_eq!(family.usable.len(), 1);
        for _ in 0..1000 {
            family.exchange(1001, UnixTime::from_seconds(2000), 60);
        }
        assert_eq!(family.usable.len(), MOST_USABLE);
        assert!(family.is_usable(family.issued, UnixTime::from_seconds(3000)));
    }
}
