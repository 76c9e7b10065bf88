use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rand_core::CryptoRng;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// 256 random bits in 43 characters: a `state`, a `nonce`, or a `code_verifier`, which may have no
/// fewer characters (RFC 7636 4.1).
#[derive(Debug)]
pub(super) struct Unguessable(SecretString);

impl Unguessable {
    pub(super) fn new(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *bytes);
        Self(BASE64_URL_SAFE_NO_PAD.encode(*bytes).into())
    }

    pub(super) fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether this is the same text. What time the comparison of two hashes takes tells nothing
    /// of what was hashed.
    pub(super) fn is(&self, text: &str) -> bool {
        Sha256::digest(self.expose()) == Sha256::digest(text)
    }

    /// As the verifier of PKCE: the `code_challenge` of its `S256`, the one method that the
    /// service takes.
    pub(super) fn challenge(&self) -> String {
        challenge(self.expose())
    }
}

/// RFC 7636 4.2.
fn challenge(verifier: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use getrandom::SysRng;
    use rand_core::UnwrapErr;

    use super::*;

    #[test]
    fn the_challenges_of_rfc_7636_and_of_the_developer_guide() {
        // RFC 7636, appendix B; vectors.json `pkce/rfc7636-B`.
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
        // vectors.json `pkce/aws-devguide`.
        let verifier = "9D-aW_iygXrgQcWJd0y0tNVMPSXSChIc2xceDhvYVdGLCBk-JWFTmBNjvKSdOrjTTYazOFbU\
                        mrFERrjWx6oKtK2b6z_x4_gHBDlr4K1mRFGyE8yA-05-_v7Dxf3EIYJH";
        assert_eq!(
            challenge(verifier),
            "Eh0mg-OZv7BAyo-tdv_vYamx1boOYDulDklyXoMDtLg"
        );
    }

    #[test]
    fn the_octets_of_rfc_7636_make_its_verifier() {
        // Appendix B.
        let octets = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212,
            37, 77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        let verifier = Unguessable::new(&mut Fixed(octets));
        assert_eq!(
            verifier.expose(),
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        );
    }

    #[test]
    fn no_two_are_the_same_and_none_shows_itself() {
        let rng = &mut UnwrapErr(SysRng);
        let (first, second) = (Unguessable::new(rng), Unguessable::new(rng));
        assert_eq!(first.expose().len(), 43);
        assert!(!first.is(second.expose()) && first.is(first.expose()));
        assert!(!first.is("") && !first.is(&first.expose()[..42]));
        assert!(!format!("{first:?}").contains(first.expose()));
    }

    struct Fixed([u8; 32]);

    impl rand_core::TryRng for Fixed {
        type Error = core::convert::Infallible;

        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            Ok(0)
        }

        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            Ok(0)
        }

        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
            bytes.copy_from_slice(&self.0);
            Ok(())
        }
    }

    impl rand_core::TryCryptoRng for Fixed {}
}
