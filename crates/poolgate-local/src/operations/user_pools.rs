//! The operations of `cognito-idp`.

mod add_custom_attributes;
mod add_user_pool_client_secret;
mod admin_add_user_to_group;
mod admin_confirm_sign_up;
mod admin_create_user;
mod admin_delete_software_token;
mod admin_delete_user;
mod admin_delete_user_attributes;
mod admin_disable_provider_for_user;
mod admin_disable_user;
mod admin_enable_user;
mod admin_forget_device;
mod admin_get_device;
mod admin_get_user;
mod admin_get_user_auth_factors;
mod admin_initiate_auth;
mod admin_link_provider_for_user;
mod admin_list_devices;
mod admin_list_groups_for_user;
mod admin_remove_user_from_group;
mod admin_reset_user_password;
mod admin_respond_to_auth_challenge;
mod admin_set_user_mfa_preference;
mod admin_set_user_password;
mod admin_set_user_settings;
mod admin_update_device_status;
mod admin_update_user_attributes;
mod admin_user_global_sign_out;
mod associate_software_token;
mod change_password;
mod complete_web_authn_registration;
mod confirm_device;
mod confirm_forgot_password;
mod confirm_sign_up;
mod create_group;
mod create_identity_provider;
mod create_resource_server;
mod create_user_pool;
mod create_user_pool_client;
mod create_user_pool_domain;
mod delete_group;
mod delete_identity_provider;
mod delete_resource_server;
mod delete_user;
mod delete_user_attributes;
mod delete_user_pool;
mod delete_user_pool_client;
mod delete_user_pool_client_secret;
mod delete_user_pool_domain;
mod delete_web_authn_credential;
mod describe_identity_provider;
mod describe_resource_server;
mod describe_user_pool;
mod describe_user_pool_client;
mod describe_user_pool_domain;
mod descriptions;
mod forget_device;
mod forgot_password;
mod get_csv_header;
mod get_device;
mod get_group;
mod get_identity_provider_by_identifier;
mod get_signing_certificate;
mod get_tokens_from_refresh_token;
mod get_user;
mod get_user_attribute_verification_code;
mod get_user_auth_factors;
mod get_user_pool_mfa_config;
mod global_sign_out;
mod initiate_auth;
mod list_devices;
mod list_groups;
mod list_identity_providers;
mod list_resource_servers;
mod list_tags_for_resource;
mod list_user_pool_client_secrets;
mod list_user_pool_clients;
mod list_user_pools;
mod list_users;
mod list_users_in_group;
mod list_web_authn_credentials;
mod resend_confirmation_code;
mod respond_to_auth_challenge;
mod revoke_token;
mod set_user_mfa_preference;
mod set_user_pool_mfa_config;
mod set_user_settings;
mod settings;
mod sign_up;
mod start_web_authn_registration;
mod subjects;
mod tag_resource;
mod untag_resource;
mod update_device_status;
mod update_group;
mod update_identity_provider;
mod update_resource_server;
mod update_user_attributes;
mod update_user_pool;
mod update_user_pool_client;
mod update_user_pool_domain;
mod verify_software_token;
mod verify_user_attribute;

use super::{Entry, Operation};
use crate::constraints::Service;

/// The table: one line an operation.
pub(super) static OPERATIONS: &[Entry] = &[
    operation::<add_custom_attributes::AddCustomAttributes>(),
    operation::<add_user_pool_client_secret::AddUserPoolClientSecret>(),
    operation::<admin_add_user_to_group::AdminAddUserToGroup>(),
    operation::<admin_confirm_sign_up::AdminConfirmSignUp>(),
    operation::<admin_create_user::AdminCreateUser>(),
    operation::<admin_delete_software_token::AdminDeleteSoftwareToken>(),
    operation::<admin_delete_user::AdminDeleteUser>(),
    operation::<admin_delete_user_attributes::AdminDeleteUserAttributes>(),
    operation::<admin_disable_provider_for_user::AdminDisableProviderForUser>(),
    operation::<admin_disable_user::AdminDisableUser>(),
    operation::<admin_enable_user::AdminEnableUser>(),
    operation::<admin_forget_device::AdminForgetDevice>(),
    operation::<admin_get_device::AdminGetDevice>(),
    operation::<admin_get_user::AdminGetUser>(),
    operation::<admin_get_user_auth_factors::AdminGetUserAuthFactors>(),
    operation::<admin_initiate_auth::AdminInitiateAuth>(),
    operation::<admin_link_provider_for_user::AdminLinkProviderForUser>(),
    operation::<admin_list_devices::AdminListDevices>(),
    operation::<admin_list_groups_for_user::AdminListGroupsForUser>(),
    operation::<admin_remove_user_from_group::AdminRemoveUserFromGroup>(),
    operation::<admin_reset_user_password::AdminResetUserPassword>(),
    operation::<admin_respond_to_auth_challenge::AdminRespondToAuthChallenge>(),
    operation::<admin_set_user_mfa_preference::AdminSetUserMfaPreference>(),
    operation::<admin_set_user_password::AdminSetUserPassword>(),
    operation::<admin_set_user_settings::AdminSetUserSettings>(),
    operation::<admin_update_device_status::AdminUpdateDeviceStatus>(),
    operation::<admin_update_user_attributes::AdminUpdateUserAttributes>(),
    operation::<admin_user_global_sign_out::AdminUserGlobalSignOut>(),
    operation::<associate_software_token::AssociateSoftwareToken>(),
    operation::<change_password::ChangePassword>(),
    operation::<complete_web_authn_registration::CompleteWebAuthnRegistration>(),
    operation::<confirm_device::ConfirmDevice>(),
    operation::<confirm_forgot_password::ConfirmForgotPassword>(),
    operation::<confirm_sign_up::ConfirmSignUp>(),
    operation::<create_group::CreateGroup>(),
    operation::<create_identity_provider::CreateIdentityProvider>(),
    operation::<create_resource_server::CreateResourceServer>(),
    operation::<create_user_pool::CreateUserPool>(),
    operation::<create_user_pool_client::CreateUserPoolClient>(),
    operation::<create_user_pool_domain::CreateUserPoolDomain>(),
    operation::<delete_group::DeleteGroup>(),
    operation::<delete_identity_provider::DeleteIdentityProvider>(),
    operation::<delete_resource_server::DeleteResourceServer>(),
    operation::<delete_user::DeleteUser>(),
    operation::<delete_user_attributes::DeleteUserAttributes>(),
    operation::<delete_user_pool::DeleteUserPool>(),
    operation::<delete_user_pool_client::DeleteUserPoolClient>(),
    operation::<delete_user_pool_client_secret::DeleteUserPoolClientSecret>(),
    operation::<delete_user_pool_domain::DeleteUserPoolDomain>(),
    operation::<delete_web_authn_credential::DeleteWebAuthnCredential>(),
    operation::<describe_identity_provider::DescribeIdentityProvider>(),
    operation::<describe_resource_server::DescribeResourceServer>(),
    operation::<describe_user_pool::DescribeUserPool>(),
    operation::<describe_user_pool_client::DescribeUserPoolClient>(),
    operation::<describe_user_pool_domain::DescribeUserPoolDomain>(),
    operation::<forget_device::ForgetDevice>(),
    operation::<forgot_password::ForgotPassword>(),
    operation::<get_csv_header::GetCsvHeader>(),
    operation::<get_device::GetDevice>(),
    operation::<get_group::GetGroup>(),
    operation::<get_identity_provider_by_identifier::GetIdentityProviderByIdentifier>(),
    operation::<get_signing_certificate::GetSigningCertificate>(),
    operation::<get_tokens_from_refresh_token::GetTokensFromRefreshToken>(),
    operation::<get_user::GetUser>(),
    operation::<get_user_attribute_verification_code::GetUserAttributeVerificationCode>(),
    operation::<get_user_auth_factors::GetUserAuthFactors>(),
    operation::<get_user_pool_mfa_config::GetUserPoolMfaConfig>(),
    operation::<global_sign_out::GlobalSignOut>(),
    operation::<initiate_auth::InitiateAuth>(),
    operation::<list_devices::ListDevices>(),
    operation::<list_groups::ListGroups>(),
    operation::<list_identity_providers::ListIdentityProviders>(),
    operation::<list_resource_servers::ListResourceServers>(),
    operation::<list_tags_for_resource::ListTagsForResource>(),
    operation::<list_user_pool_client_secrets::ListUserPoolClientSecrets>(),
    operation::<list_user_pool_clients::ListUserPoolClients>(),
    operation::<list_user_pools::ListUserPools>(),
    operation::<list_users::ListUsers>(),
    operation::<list_users_in_group::ListUsersInGroup>(),
    operation::<list_web_authn_credentials::ListWebAuthnCredentials>(),
    operation::<resend_confirmation_code::ResendConfirmationCode>(),
    operation::<respond_to_auth_challenge::RespondToAuthChallenge>(),
    operation::<revoke_token::RevokeToken>(),
    operation::<set_user_mfa_preference::SetUserMfaPreference>(),
    operation::<set_user_pool_mfa_config::SetUserPoolMfaConfig>(),
    operation::<set_user_settings::SetUserSettings>(),
    operation::<sign_up::SignUp>(),
    operation::<start_web_authn_registration::StartWebAuthnRegistration>(),
    operation::<tag_resource::TagResource>(),
    operation::<untag_resource::UntagResource>(),
    operation::<update_device_status::UpdateDeviceStatus>(),
    operation::<update_group::UpdateGroup>(),
    operation::<update_identity_provider::UpdateIdentityProvider>(),
    operation::<update_resource_server::UpdateResourceServer>(),
    operation::<update_user_attributes::UpdateUserAttributes>(),
    operation::<update_user_pool::UpdateUserPool>(),
    operation::<update_user_pool_client::UpdateUserPoolClient>(),
    operation::<update_user_pool_domain::UpdateUserPoolDomain>(),
    operation::<verify_software_token::VerifySoftwareToken>(),
    operation::<verify_user_attribute::VerifyUserAttribute>(),
];

const fn operation<O: Operation>() -> Entry {
    Entry::new::<O>(Service::CognitoIdp)
}
