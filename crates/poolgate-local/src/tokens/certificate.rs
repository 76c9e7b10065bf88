//! A pool's certificate, with which it signs what it asks of SAML providers.

use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use poolgate_flow::ServiceError;
use rcgen::{
    CertificateParams, DistinguishedName, DnType, PKCS_RSA_SHA256, PublicKeyData, SerialNumber,
    SignatureAlgorithm,
};

use super::{SigningAlgorithm, SigningKey};
use crate::core::Context;
use crate::error;
use crate::model::SigningCertificate;
use crate::time::UnixTime;

/// How long a certificate is valid: ten years (U).
const YEARS: i32 = 10;

/// The pool's certificate, made now if it has none yet.
pub(crate) fn signing_certificate(
    context: &Context<'_>,
    pool_id: &str,
) -> Result<Arc<SigningCertificate>, ServiceError> {
    if let Some(known) = context.read(|state| state.get::<SigningCertificate>(pool_id)) {
        return Ok(known);
    }
    let key = SigningKey::generate(SigningAlgorithm::Rs256)?;
    let certificate = self_signed(context, pool_id, &key)?;
    let made = SigningCertificate {
        pool_id: pool_id.to_owned(),
        key,
        certificate: BASE64_STANDARD.encode(certificate),
    };
    context.write(|transaction| {
        // Whoever was first meanwhile has set the pool's certificate for good.
        Ok(transaction
            .get::<SigningCertificate>(pool_id)
            .unwrap_or_else(|| transaction.put(made)))
    })
}

/// A certificate for the pool by the pool (RFC 5280), in DER.
fn self_signed(
    context: &Context<'_>,
    pool_id: &str,
    key: &SigningKey,
) -> Result<Vec<u8>, ServiceError> {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, pool_id);
    let (year, month, day) = date(context.now())?;
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = name;
    parameters.serial_number = Some(SerialNumber::from_slice(&serial_number(context)));
    parameters.not_before = rcgen::date_time_ymd(year, month, day);
    // The first of a month, since not every year has every day.
    parameters.not_after = rcgen::date_time_ymd(year + YEARS, month, 1);
    let signer = Signer {
        key,
        public: key.public_key()?,
    };
    let certificate = parameters.self_signed(&signer).map_err(error::internal)?;
    Ok(certificate.der().to_vec())
}

/// A positive number of no more than 20 bytes (RFC 5280 section 4.1.2.2).
fn serial_number(context: &Context<'_>) -> [u8; 16] {
    let mut number: [u8; 16] = context.random_bytes();
    number[0] = number[0] & 0x3f | 0x40;
    number
}

/// Year, month and day in UTC.
fn date(time: UnixTime) -> Result<(i32, u8, u8), ServiceError> {
    let time = Timestamp::from_second(time.seconds()).map_err(error::internal)?;
    let date = time.to_zoned(TimeZone::UTC).date();
    let part = |number: i8| u8::try_from(number).map_err(error::internal);
    Ok((
        i32::from(date.year()),
        part(date.month())?,
        part(date.day())?,
    ))
}

/// The pool's key, as certificates are signed with it.
struct Signer<'k> {
    key: &'k SigningKey,
    public: &'k [u8],
}

impl PublicKeyData for Signer<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.public
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

impl rcgen::SigningKey for Signer<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let signed = self.key.sign_bytes(message);
        signed.map_err(|_| rcgen::Error::RemoteKeyError)
    }
}
