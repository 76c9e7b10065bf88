//! Everything the server remembers, in memory.
//!
//! An entity is a record in a table; it says its own primary key, the further names it is found by,
//! and when it may be forgotten. Adding a kind of entity touches its own file and two lines here.

mod table;
mod transaction;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::{
    AskedDevice, AuthorizationCode, BrowserSession, ConfirmationCode, Device, FailedAttempts,
    Group, GroupMembership, Identity, IdentityPool, IdentityProvider, Message, OpenIdSigningKey,
    ResourceServer, ServerRecord, SigningCertificate, SigningKeys, SoftwareToken, SpentIdentifier,
    TemporaryCredentials, TokenFamily, User, UserPool, UserPoolClient, UserPoolDomain,
    WebAuthnCredential, WebAuthnRegistration,
};
use crate::time::UnixTime;

pub(crate) use table::{AnyTable, Order, Table};
pub(crate) use transaction::{Change, Transaction};

/// A record that is kept.
pub(crate) trait Entity: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The table's name in the store; never changed once released.
    const TABLE: &'static str;

    /// The primary key. Keys of one pool begin with `<pool id>/`, so that a pool is one range.
    fn key(&self) -> String;

    /// Further names, unique in the table, that lead to this record.
    fn names(&self) -> Vec<String> {
        Vec::new()
    }

    /// Where the record stands in lists that are not in the order of the primary keys. A place is
    /// unique in the table; those of one list begin alike.
    fn places(&self) -> Vec<String> {
        Vec::new()
    }

    /// From when on the record means nothing any more.
    fn expires(&self) -> Option<UnixTime> {
        None
    }

    /// Where the state keeps records of this kind.
    fn table(state: &State) -> &Table<Self>
    where
        Self: Sized;

    /// The same, to change it.
    fn table_mut(state: &mut State) -> &mut Table<Self>
    where
        Self: Sized;
}

/// All tables.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) server: Table<ServerRecord>,
    pub(crate) user_pools: Table<UserPool>,
    pub(crate) user_pool_clients: Table<UserPoolClient>,
    pub(crate) users: Table<User>,
    pub(crate) devices: Table<Device>,
    pub(crate) asked_devices: Table<AskedDevice>,
    pub(crate) software_tokens: Table<SoftwareToken>,
    pub(crate) groups: Table<Group>,
    pub(crate) group_memberships: Table<GroupMembership>,
    pub(crate) resource_servers: Table<ResourceServer>,
    pub(crate) identity_providers: Table<IdentityProvider>,
    pub(crate) user_pool_domains: Table<UserPoolDomain>,
    pub(crate) web_authn_credentials: Table<WebAuthnCredential>,
    pub(crate) web_authn_registrations: Table<WebAuthnRegistration>,
    pub(crate) signing_certificates: Table<SigningCertificate>,
    pub(crate) signing_keys: Table<SigningKeys>,
    pub(crate) token_families: Table<TokenFamily>,
    pub(crate) authorization_codes: Table<AuthorizationCode>,
    pub(crate) browser_sessions: Table<BrowserSession>,
    pub(crate) spent_identifiers: Table<SpentIdentifier>,
    pub(crate) failed_attempts: Table<FailedAttempts>,
    pub(crate) confirmation_codes: Table<ConfirmationCode>,
    pub(crate) messages: Table<Message>,
    pub(crate) identity_pools: Table<IdentityPool>,
    pub(crate) identities: Table<Identity>,
    pub(crate) open_id_signing_key: Table<OpenIdSigningKey>,
    pub(crate) temporary_credentials: Table<TemporaryCredentials>,
}

impl State {
    /// Every table with its name, for loading and for forgetting.
    pub(crate) fn tables(&mut self) -> Vec<(&'static str, &mut dyn AnyTable)> {
        vec![
            (ServerRecord::TABLE, &mut self.server),
            (UserPool::TABLE, &mut self.user_pools),
            (UserPoolClient::TABLE, &mut self.user_pool_clients),
            (User::TABLE, &mut self.users),
            (Device::TABLE, &mut self.devices),
            (AskedDevice::TABLE, &mut self.asked_devices),
            (SoftwareToken::TABLE, &mut self.software_tokens),
            (Group::TABLE, &mut self.groups),
            (GroupMembership::TABLE, &mut self.group_memberships),
            (ResourceServer::TABLE, &mut self.resource_servers),
            (IdentityProvider::TABLE, &mut self.identity_providers),
            (UserPoolDomain::TABLE, &mut self.user_pool_domains),
            (WebAuthnCredential::TABLE, &mut self.web_authn_credentials),
            (
                WebAuthnRegistration::TABLE,
                &mut self.web_authn_registrations,
            ),
            (SigningCertificate::TABLE, &mut self.signing_certificates),
            (SigningKeys::TABLE, &mut self.signing_keys),
            (TokenFamily::TABLE, &mut self.token_families),
            (AuthorizationCode::TABLE, &mut self.authorization_codes),
            (BrowserSession::TABLE, &mut self.browser_sessions),
            (SpentIdentifier::TABLE, &mut self.spent_identifiers),
            (FailedAttempts::TABLE, &mut self.failed_attempts),
            (ConfirmationCode::TABLE, &mut self.confirmation_codes),
            (Message::TABLE, &mut self.messages),
            (IdentityPool::TABLE, &mut self.identity_pools),
            (Identity::TABLE, &mut self.identities),
            (OpenIdSigningKey::TABLE, &mut self.open_id_signing_key),
            (TemporaryCredentials::TABLE, &mut self.temporary_credentials),
        ]
    }

    /// The record with this primary key.
    pub(crate) fn get<E: Entity>(&self, key: &str) -> Option<std::sync::Arc<E>> {
        E::table(self).get(key)
    }

    /// The record that goes by this further name.
    pub(crate) fn named<E: Entity>(&self, name: &str) -> Option<std::sync::Arc<E>> {
        E::table(self).named(name)
    }
}
