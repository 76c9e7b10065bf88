use core::fmt;

use super::{Error, KeyDefect};

impl fmt::Display for Error {
    // One flat table, so that the compiler sees that no variant is without its text.
    #[rustfmt::skip]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Algorithm { actual: Some(actual) } =>
                write!(f, "token is signed with {actual:?}, expected \"RS256\""),
            Self::Algorithm { actual: None } =>
                write!(f, "token header names no algorithm, expected \"RS256\""),
            Self::ClaimType { claim, expected } =>
                write!(f, "token claim {claim} is not {expected}"),
            Self::ClaimMissing { claim } => write!(f, "token has no claim {claim}"),
            Self::CriticalHeader => write!(f, "token header demands extensions (crit)"),
            Self::DuplicateMember { part, name } => write!(f, "{part} names {name:?} twice"),
            Self::Encoding { part } => write!(f, "{part} is not canonical base64url"),
            Self::Json { part, line, column } =>
                write!(f, "{part} is not the JSON object expected (line {line}, column {column})"),
            Self::Segments { actual } => write!(f, "token has {actual} segments, expected 3"),
            Self::TokenTooLong { actual, limit } =>
                write!(f, "token has {actual} bytes, the limit is {limit}"),

            Self::KeyIdMissing => write!(f, "token header names no key (kid)"),
            Self::KeyIdUnknown { actual } => write!(f, "key set has no key {actual:?}"),
            Self::KeySetAmbiguous { pools } =>
                write!(f, "one key set was given for {pools} pools: choose it by the issuer"),
            Self::KeyUnusable { kid, defect } => write!(f, "key {kid:?} is unusable: {defect}"),
            Self::Signature { kid } => write!(f, "token signature is not of key {kid:?}"),

            Self::AppClient { expected, actual } =>
                write!(f, "token is for app client {actual:?}, expected one of {expected:?}"),
            Self::AtHash { expected, actual } =>
                write!(f, "ID token is of another access token (at_hash {actual:?}, not {expected:?})"),
            Self::Expired { expired_at, now, leeway } =>
                write!(f, "token expired at {expired_at}, it is {now} (leeway {leeway} s)"),
            Self::GroupMissing { expected, actual } =>
                write!(f, "user is in the groups {actual:?}, expected one of {expected:?}"),
            Self::Issuer { expected, actual } =>
                write!(f, "token is of issuer {actual:?}, expected one of {expected:?}"),
            Self::Nonce { present: true } =>
                write!(f, "ID token has another nonce than the request"),
            Self::Nonce { present: false } =>
                write!(f, "ID token has no nonce, the request had one"),
            Self::NotYetValid { not_before, now, leeway } =>
                write!(f, "token is valid from {not_before}, it is {now} (leeway {leeway} s)"),
            Self::ScopeMissing { expected, actual } =>
                write!(f, "token lacks the scope {expected:?}, it has {actual:?}"),
            Self::TokenUse { expected, actual } =>
                write!(f, "token has the use {actual:?}, expected \"{expected}\""),

            Self::DuplicateKeyId { kid } => write!(f, "key set has two keys {kid:?}"),
            Self::KeySetEmpty => write!(f, "key set has no RSA signing key with an id"),
            Self::KeySetTooLarge { actual, limit } =>
                write!(f, "key set has {actual} keys, the limit is {limit}"),
            Self::KeySetTooLong { actual, limit } =>
                write!(f, "key set has {actual} bytes, the limit is {limit}"),

            Self::IssuerUrl { reason } => write!(f, "issuer or key set URL {reason}"),
            Self::PoolId { actual } => write!(f, "{actual:?} is no user pool id"),
            Self::Region { actual } => write!(f, "{actual:?} is no region name"),
        }
    }
}

impl fmt::Display for KeyDefect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding { member } => write!(f, "{member} is not base64url text"),
            Self::Exponent => write!(f, "public exponent is even, below 3 or above 33 bits"),
            Self::EvenModulus => write!(f, "modulus is even"),
            Self::ModulusSize { bits } => write!(f, "modulus has {bits} bits, not 2048 to 8192"),
            Self::Refused => write!(f, "refused by the cryptography"),
        }
    }
}
