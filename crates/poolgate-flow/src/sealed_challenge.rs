//! A sign-in that waits for an answer, on its way to another process.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::challenge::{Pending, SoftwareTokenSetup};
use crate::sign_in::Context;
use crate::{AppClient, Challenge, ChallengeName, ClientMetadata, Device, Error, Username};

const NONCE_LENGTH: usize = 24;
/// Real challenges have some kilobytes; a session has 4,096 characters at most.
const MAXIMUM_LENGTH: usize = 64 * 1024;

/// A key that seals challenges: 256 random bits that all processes share which may go on with one
/// another's sign-ins.
#[derive(Clone)]
pub struct SealingKey(Zeroizing<[u8; 32]>);

impl SealingKey {
    /// The key that was kept.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A new key.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rng.fill_bytes(bytes.as_mut_slice());
        Self(bytes)
    }

    /// The key, to be kept where only those processes can read it.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&(*self.0).into())
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey([redacted])")
    }
}

impl Challenge {
    /// Puts the waiting sign-in into text that another process can go on from, encrypted: its
    /// session stands for the password that was proven already, and a device's password or an
    /// authenticator app's secret may be in it. The app client's own secret is not, nor is the
    /// [`CallerContext`](crate::CallerContext).
    ///
    /// The text ends with the session, after 3 to 15 minutes; it may be opened more than once,
    /// but the service takes one answer only.
    ///
    /// ```
    /// # fn waiting_for_a_code(app: &poolgate_flow::AppClient) -> poolgate_flow::Challenge {
    /// #     let sign_in = poolgate_flow::SignIn::new(app.clone(), poolgate_flow::Username::new("ana").unwrap());
    /// #     sign_in.at_challenge(poolgate_flow::Response::challenge("SMS_MFA").session("opaque")).unwrap()
    /// # }
    /// use getrandom::{SysRng, rand_core::UnwrapErr};
    /// use poolgate_flow::{AppClient, Challenge, SealingKey};
    ///
    /// let app = AppClient::public("us-east-1_Example1".parse()?, "4h57examplec1ient".parse()?);
    /// let challenge = waiting_for_a_code(&app);
    /// let mut rng = UnwrapErr(SysRng);
    /// let key = SealingKey::random(&mut rng);
    ///
    /// let sealed = challenge.seal(&key, &mut rng)?;
    /// // … here the web server's next request may reach another of its processes …
    /// let again = Challenge::open(&sealed, app, &key)?;
    /// assert_eq!(again.name().as_str(), "SMS_MFA");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::UnreadableChallenge`] for one that is longer than the service can have sent.
    pub fn seal(&self, key: &SealingKey, rng: &mut impl CryptoRng) -> Result<String, Error> {
        let content = Zeroizing::new(
            serde_json::to_vec(&Content::of(self)).map_err(|_| Error::UnreadableChallenge)?,
        );
        let mut nonce = [0; NONCE_LENGTH];
        rng.fill_bytes(&mut nonce);
        let associated = associated_data(&self.pending().context.app);
        let payload = Payload {
            msg: &content,
            aad: &associated,
        };
        let sealed = key.cipher().encrypt(&XNonce::from(nonce), payload);
        let mut bytes = nonce.to_vec();
        bytes.extend(sealed.map_err(|_| Error::UnreadableChallenge)?);
        let text = BASE64_URL_SAFE_NO_PAD.encode(bytes);
        if text.len() > MAXIMUM_LENGTH {
            return Err(Error::UnreadableChallenge);
        }
        Ok(text)
    }

    /// Takes up a sealed challenge, at the app client that it came from.
    ///
    /// # Errors
    ///
    /// [`Error::UnreadableChallenge`] for a text that was altered, or sealed with another key or
    /// for another app client.
    pub fn open(sealed: &str, app: AppClient, key: &SealingKey) -> Result<Self, Error> {
        let content = decrypt(sealed, &app, key).ok_or(Error::UnreadableChallenge)?;
        let content: Content =
            serde_json::from_slice(&content).map_err(|_| Error::UnreadableChallenge)?;
        content.into_challenge(app)
    }
}

fn decrypt(sealed: &str, app: &AppClient, key: &SealingKey) -> Option<Zeroizing<Vec<u8>>> {
    if sealed.len() > MAXIMUM_LENGTH {
        return None;
    }
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let (nonce, ciphertext) = bytes.split_first_chunk::<NONCE_LENGTH>()?;
    let payload = Payload {
        msg: ciphertext,
        aad: &associated_data(app),
    };
    let content = key.cipher().decrypt(&XNonce::from(*nonce), payload).ok()?;
    Some(Zeroizing::new(content))
}

/// Binds the text to its purpose and its app client.
fn associated_data(app: &AppClient) -> Vec<u8> {
    let parts = [
        "poolgate challenge 1",
        app.pool_id().as_str(),
        app.client_id().as_str(),
    ];
    parts.join("\n").into_bytes()
}

/// The plain form.
#[derive(Deserialize, Serialize)]
struct Content {
    name: String,
    session: Option<String>,
    parameters: BTreeMap<String, String>,
    available: Vec<String>,
    username: String,
    user_id: Option<String>,
    administrator: bool,
    client_metadata: ClientMetadata,
    device: Option<DeviceContent>,
    software_token_secret: Option<String>,
}

#[derive(Deserialize, Serialize)]
struct DeviceContent {
    key: String,
    group_key: String,
    password: String,
}

impl Content {
    fn of(challenge: &Challenge) -> Self {
        let pending = challenge.pending();
        let context = &pending.context;
        let device = context.device.as_ref().map(|device| DeviceContent {
            key: device.key.expose().to_owned(),
            group_key: device.group_key.clone(),
            password: device.password.expose().to_owned(),
        });
        let secret = match challenge {
            Challenge::SoftwareTokenSetup(setup) => Some(setup.secret().expose().to_owned()),
            _ => None,
        };
        Self {
            name: pending.name.as_str().to_owned(),
            session: pending.session.as_ref().map(|s| s.expose().to_owned()),
            parameters: pending.parameters.clone(),
            available: pending
                .available
                .iter()
                .map(|name| name.as_str().to_owned())
                .collect(),
            username: context.username.as_str().to_owned(),
            user_id: context.user_id.clone(),
            administrator: context.administrator,
            client_metadata: context.client_metadata.clone(),
            device,
            software_token_secret: secret,
        }
    }

    fn into_challenge(mut self, app: AppClient) -> Result<Challenge, Error> {
        let mut context = Context::new(app, Username::new(&self.username)?);
        context.user_id = self.user_id.take();
        context.administrator = self.administrator;
        context.client_metadata = core::mem::take(&mut self.client_metadata);
        context.device = self.device.as_ref().map(|device| {
            Box::new(Device {
                key: device.key.as_str().into(),
                group_key: device.group_key.clone(),
                password: device.password.as_str().into(),
            })
        });
        let available = self.available.iter().map(|name| name.as_str().into());
        let pending = Pending {
            context,
            name: ChallengeName::from(self.name.as_str()),
            session: self.session.as_deref().map(Into::into),
            parameters: core::mem::take(&mut self.parameters),
            available: available.collect(),
        };
        match &self.software_token_secret {
            Some(secret) => Ok(Challenge::SoftwareTokenSetup(SoftwareTokenSetup::new(
                pending,
                secret.as_str().into(),
            ))),
            None => Challenge::from_pending(pending),
        }
    }
}

impl Drop for Content {
    fn drop(&mut self) {
        self.session.zeroize();
        self.software_token_secret.zeroize();
        if let Some(device) = &mut self.device {
            device.password.zeroize();
        }
    }
}
