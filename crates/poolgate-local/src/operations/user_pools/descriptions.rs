//! Pools, clients and users as more than one operation shows them.

pub(super) mod client_secret;
pub(super) mod device;

use serde::Serialize;

use crate::core::{Context, Settings};
use crate::model::{
    Attribute, ClientSecret, ClientSettings, Group, MfaFactor, Object, SchemaAttribute, User,
    UserPool, UserPoolClient, UserPoolDomain, UserPoolSettings, UserStatus,
};
use crate::time::UnixTime;

/// A pool in full.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UserPoolDescription {
    id: String,
    name: String,
    arn: String,
    creation_date: UnixTime,
    last_modified_date: UnixTime,
    schema_attributes: Vec<SchemaAttribute>,
    estimated_number_of_users: usize,
    #[serde(flatten)]
    settings: UserPoolSettings,
    /// The settings leave out tags when there are none.
    #[serde(rename = "UserPoolTags", skip_serializing_if = "Option::is_none")]
    no_tags: Option<Object>,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_domain: Option<String>,
}

impl UserPoolDescription {
    /// The pool as it was just created.
    pub(super) fn created(pool: &UserPool, settings: &Settings) -> Self {
        Self {
            id: pool.id.clone(),
            name: pool.name.clone(),
            arn: pool.arn(&settings.region, &settings.account_id),
            creation_date: pool.created,
            last_modified_date: pool.modified,
            schema_attributes: pool.schema.clone(),
            estimated_number_of_users: 0,
            settings: pool.settings.clone(),
            no_tags: None,
            domain: None,
            custom_domain: None,
        }
    }

    /// The pool as it is, with its users counted, its domains, its `identities` attribute and its tags
    /// even when there are none.
    pub(super) fn current(pool: &UserPool, context: &Context<'_>) -> Self {
        let mut description = Self::created(pool, context.settings());
        description.estimated_number_of_users =
            context.read(|state| state.users.len_in_pool(&pool.id));
        description
            .schema_attributes
            .push(SchemaAttribute::identities());
        let domain = |is_custom| {
            let key = UserPoolDomain::key_of(&pool.id, is_custom);
            let domain = context.read(|state| state.get::<UserPoolDomain>(&key));
            domain.map(|domain| domain.domain.clone())
        };
        description.domain = domain(false);
        description.custom_domain = domain(true);
        description.no_tags = pool.settings.user_pool_tags.is_empty().then(Object::new);
        description
    }
}

/// An app client in full.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UserPoolClientDescription {
    user_pool_id: String,
    client_name: String,
    client_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<ClientSecret>,
    last_modified_date: UnixTime,
    creation_date: UnixTime,
    #[serde(flatten)]
    settings: ClientSettings,
}

impl UserPoolClientDescription {
    pub(super) fn of(client: &UserPoolClient) -> Self {
        Self {
            user_pool_id: client.pool_id.clone(),
            client_name: client.name.clone(),
            client_id: client.id.clone(),
            client_secret: client.secret().cloned(),
            last_modified_date: client.modified,
            creation_date: client.created,
            settings: client.settings.clone(),
        }
    }
}

/// The second factors that a user has turned on; absent where there are none (protocol.md 3.6).
#[derive(Debug, Serialize)]
pub(super) struct MfaDescription {
    #[serde(
        rename = "PreferredMfaSetting",
        skip_serializing_if = "Option::is_none"
    )]
    preferred: Option<MfaFactor>,
    #[serde(rename = "UserMFASettingList", skip_serializing_if = "Vec::is_empty")]
    enabled: Vec<MfaFactor>,
}

impl MfaDescription {
    pub(super) fn of(user: &User) -> Self {
        Self {
            preferred: user.mfa.preferred(),
            enabled: user.mfa.enabled().collect(),
        }
    }
}

/// A user in a list or just created, where the member is called `Attributes`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UserDescription {
    username: String,
    attributes: Vec<Attribute>,
    user_create_date: UnixTime,
    user_last_modified_date: UnixTime,
    enabled: bool,
    user_status: UserStatus,
}

impl UserDescription {
    pub(super) fn of(user: &User) -> Self {
        Self {
            username: user.username.clone(),
            attributes: user.described_attributes().collect(),
            user_create_date: user.created,
            user_last_modified_date: user.modified,
            enabled: user.enabled,
            user_status: user.status,
        }
    }

    /// The same with these attributes only.
    pub(super) fn with_attributes(mut self, names: &[String]) -> Self {
        self.attributes
            .retain(|attribute| names.contains(&attribute.name));
        self
    }
}

/// A group in full.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GroupDescription {
    group_name: String,
    user_pool_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    precedence: Option<u32>,
    last_modified_date: UnixTime,
    creation_date: UnixTime,
}

impl GroupDescription {
    pub(super) fn of(group: &Group) -> Self {
        Self {
            group_name: group.name.clone(),
            user_pool_id: group.pool_id.clone(),
            description: group.description.clone(),
            role_arn: group.role_arn.clone(),
            precedence: group.precedence,
            last_modified_date: group.modified,
            creation_date: group.created,
        }
    }
}
