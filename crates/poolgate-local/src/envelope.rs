//! Authenticated encryption of the state that travels with the client.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::digest::SHA256_OUTPUT_LEN;
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hmac;
use poolgate_flow::ServiceError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::error;
use crate::model::ServerRecord;

/// The keys derived from the server's secret, one for each use, so that no sealed text can be
/// presented where another is expected.
#[derive(Debug)]
pub(crate) struct Envelopes {
    pub(crate) session: Envelope,
    pub(crate) sign_up_session: Envelope,
    pub(crate) secret_block: Envelope,
    /// Of the proofs of devices.
    pub(crate) device_secret_block: Envelope,
    pub(crate) refresh_token: Envelope,
    /// Of what is in progress between two pages.
    pub(crate) step: Envelope,
    /// Of the `state` that a browser takes to an external provider.
    pub(crate) passage: Envelope,
    /// Of the tokens that lead to the next page of a list.
    pub(crate) page: Envelope,
    /// The secrets of the AWS credentials that identity pools give.
    pub(crate) credentials: Pseudorandom,
    /// What the forms of the pages carry, so that no other site can send one.
    pub(crate) cross_site_requests: Pseudorandom,
    /// What is answered about users that do not exist (RFC 5054 section 2.5.1.3).
    pub(crate) simulation: Pseudorandom,
}

impl Envelopes {
    pub(crate) fn derive(server: &ServerRecord) -> Self {
        Self {
            session: Envelope::new(server, "session"),
            sign_up_session: Envelope::new(server, "sign-up session"),
            secret_block: Envelope::new(server, "secret block"),
            device_secret_block: Envelope::new(server, "device secret block"),
            refresh_token: Envelope::new(server, "refresh token"),
            step: Envelope::new(server, "step"),
            passage: Envelope::new(server, "passage"),
            page: Envelope::new(server, "page"),
            credentials: Pseudorandom::new(server, "credentials"),
            cross_site_requests: Pseudorandom::new(server, "cross-site requests"),
            simulation: Pseudorandom::new(server, "simulation"),
        }
    }
}

/// AES-256-GCM under one key.
pub(crate) struct Envelope(hmac::Tag);

impl Envelope {
    fn new(server: &ServerRecord, label: &str) -> Self {
        Self(derived_key(server, label))
    }

    /// The key schedule is cheap, and only here can a key be refused, which none of this length is.
    fn key(&self) -> Result<LessSafeKey, Unspecified> {
        Ok(LessSafeKey::new(UnboundKey::new(
            &AES_256_GCM,
            self.0.as_ref(),
        )?))
    }

    /// Seals a record, with the nonce in front of it. A nonce must be random.
    pub(crate) fn seal_record(
        &self,
        nonce: [u8; NONCE_LEN],
        record: &impl Serialize,
    ) -> Result<Vec<u8>, ServiceError> {
        let text = serde_json::to_vec(record).map_err(error::internal)?;
        let sealed = self.seal(nonce, &[], text).map_err(error::internal)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Self::seal_record`] sealed.
    pub(crate) fn open_record<R: DeserializeOwned>(&self, sealed: &[u8]) -> Option<R> {
        let (nonce, sealed) = sealed.split_first_chunk()?;
        serde_json::from_slice(&self.open(*nonce, &[], sealed.to_vec())?).ok()
    }

    /// Answers the ciphertext with its tag. A nonce must be random; `bound` is authenticated and
    /// not hidden.
    pub(crate) fn seal(
        &self,
        nonce: [u8; NONCE_LEN],
        bound: &[u8],
        mut text: Vec<u8>,
    ) -> Result<Vec<u8>, Unspecified> {
        let nonce = Nonce::assume_unique_for_key(nonce);
        self.key()?
            .seal_in_place_append_tag(nonce, Aad::from(bound), &mut text)?;
        Ok(text)
    }

    /// Answers the plain text, if nobody altered it.
    pub(crate) fn open(
        &self,
        nonce: [u8; NONCE_LEN],
        bound: &[u8],
        mut sealed: Vec<u8>,
    ) -> Option<Zeroizing<Vec<u8>>> {
        let nonce = Nonce::assume_unique_for_key(nonce);
        let length = self
            .key()
            .ok()?
            .open_in_place(nonce, Aad::from(bound), &mut sealed)
            .ok()?
            .len();
        sealed.truncate(length);
        Some(Zeroizing::new(sealed))
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Envelope([redacted])")
    }
}

/// A function of its input that nobody outside can tell from chance.
pub(crate) struct Pseudorandom(hmac::Key);

impl Pseudorandom {
    fn new(server: &ServerRecord, label: &str) -> Self {
        Self(hmac::Key::new(
            hmac::HMAC_SHA256,
            derived_key(server, label).as_ref(),
        ))
    }

    /// `N` bytes for this input.
    pub(crate) fn bytes<const N: usize>(&self, label: &str, input: &[&str]) -> [u8; N] {
        let mut bytes = [0; N];
        for (counter, block) in (0_u32..).zip(bytes.chunks_mut(SHA256_OUTPUT_LEN)) {
            let tag = self.tag(counter, label, input);
            block.copy_from_slice(&tag.as_ref()[..block.len()]);
        }
        bytes
    }

    fn tag(&self, counter: u32, label: &str, input: &[&str]) -> hmac::Tag {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(&counter.to_be_bytes());
        for part in std::iter::once(&label).chain(input) {
            // The length keeps ("ab", "c") apart from ("a", "bc").
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part.as_bytes());
        }
        context.sign()
    }
}

impl fmt::Debug for Pseudorandom {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Pseudorandom([redacted])")
    }
}

fn derived_key(server: &ServerRecord, label: &str) -> hmac::Tag {
    let root = hmac::Key::new(hmac::HMAC_SHA256, server.secret());
    hmac::sign(&root, format!("poolgate {label}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelopes() -> Envelopes {
        let mut random = rand_core::UnwrapErr(getrandom::SysRng);
        Envelopes::derive(&ServerRecord::random(&mut random))
    }

    #[test]
    fn opens_only_what_was_sealed_for_the_same_use() {
        let envelopes = envelopes();
        let sealed = envelopes
            .session
            .seal([7; 12], b"bound", b"text".to_vec())
            .unwrap();
        let opened = envelopes
            .session
            .open([7; 12], b"bound", sealed.clone())
            .unwrap();
        assert_eq!(opened.as_slice(), b"text");
        assert!(
            envelopes
                .session
                .open([7; 12], b"other", sealed.clone())
                .is_none()
        );
        assert!(
            envelopes
                .secret_block
                .open([7; 12], b"bound", sealed)
                .is_none()
        );
    }

    #[test]
    fn every_altered_byte_is_noticed() {
        let envelopes = envelopes();
        let sealed = envelopes
            .session
            .seal([7; 12], b"", b"text".to_vec())
            .unwrap();
        for position in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[position] ^= 1;
            assert!(envelopes.session.open([7; 12], b"", altered).is_none());
        }
    }

    #[test]
    fn simulation_is_stable_and_keeps_inputs_apart() {
        let simulation = envelopes().simulation;
        let once: [u8; 48] = simulation.bytes("salt", &["ab", "c"]);
        assert_eq!(once, simulation.bytes("salt", &["ab", "c"]));
        assert_ne!(once, simulation.bytes("salt", &["a", "bc"]));
        assert_ne!(
            once[..32],
            simulation.bytes::<48>("sub", &["ab", "c"])[..32]
        );
    }
}
