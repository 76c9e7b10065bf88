//! Everything that can be wrong with a token, a key set or a verifier's settings.

mod display;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::claims::TokenUse;

/// One variant for each check that can fail, with what was expected and what was found.
///
/// A variant never holds the token, its signature or another secret, so an error can be logged.
/// Values that came out of a token (an issuer, a key id) were chosen by whoever made it and are
/// displayed quoted and escaped. Times are in seconds since the Unix epoch.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Error {
    // Structure: what can be seen without a key.
    /// The header's `alg` is not `RS256`. `actual` is `None` when it is missing or no string.
    Algorithm {
        /// The header's `alg`.
        actual: Option<String>,
    },
    /// A claim has the wrong JSON type.
    ClaimType {
        /// The name of the claim, or of the header parameter.
        claim: &'static str,
        /// What it has to be, as in "a number of seconds".
        expected: &'static str,
    },
    /// A claim that every Cognito token of this use has, is absent or null.
    ClaimMissing {
        /// The name of the claim.
        claim: &'static str,
    },
    /// The header has `crit`: extensions that must be understood (RFC 7515 4.1.11), and Cognito
    /// uses none.
    CriticalHeader,
    /// A JSON object names one member twice, so that two readers could see two different tokens.
    DuplicateMember {
        /// Where the object is.
        part: Part,
        /// The member's name.
        name: String,
    },
    /// A segment is not base64url, or not its canonical form (padding, stray bits).
    Encoding {
        /// The segment.
        part: Part,
    },
    /// The text is not a JSON object of the right form.
    Json {
        /// Where the text is.
        part: Part,
        /// The line of the fault, from 1.
        line: usize,
        /// The column of the fault, from 0.
        column: usize,
    },
    /// A token has three segments, header, payload and signature, with a full stop between them.
    Segments {
        /// How many segments there are.
        actual: usize,
    },
    /// The token is longer than any that Cognito issues.
    TokenTooLong {
        /// Its length in bytes.
        actual: usize,
        /// The greatest length in bytes.
        limit: usize,
    },

    // Signature.
    /// The header has no `kid`, so no key can be chosen.
    KeyIdMissing,
    /// No key of the set has this `kid`: the set is out of date, or the token is of another pool.
    KeyIdUnknown {
        /// The header's `kid`.
        actual: String,
    },
    /// One key set was given to a verifier that trusts several pools, whose keys must not mix.
    ///
    /// Not the token's fault: choose the keys after
    /// [`TokenVerifier::inspect`](crate::TokenVerifier::inspect).
    KeySetAmbiguous {
        /// How many pools and custom issuers the verifier trusts.
        pools: usize,
    },
    /// The key with the token's `kid` is in the set and cannot be used.
    KeyUnusable {
        /// The key's id.
        kid: String,
        /// What is wrong with it.
        defect: KeyDefect,
    },
    /// The signature does not match the token and the key: the token was altered or forged.
    Signature {
        /// The id of the key that was used.
        kid: String,
    },

    // Claims.
    /// The token is for another app client: `aud` of an ID token, `client_id` of an access token.
    AppClient {
        /// The app clients that are accepted.
        expected: Vec<String>,
        /// The ones that the token names.
        actual: Vec<String>,
    },
    /// The ID token's `at_hash` is of another access token.
    AtHash {
        /// The hash of the access token at hand.
        expected: String,
        /// The claim.
        actual: String,
    },
    /// The token has expired.
    Expired {
        /// The time from which the token is not accepted (`exp`, without leeway).
        expired_at: i64,
        /// The time of the check.
        now: i64,
        /// The verifier's leeway in seconds.
        leeway: i64,
    },
    /// The user is in none of the groups of which one is required.
    GroupMissing {
        /// The groups of which one suffices.
        expected: Vec<String>,
        /// The groups in the token.
        actual: Vec<String>,
    },
    /// The token was issued by somebody else.
    Issuer {
        /// The issuers that are accepted.
        expected: Vec<String>,
        /// The token's `iss`.
        actual: String,
    },
    /// The ID token is not the answer to this authorization request. The values stay out of the
    /// error: the expected one has to remain unknown to others until the sign-in has ended.
    Nonce {
        /// Whether the token has a `nonce` at all.
        present: bool,
    },
    /// The token is not valid yet; the clock may be slow.
    NotYetValid {
        /// The time from which the token is accepted (`nbf`, without leeway).
        not_before: i64,
        /// The time of the check.
        now: i64,
        /// The verifier's leeway in seconds.
        leeway: i64,
    },
    /// The access token lacks a scope.
    ScopeMissing {
        /// The first required scope that is missing.
        expected: String,
        /// The scopes that were granted, with spaces between them.
        actual: String,
    },
    /// An ID token was given for an access token, or the other way round.
    TokenUse {
        /// The use that was asked for.
        expected: TokenUse,
        /// The token's `token_use`.
        actual: String,
    },

    // Key sets.
    /// Two keys of the set have one `kid`.
    DuplicateKeyId {
        /// The id.
        kid: String,
    },
    /// The set has no RSA signing key with a `kid`: probably it is no JWKS of a user pool.
    KeySetEmpty,
    /// The set has too many keys.
    KeySetTooLarge {
        /// How many there are.
        actual: usize,
        /// The greatest number.
        limit: usize,
    },
    /// The document is too long for a key set.
    KeySetTooLong {
        /// Its length in bytes.
        actual: usize,
        /// The greatest length in bytes.
        limit: usize,
    },

    // Settings.
    /// The text cannot be the URL of an issuer or of a key set.
    IssuerUrl {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The text cannot be the id of a user pool.
    PoolId {
        /// The text.
        actual: String,
    },
    /// The text cannot be the name of a region.
    Region {
        /// The text.
        actual: String,
    },
}

impl Error {
    /// Whether the token was good and is too old: the only failure that a refresh repairs.
    #[must_use]
    pub fn is_expired(&self) -> bool {
        matches!(self, Self::Expired { .. })
    }

    /// Whether a newer key set may know the token's key.
    #[must_use]
    pub fn is_unknown_key(&self) -> bool {
        matches!(self, Self::KeyIdUnknown { .. })
    }

    /// Which of the stages failed.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Algorithm { .. }
            | Self::ClaimMissing { .. }
            | Self::ClaimType { .. }
            | Self::CriticalHeader
            | Self::Segments { .. }
            | Self::TokenTooLong { .. } => ErrorKind::Structure,
            Self::DuplicateMember { part, .. }
            | Self::Encoding { part }
            | Self::Json { part, .. } => part.kind(),
            Self::KeyIdMissing
            | Self::KeyIdUnknown { .. }
            | Self::KeyUnusable { .. }
            | Self::Signature { .. } => ErrorKind::Signature,
            Self::AppClient { .. }
            | Self::AtHash { .. }
            | Self::Expired { .. }
            | Self::GroupMissing { .. }
            | Self::Issuer { .. }
            | Self::Nonce { .. }
            | Self::NotYetValid { .. }
            | Self::ScopeMissing { .. }
            | Self::TokenUse { .. } => ErrorKind::Claims,
            Self::DuplicateKeyId { .. }
            | Self::KeySetEmpty
            | Self::KeySetTooLarge { .. }
            | Self::KeySetTooLong { .. } => ErrorKind::KeySet,
            Self::IssuerUrl { .. }
            | Self::KeySetAmbiguous { .. }
            | Self::PoolId { .. }
            | Self::Region { .. } => ErrorKind::Settings,
        }
    }
}

impl core::error::Error for Error {}

/// The stage at which a check failed.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A claim is not acceptable here and now. All but the issuer are of a genuine token.
    Claims,
    /// The key set is unusable; no token is to blame.
    KeySet,
    /// The caller's settings are wrong; never caused by what is in a token.
    Settings,
    /// The token cannot be shown to be genuine.
    Signature,
    /// The text is not a Cognito token at all.
    Structure,
}

/// The piece of text that an [`Error`] is about.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Part {
    /// The token's header.
    Header,
    /// A JSON Web Key Set.
    KeySet,
    /// The token's claims.
    Payload,
    /// The token's signature.
    Signature,
}

impl Part {
    fn kind(self) -> ErrorKind {
        match self {
            Self::KeySet => ErrorKind::KeySet,
            Self::Header | Self::Payload | Self::Signature => ErrorKind::Structure,
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Header => "token header",
            Self::KeySet => "key set",
            Self::Payload => "token payload",
            Self::Signature => "token signature",
        })
    }
}

/// Why a key of a key set cannot be used.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum KeyDefect {
    /// `n` or `e` is missing, no string or not canonical base64url.
    Encoding {
        /// `n` or `e`.
        member: &'static str,
    },
    /// The public exponent is even, less than 3 or has more than 33 bits.
    Exponent,
    /// The modulus is even, so it is no product of two primes.
    EvenModulus,
    /// The modulus has fewer than 2048 or more than 8192 bits.
    ModulusSize {
        /// Its bits.
        bits: usize,
    },
    /// The cryptography refused it for a reason of its own.
    Refused,
}
