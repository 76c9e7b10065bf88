//! From what was typed to what the service is told.

use poolgate::aws_sdk_cognitoidentityprovider::types::{
    ExplicitAuthFlowsType, FeatureType, OAuthFlowType, PreventUserExistenceErrorTypes,
    RefreshTokenRotationType, TimeUnitsType, TokenValidityUnitsType, UserPoolClientType,
};

use crate::arguments::clients::{Flow, OAuthFlow, Rotation, Settings, Unit, Validity};

/// Changes what the arguments name, and leaves the rest.
pub(super) fn apply(settings: &Settings, client: &mut UserPoolClientType) {
    apply_sign_in(settings, client);
    apply_oauth(settings, client);
    apply_validities(settings, client);
    apply_refresh(settings, client);
    replace(&mut client.read_attributes, &settings.read_attributes);
    replace(&mut client.write_attributes, &settings.write_attributes);
}

fn apply_sign_in(settings: &Settings, client: &mut UserPoolClientType) {
    if !settings.flows.is_empty() {
        let flows = settings.flows.iter().map(|&flow| flow.into());
        client.explicit_auth_flows = Some(flows.collect());
    }
    replace(
        &mut client.supported_identity_providers,
        &settings.identity_providers,
    );
    if let Some(hide) = settings.hide_unknown_users {
        client.prevent_user_existence_errors = Some(if hide {
            PreventUserExistenceErrorTypes::Enabled
        } else {
            PreventUserExistenceErrorTypes::Legacy
        });
    }
    let validity = settings.challenge_validity;
    client.auth_session_validity = validity.or(client.auth_session_validity);
}

fn apply_oauth(settings: &Settings, client: &mut UserPoolClientType) {
    if settings.no_oauth {
        client.allowed_o_auth_flows = Some(Vec::new());
        client.allowed_o_auth_scopes = Some(Vec::new());
        client.allowed_o_auth_flows_user_pool_client = Some(false);
    }
    if !settings.oauth_flows.is_empty() {
        let flows = settings.oauth_flows.iter().map(|&flow| flow.into());
        client.allowed_o_auth_flows = Some(flows.collect());
        // Without this one, the service ignores the others.
        client.allowed_o_auth_flows_user_pool_client = Some(true);
    }
    replace(&mut client.allowed_o_auth_scopes, &settings.scopes);
    replace(&mut client.callback_urls, &settings.callback_urls);
    replace(&mut client.logout_urls, &settings.logout_urls);
    if let Some(uri) = &settings.default_redirect_uri {
        client.default_redirect_uri = Some(uri.clone()).filter(|uri| !uri.is_empty());
    }
}

fn apply_validities(settings: &Settings, client: &mut UserPoolClientType) {
    let none = TokenValidityUnitsType::builder().build();
    let mut units = client.token_validity_units.take().unwrap_or(none.clone());
    if let Some(Validity { amount, unit }) = settings.access_token_validity {
        client.access_token_validity = Some(amount);
        units.access_token = Some(unit.into());
    }
    if let Some(Validity { amount, unit }) = settings.id_token_validity {
        client.id_token_validity = Some(amount);
        units.id_token = Some(unit.into());
    }
    if let Some(Validity { amount, unit }) = settings.refresh_token_validity {
        client.refresh_token_validity = amount;
        units.refresh_token = Some(unit.into());
    }
    client.token_validity_units = (units != none).then_some(units);
}

fn apply_refresh(settings: &Settings, client: &mut UserPoolClientType) {
    let revocation = settings.token_revocation;
    client.enable_token_revocation = revocation.or(client.enable_token_revocation);
    let Some(rotation) = settings.rotation else {
        return;
    };
    let builder = RefreshTokenRotationType::builder();
    let builder = match rotation {
        Rotation::Off => builder.feature(FeatureType::Disabled),
        Rotation::Grace(seconds) => builder
            .feature(FeatureType::Enabled)
            .retry_grace_period_seconds(seconds),
    };
    // It fails without a feature only.
    client.refresh_token_rotation = builder.build().ok();
}

/// A list that was typed replaces the one that is there; an empty text stands for none.
fn replace(own: &mut Option<Vec<String>>, typed: &[String]) {
    if !typed.is_empty() {
        let typed = typed.iter().filter(|text| !text.is_empty());
        *own = Some(typed.cloned().collect());
    }
}

impl From<Flow> for ExplicitAuthFlowsType {
    fn from(flow: Flow) -> Self {
        match flow {
            Flow::AdminUserPassword => Self::AllowAdminUserPasswordAuth,
            Flow::Custom => Self::AllowCustomAuth,
            Flow::RefreshToken => Self::AllowRefreshTokenAuth,
            Flow::User => Self::AllowUserAuth,
            Flow::UserPassword => Self::AllowUserPasswordAuth,
            Flow::UserSrp => Self::AllowUserSrpAuth,
        }
    }
}

impl From<OAuthFlow> for OAuthFlowType {
    fn from(flow: OAuthFlow) -> Self {
        match flow {
            OAuthFlow::Code => Self::Code,
            OAuthFlow::ClientCredentials => Self::ClientCredentials,
            OAuthFlow::Implicit => Self::Implicit,
        }
    }
}

impl From<Unit> for TimeUnitsType {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Seconds => Self::Seconds,
            Unit::Minutes => Self::Minutes,
            Unit::Hours => Self::Hours,
            Unit::Days => Self::Days,
        }
    }
}
