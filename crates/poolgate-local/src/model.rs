//! The entities: what the server keeps, one file each.

mod schema;
mod server_record;
mod user_pool;
mod user_pool_client;

pub(crate) use schema::{AttributeDataType, SchemaAttribute, standard_schema};
pub(crate) use server_record::ServerRecord;
pub(crate) use user_pool::{
    AdminCreateUserConfig, MfaConfiguration, PasswordPolicy, Policies, SignInPolicy, UserPool,
    UserPoolSettings, UsernameConfiguration,
};
pub(crate) use user_pool_client::{
    ClientSettings, RefreshTokenRotation, TokenValidityUnits, UserPoolClient,
};
