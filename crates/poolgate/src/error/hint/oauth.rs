use crate::oauth::Refusal;

/// What to look at first, by the `error` of an OAuth endpoint (protocol.md 6.1 and 6.2).
pub(super) fn hint(refusal: &Refusal) -> Option<&'static str> {
    Some(match refusal.error.as_str() {
        "access_denied" => "the sign-in was cancelled in the browser, or the provider refused it",
        "invalid_client" => {
            "is it the right app client, with the right secret, of this domain's pool?"
        }
        "invalid_grant" => {
            "the code was used before, is older than 5 minutes or of another sign-in, or a scope \
             needs an attribute that the app client may not read: sign in again"
        }
        "invalid_scope" => "ask only for scopes that the app client has",
        "insufficient_scope" => "sign in again with the scope that this needs, such as `openid`",
        "invalid_token" => "the access token is over or was revoked: refresh, or sign in again",
        "login_required" => "nobody is signed in in the browser: leave `prompt=none` out",
        "unauthorized_client" => {
            "enable this OAuth grant, and the identity provider, for the app client"
        }
        "unsupported_grant_type" => "enable this OAuth grant for the app client",
        "unsupported_token_type" => "only refresh tokens can be revoked",
        _ => return None,
    })
}
