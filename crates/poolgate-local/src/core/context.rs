//! What an operation may use: the state, the time, randomness.

use std::cell::{RefCell, RefMut};

use poolgate_flow::ServiceError;
use rand_core::{CryptoRng, Rng};
use uuid::Uuid;

use super::{Core, Settings};
use crate::envelope::Envelopes;
use crate::hosted::Published;
use crate::outgoing::Outgoing;
use crate::state::{State, Transaction};
use crate::time::UnixTime;
use crate::triggers::Invoker;

/// One call's view of the server.
pub(crate) struct Context<'a> {
    core: &'a Core,
    now: UnixTime,
    random: RefCell<&'a mut dyn CryptoRng>,
}

impl<'a> Context<'a> {
    pub(super) fn new(core: &'a Core, now: UnixTime, random: &'a mut dyn CryptoRng) -> Self {
        Self {
            core,
            now,
            random: RefCell::new(random),
        }
    }

    /// The time of this call.
    pub(crate) fn now(&self) -> UnixTime {
        self.now
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.core.settings
    }

    /// Who calls the functions of the pools' triggers, if anybody can.
    pub(crate) fn invoker(&self) -> Option<&dyn Invoker> {
        self.core.invoker.as_deref()
    }

    /// Who asks other servers, if anybody can.
    pub(crate) fn outgoing(&self) -> Option<&dyn Outgoing> {
        self.core.outgoing.as_deref()
    }

    /// What external providers have published.
    pub(crate) fn published(&self) -> &Published {
        &self.core.published
    }

    /// The keys that protect what travels with the client.
    pub(crate) fn envelopes(&self) -> &Envelopes {
        &self.core.envelopes
    }

    /// Reads the state. Keep it short: crypto belongs outside, on what the closure returns.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.core.read())
    }

    /// Changes the state: everything `change` did, or nothing if it fails.
    ///
    /// What was read before may have changed meanwhile, so `change` checks again what it relies on.
    pub(crate) fn write<T>(
        &self,
        change: impl FnOnce(&mut Transaction<'_>) -> Result<T, ServiceError>,
    ) -> Result<T, ServiceError> {
        self.core.transact(change)
    }

    /// The source of randomness; hold it no longer than one call needs it.
    pub(crate) fn random(&self) -> RefMut<'_, &'a mut dyn CryptoRng> {
        self.random.borrow_mut()
    }

    pub(crate) fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random().fill_bytes(&mut bytes);
        bytes
    }

    /// A version 4 UUID (RFC 9562 section 5.4).
    pub(crate) fn random_uuid(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.random_bytes()).into_uuid()
    }

    /// `length` characters of `alphabet`, each equally likely. The alphabet has at most 256.
    pub(crate) fn random_text(&self, length: usize, alphabet: &[u8]) -> String {
        // A byte above the largest multiple of the alphabet's size would favour its beginning.
        let fair = 256 - 256 % alphabet.len();
        let mut text = String::with_capacity(length);
        while text.len() < length {
            let [byte] = self.random_bytes::<1>();
            if usize::from(byte) < fair {
                text.push(char::from(alphabet[usize::from(byte) % alphabet.len()]));
            }
        }
        text
    }
}
