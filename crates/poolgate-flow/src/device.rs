use alloc::string::String;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use poolgate_srp::{Identity, Salt, Verifier};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{DeviceKey, DevicePassword, NewDeviceMetadata};

/// A device that a user pool may remember: it stands in for the second factor, by a password of
/// its own that no person knows (protocol.md 2).
///
/// Who keeps all three members, and only they, can prove to be the device.
#[derive(Clone, Debug)]
pub struct Device {
    /// `<region>_<uuid>`.
    pub key: DeviceKey,
    /// Takes the place of the pool's name in the device's SRP.
    pub group_key: String,
    /// What the device proves to know.
    pub password: DevicePassword,
}

/// `DeviceSecretVerifierConfig` of `ConfirmDevice`: what the service keeps of a device.
#[derive(Clone, Debug)]
pub struct DeviceSecretVerifier {
    /// `PasswordVerifier` in base64. Whoever reads it can try passwords, of which there are 2^320.
    pub password_verifier: String,
    /// `Salt` in base64.
    pub salt: String,
}

impl Device {
    /// Makes a password for a device that the service has just named, and the verifier that
    /// `ConfirmDevice` gives to the service.
    ///
    /// ```
    /// use getrandom::{SysRng, rand_core::UnwrapErr};
    /// use poolgate_flow::{Device, NewDeviceMetadata};
    ///
    /// let named = NewDeviceMetadata {
    ///     device_key: "eu-west-2_627477ae-3631-4248-bed9-d2e934100372".into(),
    ///     device_group_key: "-FDRunwQv".into(),
    /// };
    /// let (device, verifier) = Device::register(named, &mut UnwrapErr(SysRng));
    /// assert_eq!(device.group_key, "-FDRunwQv");
    /// assert!(verifier.password_verifier.len() > 500);
    /// ```
    pub fn register(
        named: NewDeviceMetadata,
        rng: &mut impl CryptoRng,
    ) -> (Self, DeviceSecretVerifier) {
        let mut bytes = Zeroizing::new([0; 40]);
        rng.fill_bytes(bytes.as_mut_slice());
        let device = Self {
            key: named.device_key,
            group_key: named.device_group_key,
            password: BASE64_STANDARD.encode(bytes.as_slice()).into(),
        };
        let salt = Salt::random(rng);
        let password = device.password.expose().as_bytes();
        let verifier = Verifier::from_password(&device.identity(), password, &salt);
        let verifier = DeviceSecretVerifier {
            password_verifier: BASE64_STANDARD.encode(verifier.to_signed_bytes().as_slice()),
            salt: BASE64_STANDARD.encode(salt.to_signed_bytes()),
        };
        (device, verifier)
    }

    /// Whose password the device's is.
    pub(crate) fn identity(&self) -> Identity<'_> {
        Identity::device(&self.group_key, self.key.expose())
    }
}
