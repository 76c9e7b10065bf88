use std::path::Path;

use poolgate_flow::Device;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::owner_file::{self, Observer};
use super::{SessionKey, StoreError, Tampered, describe_json_error};

const VERSION: u32 = 1;

/// The form of a device's file. It repeats whose it is, as a session's does.
#[derive(Deserialize, Serialize)]
struct DeviceRecord {
    version: u32,
    pool_id: String,
    client_id: String,
    user: Option<String>,
    device_key: String,
    device_group_key: String,
    device_password: String,
}

/// The device that a file keeps for this key.
pub(super) fn read(
    path: &Path,
    key: &SessionKey,
    observer: &Observer,
) -> Result<Option<Device>, StoreError> {
    let Some(bytes) = owner_file::read_observed(path, observer)? else {
        return Ok(None);
    };
    let record = DeviceRecord::from_json(&bytes).map_err(StoreError::corrupt(path))?;
    let device = record.into_device(key);
    device.map(Some).map_err(StoreError::other_owner(path))
}

/// Keeps a device in a file.
pub(super) fn write(path: &Path, key: &SessionKey, device: &Device) -> Result<(), StoreError> {
    let json = DeviceRecord::of(key, device).to_json();
    owner_file::write(path, &json.map_err(StoreError::Other)?)
}

impl DeviceRecord {
    fn of(key: &SessionKey, device: &Device) -> Self {
        Self {
            version: VERSION,
            pool_id: key.pool_id.to_string(),
            client_id: key.client_id.to_string(),
            user: key.user.clone(),
            device_key: device.key.expose().to_owned(),
            device_group_key: device.group_key.clone(),
            device_password: device.password.expose().to_owned(),
        }
    }

    fn to_json(&self) -> Result<Zeroizing<Vec<u8>>, String> {
        let json = serde_json::to_vec(self).map(Zeroizing::new);
        json.map_err(|error| error.to_string())
    }

    /// Reads a record. The error says what is wrong and shows nothing of the contents.
    fn from_json(json: &[u8]) -> Result<Self, String> {
        let record: Self =
            serde_json::from_slice(json).map_err(|error| describe_json_error(&error))?;
        if record.version != VERSION {
            let version = record.version;
            return Err(format!("version {version} of the format is not known"));
        }
        Ok(record)
    }

    /// The device, if it is the one of that key.
    fn into_device(self, key: &SessionKey) -> Result<Device, Tampered> {
        let unreadable = |member, expected: &str, actual: &str| Tampered {
            member,
            expected: expected.to_owned(),
            actual: actual.to_owned(),
        };
        let pool_id = self.pool_id.parse();
        let client_id = self.client_id.parse();
        let own = SessionKey {
            pool_id: pool_id
                .map_err(|_| unreadable("user pool", key.pool_id.as_str(), &self.pool_id))?,
            client_id: client_id
                .map_err(|_| unreadable("app client", key.client_id.as_str(), &self.client_id))?,
            user: self.user.clone(),
        };
        key.check_same(&own)?;
        Ok(Device {
            key: self.device_key.as_str().into(),
            group_key: self.device_group_key.clone(),
            password: self.device_password.as_str().into(),
        })
    }
}

impl Drop for DeviceRecord {
    fn drop(&mut self) {
        self.device_password.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(client: &str) -> SessionKey {
        let pool = "eu-west-1_Example".parse().unwrap();
        SessionKey::new(pool, client.parse().unwrap()).user("ana")
    }

    fn device() -> Device {
        Device {
            key: "eu-west-1_5e5f1c0e".into(),
            group_key: "-group".into(),
            password: "secret".into(),
        }
    }

    #[test]
    fn a_device_comes_back_as_it_went_and_to_its_own_key_only() {
        let json = DeviceRecord::of(&key("client"), &device())
            .to_json()
            .unwrap();
        let read = || DeviceRecord::from_json(&json).unwrap();
        let back = read().into_device(&key("client")).unwrap();
        assert_eq!(back.password.expose(), "secret");
        let refused = read().into_device(&key("other")).unwrap_err();
        assert_eq!(refused.member, "app client");
    }

    proptest! {
        #[test]
        fn a_record_cut_short_or_altered_is_no_panic(cut in 0_usize..1000, byte in any::<u8>()) {
            let mut json = DeviceRecord::of(&key("client"), &device()).to_json().unwrap().to_vec();
            let cut = cut % json.len();
            prop_assert!(DeviceRecord::from_json(&json[..cut]).is_err());
            json[cut] = byte;
            if let Ok(record) = DeviceRecord::from_json(&json) {
                let _ = record.into_device(&key("client"));
            }
        }
    }
}
