//! The map of principal tags as both its operations answer it (protocol.md 8.6).

use serde::Serialize;

use crate::model::PrincipalTagMap;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Output {
    identity_pool_id: String,
    identity_provider_name: String,
    #[serde(flatten)]
    map: PrincipalTagMap,
}

impl Output {
    pub(crate) fn new(pool_id: &str, provider: &str, map: PrincipalTagMap) -> Self {
        Self {
            identity_pool_id: pool_id.to_owned(),
            identity_provider_name: provider.to_owned(),
            map,
        }
    }
}
